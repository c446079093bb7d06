package io.batpak.write;

import io.batpak.model.Frontier;
import io.batpak.model.HlcPoint;
import io.batpak.model.LaneFrontier;
import io.batpak.model.Mark;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The six points of one lane, or of the store as a whole, moved in place so that a commit allocates nothing
/// for them, and who waits for each. Guarded by the monitor of [Watermarks].
final class LanePoints {
    private static final int MARKS = Mark.values().length;

    private final long[] wallMillis = new long[MARKS];
    private final long[] sequences = new long[MARKS];
    /// Null where nobody has waited yet.
    private final @Nullable Waiters[] waiters = new Waiters[MARKS];
    /// Whether the written point lies beyond what the next capture has been told of.
    private boolean uncaptured;
    /// Whether there are events; a lane somebody only waits for has none.
    private boolean hasEvents;

    void set(Mark mark, HlcPoint point) {
        hasEvents = true;
        wallMillis[mark.ordinal()] = point.wallMillis();
        sequences[mark.ordinal()] = point.sequence();
        wake(mark);
    }

    /// Moves a mark, never back.
    void advance(Mark mark, long toWallMillis, long toSequence) {
        int at = mark.ordinal();
        if (toSequence < sequences[at]) {
            return;
        }
        wallMillis[at] = toWallMillis;
        sequences[at] = toSequence;
        wake(mark);
    }

    private void wake(Mark mark) {
        int at = mark.ordinal();
        Waiters waiting = waiters[at];
        if (waiting != null && waiting.reachedBy(sequences[at])) {
            waiting.wakeUpTo(sequences[at]);
        }
    }

    boolean hasEvents() {
        return hasEvents;
    }

    long sequence(Mark mark) {
        return sequences[mark.ordinal()];
    }

    HlcPoint point(Mark mark) {
        return new HlcPoint(wallMillis[mark.ordinal()], sequences[mark.ordinal()]);
    }

    Waiters waiters(Mark mark) {
        Waiters waiting = waiters[mark.ordinal()];
        if (waiting == null) {
            waiting = new Waiters();
            waiters[mark.ordinal()] = waiting;
        }
        return waiting;
    }

    void wakeAll() {
        for (Waiters waiting : waiters) {
            if (waiting != null) {
                waiting.wakeAll();
            }
        }
    }

    /// Whether this is the first note since the last capture.
    boolean noteUncaptured() {
        boolean first = !uncaptured;
        uncaptured = true;
        hasEvents = true;
        return first;
    }

    /// Its written point, which a sync that begins now will cover.
    Captured capture() {
        uncaptured = false;
        int at = Mark.WRITTEN.ordinal();
        return new Captured(this, wallMillis[at], sequences[at]);
    }

    Frontier frontier(OptionalLong oldestPendingWriteMillis, List<LaneFrontier> lanes) {
        return new Frontier(
                point(Mark.ACCEPTED),
                point(Mark.WRITTEN),
                point(Mark.DURABLE),
                point(Mark.VISIBLE),
                point(Mark.APPLIED),
                point(Mark.EMITTED),
                oldestPendingWriteMillis,
                lanes);
    }

    LaneFrontier laneFrontier(long lane) {
        return new LaneFrontier(
                lane,
                point(Mark.ACCEPTED),
                point(Mark.WRITTEN),
                point(Mark.DURABLE),
                point(Mark.VISIBLE),
                point(Mark.APPLIED),
                point(Mark.EMITTED));
    }

    /// A point that was written when a sync began.
    record Captured(LanePoints points, long wallMillis, long sequence) {
        void becomeDurable() {
            points.advance(Mark.DURABLE, wallMillis, sequence);
        }
    }
}
