package io.batpak.write;

import io.batpak.error.StoreClosedException;
import io.batpak.error.WaitTimeoutException;
import io.batpak.error.WriterCrashedException;
import io.batpak.model.Frontier;
import io.batpak.model.HlcPoint;
import io.batpak.model.LaneFrontier;
import io.batpak.model.Mark;
import io.batpak.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// How far the journal has come, for the whole store and for each lane.
///
/// The holder of the turn moves the marks; any thread reads them torn-free and may wait for one. All access
/// is under one monitor, held for a few stores at a time and never during disk work.
public final class Watermarks {
    private final Object monitor = new Object();
    private final String directory;
    private final Clock clock;
    private final Points store = new Points();
    private final Map<Long, Points> lanes = new HashMap<>();
    private final List<Points> unsynced = new ArrayList<>();
    private Points lastLane = new Points();
    private long lastLaneId = -1;
    private int waiters;
    private boolean closed;
    private @Nullable WriterCrashedException poison;

    /// Everything at the origin.
    ///
    /// @param directory named in errors
    /// @param clock measures how long a wait lasts; must run by itself
    public Watermarks(String directory, Clock clock) {
        this.directory = directory;
        this.clock = clock;
    }

    /// Sets where a lane stands after recovery.
    ///
    /// @param newest its newest committed event
    /// @param newestVisible its newest visible event
    public void restoreLane(long lane, HlcPoint newest, HlcPoint newestVisible) {
        synchronized (monitor) {
            Points points = lane(lane);
            points.set(Mark.ACCEPTED, newest);
            points.set(Mark.WRITTEN, newest);
            points.set(Mark.DURABLE, newest);
            points.set(Mark.VISIBLE, newestVisible);
            points.set(Mark.APPLIED, newestVisible);
            points.set(Mark.EMITTED, newestVisible);
        }
    }

    /// Sets where the store as a whole stands after it was opened.
    public void restore(HlcPoint newest, HlcPoint newestVisible) {
        synchronized (monitor) {
            store.set(Mark.ACCEPTED, newest);
            store.set(Mark.WRITTEN, newest);
            store.set(Mark.DURABLE, newest);
            store.set(Mark.VISIBLE, newestVisible);
            store.set(Mark.APPLIED, newestVisible);
            store.set(Mark.EMITTED, newestVisible);
        }
    }

    /// An event was written and published.
    void committed(long laneId, long wallMillis, long sequence) {
        synchronized (monitor) {
            Points points = lane(laneId);
            store.advance(wallMillis, sequence);
            points.advance(wallMillis, sequence);
            if (!points.unsynced) {
                points.unsynced = true;
                unsynced.add(points);
            }
            if (waiters > 0) {
                monitor.notifyAll();
            }
        }
    }

    /// A sync covered everything written so far. Called inside the turn, so nothing was written meanwhile.
    void synced() {
        synchronized (monitor) {
            store.synced();
            unsynced.forEach(Points::synced);
            unsynced.clear();
            if (waiters > 0) {
                monitor.notifyAll();
            }
        }
    }

    /// The store takes no more writes; every waiter is told, and every later wait fails.
    void poisoned(WriterCrashedException cause) {
        synchronized (monitor) {
            poison = cause;
            monitor.notifyAll();
        }
    }

    /// The store is closed; every waiter is told.
    public void close() {
        synchronized (monitor) {
            closed = true;
            monitor.notifyAll();
        }
    }

    /// Where the store stands now, all marks taken at one moment.
    public Frontier frontier() {
        synchronized (monitor) {
            List<LaneFrontier> views = new ArrayList<>(lanes.size());
            lanes.forEach((lane, points) -> views.add(points.laneFrontier(lane)));
            views.sort(Comparator.comparingLong(LaneFrontier::lane));
            return store.frontier(views);
        }
    }

    /// Waits until `mark` has reached `sequence`. A zero `limit` only tests.
    ///
    /// @throws WaitTimeoutException when it has not after `limit`
    /// @throws WriterCrashedException when the store cannot write any more, even if the mark is there
    /// @throws InterruptedException when the caller is interrupted; the store is not affected
    public void await(Mark mark, OptionalLong lane, long sequence, Duration limit) throws InterruptedException {
        long started = clock.monotonicNanos();
        long limitNanos = saturatedNanos(limit);
        synchronized (monitor) {
            waiters++;
            try {
                while (true) {
                    if (poison != null) {
                        throw new WriterCrashedException("an earlier write failed", poison);
                    }
                    if (closed) {
                        throw new StoreClosedException(directory);
                    }
                    if (sequenceOf(mark, lane) >= sequence) {
                        return;
                    }
                    long left = limitNanos - (clock.monotonicNanos() - started);
                    if (left <= 0) {
                        throw new WaitTimeoutException(mark.name().toLowerCase(Locale.ROOT), sequence, limit);
                    }
                    monitor.wait(left / 1_000_000, (int) (left % 1_000_000));
                }
            } finally {
                waiters--;
            }
        }
    }

    private static long saturatedNanos(Duration limit) {
        return limit.compareTo(Duration.ofNanos(Long.MAX_VALUE)) >= 0 ? Long.MAX_VALUE : limit.toNanos();
    }

    private long sequenceOf(Mark mark, OptionalLong lane) {
        if (lane.isEmpty()) {
            return store.sequence(mark);
        }
        Points points = lanes.get(lane.getAsLong());
        return points == null ? 0 : points.sequence(mark); // an unknown lane stands at the origin
    }

    private Points lane(long id) {
        if (id != lastLaneId) {
            lastLane = lanes.computeIfAbsent(id, unknown -> new Points());
            lastLaneId = id;
        }
        return lastLane;
    }

    /// Six points that are moved in place, so that a commit allocates nothing for them.
    private static final class Points {
        private final Point accepted = new Point();
        private final Point written = new Point();
        private final Point durable = new Point();
        private final Point visible = new Point();
        private final Point applied = new Point();
        private final Point emitted = new Point();
        private boolean unsynced;

        private Point at(Mark mark) {
            return switch (mark) {
                case ACCEPTED -> accepted;
                case WRITTEN -> written;
                case DURABLE -> durable;
                case VISIBLE -> visible;
                case APPLIED -> applied;
                case EMITTED -> emitted;
            };
        }

        void set(Mark mark, HlcPoint point) {
            at(mark).move(point.wallMillis(), point.sequence());
        }

        void advance(long wallMillis, long sequence) {
            accepted.move(wallMillis, sequence);
            written.move(wallMillis, sequence);
            visible.move(wallMillis, sequence);
            emitted.move(wallMillis, sequence);
        }

        void synced() {
            durable.move(written.wallMillis, written.sequence);
            unsynced = false;
        }

        long sequence(Mark mark) {
            return at(mark).sequence;
        }

        Frontier frontier(List<LaneFrontier> views) {
            return new Frontier(
                    accepted.copy(),
                    written.copy(),
                    durable.copy(),
                    visible.copy(),
                    applied.copy(),
                    emitted.copy(),
                    views);
        }

        LaneFrontier laneFrontier(long lane) {
            return new LaneFrontier(
                    lane,
                    accepted.copy(),
                    written.copy(),
                    durable.copy(),
                    visible.copy(),
                    applied.copy(),
                    emitted.copy());
        }
    }

    private static final class Point {
        private long wallMillis;
        private long sequence;

        void move(long toWallMillis, long toSequence) {
            wallMillis = toWallMillis;
            sequence = toSequence;
        }

        HlcPoint copy() {
            return new HlcPoint(wallMillis, sequence);
        }
    }
}
