package io.batpak.write;

import io.batpak.model.Frontier;
import io.batpak.model.HlcPoint;
import io.batpak.model.LaneFrontier;
import io.batpak.model.Mark;
import java.util.List;
import java.util.OptionalLong;

/// The six points of one lane, or of the store as a whole. Guarded by the monitor of [Watermarks].
final class LanePoints {
    private final MarkPoint accepted = new MarkPoint();
    private final MarkPoint written = new MarkPoint();
    private final MarkPoint durable = new MarkPoint();
    private final MarkPoint visible = new MarkPoint();
    private final MarkPoint applied = new MarkPoint();
    private final MarkPoint emitted = new MarkPoint();
    /// Whether the written point lies beyond what the last capture was told of.
    private boolean uncaptured;
    /// Whether there are events; a lane that somebody only waits for has none.
    private boolean hasEvents;

    MarkPoint at(Mark mark) {
        return switch (mark) {
            case ACCEPTED -> accepted;
            case WRITTEN -> written;
            case DURABLE -> durable;
            case VISIBLE -> visible;
            case APPLIED -> applied;
            case EMITTED -> emitted;
        };
    }

    boolean hasEvents() {
        return hasEvents;
    }

    /// Sets where it stands after recovery.
    void restore(HlcPoint newest, HlcPoint newestVisible) {
        hasEvents = true;
        accepted.set(newest);
        written.set(newest);
        durable.set(newest);
        visible.set(newestVisible);
        applied.set(newestVisible);
        emitted.set(newestVisible);
    }

    /// An event was taken over and written.
    ///
    /// @return whether it is the first since the last capture
    boolean write(long wallMillis, long sequence) {
        accepted.advance(wallMillis, sequence);
        written.advance(wallMillis, sequence);
        boolean first = !uncaptured;
        uncaptured = true;
        hasEvents = true;
        return first;
    }

    /// An event has become visible.
    void show(long wallMillis, long sequence) {
        visible.advance(wallMillis, sequence);
        emitted.advance(wallMillis, sequence);
    }

    void wakeAll() {
        for (Mark mark : Mark.values()) {
            at(mark).wakeAll();
        }
    }

    /// Its written point, which a sync that begins now will cover.
    Captured capture() {
        uncaptured = false;
        return new Captured(this, written.wallMillis(), written.sequence());
    }

    Frontier frontier(OptionalLong oldestPendingWriteMillis, List<LaneFrontier> lanes) {
        return new Frontier(
                accepted.copy(),
                written.copy(),
                durable.copy(),
                visible.copy(),
                applied.copy(),
                emitted.copy(),
                oldestPendingWriteMillis,
                lanes);
    }

    LaneFrontier laneFrontier(long lane) {
        return new LaneFrontier(
                lane, accepted.copy(), written.copy(), durable.copy(), visible.copy(), applied.copy(), emitted.copy());
    }

    /// A point that was written when a sync began.
    record Captured(LanePoints points, long wallMillis, long sequence) {
        void becomeDurable() {
            points.durable.advance(wallMillis, sequence);
        }
    }
}
