package io.batpak;

import io.batpak.error.SegmentDamageException;
import io.batpak.error.StoreException;
import io.batpak.format.Damage;
import io.batpak.format.Decoded;
import io.batpak.format.FrameView;
import io.batpak.model.Bytes;
import io.batpak.model.Coordinate;
import io.batpak.model.EventHeader;
import io.batpak.model.Extensions;
import io.batpak.model.FramePosition;
import io.batpak.model.HashChain;
import io.batpak.model.InvalidArgumentException;
import io.batpak.segment.SegmentFollower;
import io.batpak.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Watches a journal that another process writes to: the events of its newest segment and all that come, without
/// the lock of the directory. It creates, locks and changes nothing.
///
/// What it shows was written whole, and is no promise: it may not be durable yet, and it may belong to a visibility
/// fence that is still open or will be cancelled. The sequence of an event is not known here. Beside a compaction
/// it may show events again, or leave some out. Whoever must not miss anything, or be wrong, uses a cursor of an
/// open journal.
///
/// Threads: one at a time. Errors: [SegmentDamageException] for a frame that is whole and cannot be read;
/// [io.batpak.fs.StoreIoException] what the disk said, `NOT_FOUND` without the directory.
public final class LiveTail implements AutoCloseable {
    private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final SegmentFollower follower;
    private final Ticker ticker;

    private LiveTail(SegmentFollower follower, Ticker ticker) {
        this.follower = follower;
        this.ticker = ticker;
    }

    /// An event as its frame tells it. Immutable.
    ///
    /// @param coordinate entity and scope
    /// @param header the header
    /// @param chain the hashes of the event and of its predecessor
    /// @param position where the frame lies
    /// @param extensions the receipt extensions
    /// @param payload the stored bytes; ciphertext if the header says so
    public record Event(
            Coordinate coordinate,
            EventHeader header,
            HashChain chain,
            FramePosition position,
            Extensions extensions,
            Bytes payload) {}

    /// Begins to watch at the first event of the newest segment. Reads nothing yet.
    ///
    /// @param config of the directory, and of the time that waits take; everything else is without meaning here
    public static LiveTail of(StoreConfig config) {
        return new LiveTail(new SegmentFollower(config.fs()), config.spawner().ticker());
    }

    /// The next events that are there now; those of a batch come together.
    ///
    /// @param max about so many at most, 1 or more
    /// @return empty when all that is there was shown
    public List<Event> poll(int max) {
        if (max < 1) {
            throw new InvalidArgumentException("max", max, "1 or more");
        }
        List<Event> events = new ArrayList<>();
        follower.poll(max, (frame, position) -> events.add(event(frame, position)));
        return events;
    }

    /// The next events, for which it waits; it looks about twenty times a second.
    ///
    /// @param max as for [#poll]
    /// @param limit how long it waits at most; zero or less does not wait
    /// @return empty when none came in time
    /// @throws InterruptedException when the thread was interrupted; nothing was left out
    public List<Event> await(int max, Duration limit) throws InterruptedException {
        long started = ticker.nanos();
        long wait = TimeUnit.NANOSECONDS.convert(limit);
        while (true) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            List<Event> events = poll(max);
            long left = wait - (ticker.nanos() - started);
            if (!events.isEmpty() || left <= 0) {
                return events;
            }
            ticker.park(this, Math.min(left, LOOK_EVERY_NANOS));
        }
    }

    private static Event event(FrameView frame, FramePosition position) {
        byte[] payload = switch (frame.payload()) {
            case Decoded.Ok<byte[]>(byte[] stored) -> stored;
            case Decoded.Damaged<byte[]>(Damage damage) -> throw damaged(position, damage.detail());
        };
        try {
            return new Event(
                    Coordinate.of(frame.entity(), frame.scope()),
                    frame.header(),
                    frame.chain().orElseThrow(() -> damaged(position, "an event without a hash_chain")),
                    position,
                    frame.extensions(),
                    Bytes.of(payload));
        } catch (StoreException.Rejected e) {
            throw damaged(position, "its coordinate is refused: " + e.getMessage());
        }
    }

    private static SegmentDamageException damaged(FramePosition position, String detail) {
        return SegmentDamageException.structure(position.segment(), position.offset(), detail);
    }

    /// Lets go of the file it reads.
    @Override
    public void close() {
        follower.close();
    }
}
