package io.batpak.read;

import io.batpak.model.Entry;
import io.batpak.model.FramePosition;
import io.batpak.model.StoredEvent;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the events of entries one after another. One thread.
final class EventIterator implements Iterator<StoredEvent> {
    /// Entries further apart than this on average are not worth reading what lies between.
    private static final long BYTES_EACH_MAX = 4 << 10;

    private final Iterator<Entry> entries;
    private final SweepDesk.Pool desks;
    /// Null behind the last event.
    private @Nullable SweepDesk desk;

    EventIterator(Iterator<Entry> entries, SweepDesk.Pool desks) {
        this.entries = entries;
        this.desks = desks;
        this.desk = desks.lend();
    }

    /// The same for entries that are all at hand: where they stand close together they are read in few large pieces
    /// from the first one on.
    static EventIterator over(List<Entry> entries, SweepDesk.Pool desks) {
        EventIterator iterator = new EventIterator(entries.iterator(), desks);
        SweepDesk desk = iterator.desk;
        if (!entries.isEmpty() && desk != null) {
            FramePosition first = entries.getFirst().position();
            FramePosition last = entries.getLast().position();
            long span = last.offset() + last.length() - first.offset();
            if (first.segment() == last.segment() && span > 0 && span / entries.size() <= BYTES_EACH_MAX) {
                desk.sweep.expect(span);
            }
        }
        return iterator;
    }

    @Override
    public boolean hasNext() {
        boolean more = entries.hasNext();
        SweepDesk used = desk;
        if (!more && used != null) {
            desk = null;
            desks.takeBack(used);
        }
        return more;
    }

    @Override
    public StoredEvent next() {
        Entry entry = entries.next();
        SweepDesk used = desk;
        if (used == null) { // more came behind what was the last one
            used = desks.lend();
            desk = used;
        }
        FramePosition position = entry.position();
        int body = used.sweep.bodyAt(position, EventReader.segmentOf(entry));
        return used.decoder.event(used.sweep.array(), body, entry, position);
    }
}
