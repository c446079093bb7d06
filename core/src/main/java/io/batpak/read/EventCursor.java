package io.batpak.read;

import static java.util.Objects.requireNonNull;

import io.batpak.format.Decoded.Ok;
import io.batpak.format.FrameView;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.FramePosition;
import io.batpak.model.StoredEvent;
import io.batpak.payload.PayloadRegistry;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The events behind entries, one after another; of each only what is asked for is made. Needs no closing. One thread.
public final class EventCursor {
    /// Entries further apart than this on average are not worth reading what lies between.
    private static final long BYTES_EACH_MAX = 4 << 10;

    private final Iterator<Entry> entries;
    private final SweepDesk.Pool desks;
    /// Null behind the last event.
    private @Nullable SweepDesk desk;

    /// Where it stands; null at no event.
    private @Nullable Entry entry;

    private @Nullable FramePosition position;
    private @Nullable Coordinate coordinate;
    /// Null until it is asked for.
    private @Nullable StoredEvent whole;

    EventCursor(Iterator<Entry> entries, SweepDesk.Pool desks) {
        this.entries = entries;
        this.desks = desks;
    }

    /// The same for entries that are all at hand: where they stand close together they are read in few large pieces
    /// from the first one on.
    static EventCursor over(List<Entry> entries, SweepDesk.Pool desks) {
        EventCursor cursor = new EventCursor(entries.iterator(), desks);
        if (!entries.isEmpty()) {
            FramePosition first = entries.getFirst().position();
            FramePosition last = entries.getLast().position();
            long span = last.offset() + last.length() - first.offset();
            if (first.segment() == last.segment() && span > 0 && span / entries.size() <= BYTES_EACH_MAX) {
                cursor.desk().sweep.expect(span);
            }
        }
        return cursor;
    }

    /// Whether there is an event behind the one it stands at. Behind the last one it stands at none.
    boolean hasNext() {
        boolean more = entries.hasNext();
        if (!more) {
            end();
        }
        return more;
    }

    /// Goes on to the next event, reads its frame and proves that it holds what the entry says.
    ///
    /// @return false behind the last one
    /// @throws io.batpak.error.SegmentDamageException when its frame does not hold it; the cursor then stands
    ///     at none, and goes on behind it
    /// @throws io.batpak.error.StoreClosedException after the close of the store
    public boolean next() {
        entry = null;
        whole = null;
        if (!hasNext()) {
            return false;
        }
        Entry next = entries.next();
        SweepDesk used = desk();
        FramePosition at = next.position();
        int body = used.sweep.bodyAt(at, EventReader.segmentOf(next));
        coordinate = used.decoder.proven(used.sweep.array(), body, next, at);
        position = at;
        entry = next;
        return true;
    }

    private SweepDesk desk() {
        SweepDesk used = desk;
        if (used == null) { // at the beginning, or more came behind what was the last one
            used = desks.lend();
            desk = used;
        }
        return used;
    }

    private void end() {
        entry = null;
        whole = null;
        SweepDesk used = desk;
        if (used != null) {
            desk = null;
            desks.takeBack(used);
        }
    }

    /// The entry of the event.
    ///
    /// @throws IllegalStateException if it stands at none, as for the other questions
    public Entry entry() {
        Entry asked = entry;
        if (asked == null) {
            throw new IllegalStateException("the cursor stands at no event");
        }
        return asked;
    }

    /// The raw kind that the event has on disk.
    public int kind() {
        return frame().kind();
    }

    /// The event as a whole, made once.
    ///
    /// @throws io.batpak.error.SegmentDamageException when something in its frame is no event
    public StoredEvent event() {
        StoredEvent made = whole;
        if (made == null) {
            made = EventDecoder.event(frame(), requireNonNull(coordinate), entry(), requireNonNull(position));
            whole = made;
        }
        return made;
    }

    /// The payload as an object. Where it can be decoded as it stands, nothing else of the event is made.
    ///
    /// @param <T> the payload type
    /// @throws io.batpak.error.SegmentDamageException as for [#event]
    public <T> T payload(PayloadRegistry types, Class<T> type) {
        FrameView frame = frame();
        if (whole == null && frame.encryption().isEmpty() && frame.payload() instanceof Ok<byte[]>(byte[] stored)) {
            Optional<T> plain = types.decodePlain(frame.kind(), frame.payloadVersion(), stored, type);
            if (plain.isPresent()) {
                return plain.get();
            }
        }
        return types.decode(event(), type); // or tells why not
    }

    private FrameView frame() {
        entry();
        return desk().decoder.view;
    }
}
