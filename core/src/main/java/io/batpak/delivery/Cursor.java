package io.batpak.delivery;

import io.batpak.model.Entry;
import io.batpak.model.InvalidArgumentException;
import io.batpak.model.Region;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Follows the events of a region, those that are there and those that come: each visible one exactly once, in
/// commit order, none left out. Events of cancelled fences are never delivered, dropped ones are simply not there
/// any more.
///
/// A cursor is a position and nothing else: it holds no event and no resource, needs no closing, and starts anew
/// with the program; [CheckpointedCursor] keeps its place. Asking costs in proportion to what is delivered,
/// whatever the size of the journal. It may be ahead of what is durable; a power cut can take away what it has
/// delivered.
///
/// Threads: one at a time. Errors: [io.batpak.error.StoreClosedException] after the close of the journal;
/// [io.batpak.error.WriterCrashedException] from a wait for events that cannot come any more.
public final class Cursor {
    private final DeliverySource source;
    private final Region region;
    private final GapRing gaps;
    private OptionalLong position;
    /// Up to this sequence nothing is left to deliver, whatever the position.
    private long seen = -1;

    private Cursor(DeliverySource source, Region region, CursorOptions options) {
        this.source = source;
        this.region = region;
        this.gaps = new GapRing(source, region, options.gapsKept());
        this.position = options.after();
    }

    /// A cursor over a source; a journal makes its own.
    public static Cursor over(DeliverySource source, Region region, CursorOptions options) {
        return new Cursor(source, region, options);
    }

    /// What it follows.
    public Region region() {
        return region;
    }

    /// The sequence of the event that was delivered last; empty before the first, unless it was told where to
    /// begin.
    public OptionalLong position() {
        return position;
    }

    /// The next event, if there is one now.
    public Optional<Entry> poll() {
        List<Entry> next = poll(1);
        return next.isEmpty() ? Optional.empty() : Optional.of(next.getFirst());
    }

    /// The next events that are there now.
    ///
    /// @param max at most so many; 0 delivers nothing
    /// @throws InvalidArgumentException if `max` is negative
    public List<Entry> poll(int max) {
        List<Entry> next = peek(max);
        delivered(next);
        return next;
    }

    /// What [#poll(int)] would deliver.
    List<Entry> peek(int max) {
        if (max < 0) {
            throw new InvalidArgumentException("max", max, "0 or more");
        }
        OptionalLong newest = source.newest(); // before the look: what comes meanwhile is looked at next time
        long behind = behind();
        if (max == 0 || newest.isEmpty() || newest.getAsLong() <= behind) {
            return List.of();
        }
        List<Entry> next = source.page(region, behind < 0 ? OptionalLong.empty() : OptionalLong.of(behind), max);
        if (next.isEmpty()) {
            seen = newest.getAsLong();
        }
        return next;
    }

    /// The sequence up to which nothing is left to deliver; -1 before the first event.
    long behind() {
        return Math.max(seen, position.orElse(-1));
    }

    /// Goes behind events that [#peek] gave.
    void delivered(List<Entry> events) {
        if (!events.isEmpty()) {
            gaps.see(position, events);
            position = OptionalLong.of(events.getLast().sequence());
        }
    }

    /// The next events, for which it waits. The waiting thread sleeps until an event of the region becomes visible;
    /// virtual threads give their carrier away.
    ///
    /// @param max at most so many; 0 delivers nothing and does not wait
    /// @param limit how long it waits at most; zero or less does not wait
    /// @return the events; empty when none came in time
    /// @throws InterruptedException when the thread was interrupted; nothing was delivered
    /// @throws InvalidArgumentException if `max` is negative
    public List<Entry> await(int max, Duration limit) throws InterruptedException {
        return await(max, limit, () -> false);
    }

    /// The same, but for as long as nobody calls it off.
    List<Entry> await(int max, Duration limit, BooleanSupplier calledOff) throws InterruptedException {
        List<Entry> next = lookAhead(max, limit, calledOff);
        delivered(next);
        return next;
    }

    /// What [#await(int, Duration)] would deliver.
    ///
    /// @param calledOff asked whenever the thread was unparked
    List<Entry> lookAhead(int max, Duration limit, BooleanSupplier calledOff) throws InterruptedException {
        List<Entry> now = peek(max);
        if (now.isEmpty() && max > 0 && limit.isPositive() && !calledOff.getAsBoolean()) {
            source.await(region, () -> calledOff.getAsBoolean() || !peek(1).isEmpty(), limit);
            now = calledOff.getAsBoolean() ? List.of() : peek(max);
        }
        return now;
    }

    /// The events as a stream that waits: it ends when none has come for some time. Threads: as the cursor, which
    /// goes along with it.
    ///
    /// @param idle how long it waits for the next event before it ends; zero or less takes what is there
    /// @throws DeliveryInterruptedException (from the stream) when the waiting thread is interrupted
    public Stream<Entry> stream(Duration idle) {
        return StreamSupport.stream(new WaitingSpliterator(this, idle), false);
    }

    /// Goes to another place, back or ahead: the next event is the first one behind this sequence.
    ///
    /// @param after empty for the beginning of the journal
    public void seek(OptionalLong after) {
        position = new CursorOptions(after, 0).after();
        seen = -1;
    }

    /// The gaps since the last call, see [CursorOptions#gapsKept].
    public List<GapObservation> takeGaps() {
        return gaps.take();
    }

    @Override
    public String toString() {
        return "Cursor[" + region + ", " + (position.isPresent() ? "at " + position.getAsLong() : "not begun") + "]";
    }
}
