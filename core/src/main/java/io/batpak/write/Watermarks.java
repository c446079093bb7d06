package io.batpak.write;

import io.batpak.error.StoreClosedException;
import io.batpak.error.WaitTimeoutException;
import io.batpak.error.WriterCrashedException;
import io.batpak.index.IndexWriter;
import io.batpak.model.Entry;
import io.batpak.model.Frontier;
import io.batpak.model.HlcPoint;
import io.batpak.model.LaneFrontier;
import io.batpak.model.Mark;
import io.batpak.time.Clock;
import io.batpak.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// How far the journal has come, for the whole store and for each lane.
///
/// The holder of the turn moves the marks; any thread reads them torn-free and may wait for one. All access
/// is under one monitor, held for a few stores at a time and never during disk work. A commit wakes only
/// those whose target it has reached.
public final class Watermarks {
    private static final long UNKNOWN_LANE = -1;
    /// How long a wait trusts a clock that may be simulated before it looks again.
    private static final long LOOK_NANOS = 5_000_000;

    private final Object monitor = new Object();
    private final String directory;
    private final Clock clock;
    private final Ticker ticker;
    private final long lookNanos;
    private final Arrivals arrivals;
    private final LanePoints store = new LanePoints();
    private final Map<Long, LanePoints> lanes = new HashMap<>();
    private final AppliedPoints applied = new AppliedPoints(store, this::lane);
    private List<LanePoints> uncaptured = new ArrayList<>();
    private LanePoints lastLane = store;
    private long lastLaneId = UNKNOWN_LANE;
    private long pendingSince;
    private boolean pending;
    private boolean closed;
    private @Nullable WriterCrashedException poison;

    /// Everything at the origin.
    ///
    /// @param directory named in errors
    /// @param clock measures waits and ages
    /// @param ticker measures waits as well, so that a clock that stands still hangs nobody
    /// @param simulated whether the clock may run apart from real time
    /// @param waker wakes those who wait for events
    public Watermarks(String directory, Clock clock, Ticker ticker, boolean simulated, Waker waker) {
        this.directory = directory;
        this.clock = clock;
        this.ticker = ticker;
        this.lookNanos = simulated ? LOOK_NANOS : Long.MAX_VALUE;
        this.arrivals = new Arrivals(ticker, waker);
    }

    /// Who waits for events rather than for marks.
    public Arrivals arrivals() {
        return arrivals;
    }

    /// Sets where a lane stands after recovery.
    ///
    /// @param newest its newest committed event
    /// @param newestVisible its newest visible event
    public void restoreLane(long lane, HlcPoint newest, HlcPoint newestVisible) {
        synchronized (monitor) {
            lane(lane).restore(newest, newestVisible);
        }
    }

    /// Sets where the store as a whole stands after it was opened.
    public void restore(HlcPoint newest, HlcPoint newestVisible) {
        synchronized (monitor) {
            store.restore(newest, newestVisible);
            pending = false;
        }
    }

    /// An event was written and shown.
    void committed(long laneId, long wallMillis, long sequence) {
        synchronized (monitor) {
            LanePoints lane = lane(laneId);
            write(lane, wallMillis, sequence);
            show(lane, wallMillis, sequence);
        }
    }

    /// Rows of the index were written, and nobody sees them yet.
    void written(IndexWriter rows, int from, int to) {
        synchronized (monitor) {
            for (int row = from; row < to; row++) {
                write(lane(rows.lane(row)), rows.wallMillis(row), rows.sequence(row));
            }
        }
    }

    /// Rows that were written before are visible now.
    void shown(IndexWriter rows, int from, int to) {
        synchronized (monitor) {
            for (int row = from; row < to; row++) {
                show(lane(rows.lane(row)), rows.wallMillis(row), rows.sequence(row));
            }
        }
    }

    private void write(LanePoints lane, long wallMillis, long sequence) {
        store.write(wallMillis, sequence);
        if (lane.write(wallMillis, sequence)) {
            uncaptured.add(lane);
            if (!pending) {
                pending = true;
                pendingSince = clock.monotonicNanos();
            }
        }
    }

    private void show(LanePoints lane, long wallMillis, long sequence) {
        store.show(wallMillis, sequence);
        lane.show(wallMillis, sequence);
    }

    /// What a sync that begins now will cover. Called by the holder of the turn.
    Captured capture() {
        synchronized (monitor) {
            List<LanePoints.Captured> points = new ArrayList<>(uncaptured.size() + 1);
            points.add(store.capture());
            uncaptured.forEach(lane -> points.add(lane.capture()));
            uncaptured.clear();
            return new Captured(points);
        }
    }

    /// A sync has covered what was captured before it began.
    void durable(Captured captured) {
        synchronized (monitor) {
            captured.points.forEach(LanePoints.Captured::becomeDurable);
            if (store.at(Mark.DURABLE).sequence() >= store.at(Mark.ACCEPTED).sequence()) {
                pending = false;
            }
        }
    }

    /// The written points of the store and of each lane at one moment.
    static final class Captured {
        private final List<LanePoints.Captured> points;

        private Captured(List<LanePoints.Captured> points) {
            this.points = points;
        }
    }

    /// Somebody will say what it has applied; until it says something the applied mark stays where it is.
    public Applier applier() {
        synchronized (monitor) {
            return new Applier(applied.join());
        }
    }

    /// One who says what it has applied. Threads: any.
    public final class Applier {
        private final AppliedPoints.Member member;

        private Applier(AppliedPoints.Member member) {
            this.member = member;
        }

        /// It has applied an event, and all that it follows before that one. Says nothing once it has left.
        public void applied(Entry event) {
            synchronized (monitor) {
                applied.applied(member, event.lane(), new HlcPoint(event.wallMillis(), event.sequence()));
            }
        }

        /// It holds the mark back no more.
        public void leave() {
            synchronized (monitor) {
                applied.leave(member);
            }
        }
    }

    /// The store takes no more writes; every waiter is told, and every later wait fails.
    void poisoned(WriterCrashedException cause) {
        synchronized (monitor) {
            poison = cause;
            wakeAll();
        }
        arrivals.end();
    }

    /// Throws what every wait would throw: the store cannot write any more, or is closed.
    ///
    /// @throws WriterCrashedException when it cannot write any more
    /// @throws StoreClosedException when it is closed
    public void requireGoingOn() {
        synchronized (monitor) {
            checkEnded();
        }
    }

    /// The store is closed; every waiter is told.
    public void close() {
        synchronized (monitor) {
            closed = true;
            wakeAll();
        }
        arrivals.end();
    }

    private void wakeAll() {
        store.wakeAll();
        lanes.values().forEach(LanePoints::wakeAll);
    }

    /// Whether a mark of the store has reached a sequence.
    public boolean covers(Mark mark, long sequence) {
        synchronized (monitor) {
            return store.at(mark).sequence() >= sequence;
        }
    }

    /// Where the store stands now, all marks taken at one moment.
    public Frontier frontier() {
        synchronized (monitor) {
            List<LaneFrontier> views = new ArrayList<>(lanes.size());
            lanes.forEach((lane, points) -> {
                if (points.hasEvents()) {
                    views.add(points.laneFrontier(lane));
                }
            });
            views.sort(Comparator.comparingLong(LaneFrontier::lane));
            OptionalLong age = pending
                    ? OptionalLong.of(TimeUnit.NANOSECONDS.toMillis(clock.monotonicNanos() - pendingSince))
                    : OptionalLong.empty();
            return store.frontier(age, views);
        }
    }

    /// Waits until `mark` has reached `sequence`. A zero `limit` only tests.
    ///
    /// @throws WaitTimeoutException when it has not after `limit`
    /// @throws WriterCrashedException when the store cannot write any more, even if the mark is there
    /// @throws InterruptedException when the caller is interrupted; the store is not affected
    public void await(Mark mark, OptionalLong lane, long sequence, Duration limit) throws InterruptedException {
        await(mark, lane, new HlcPoint(0, sequence), limit);
    }

    /// The same for the point of an event; its wall clock is told when the time is over, and does not count.
    public void await(Mark mark, OptionalLong lane, Entry event, Duration limit) throws InterruptedException {
        await(mark, lane, new HlcPoint(event.wallMillis(), event.sequence()), limit);
    }

    private void await(Mark mark, OptionalLong lane, HlcPoint target, Duration limit) throws InterruptedException {
        long sequence = target.sequence();
        long started = clock.monotonicNanos();
        long reallyStarted = ticker.nanos();
        long limitNanos = saturatedNanos(limit);
        Waiters.@Nullable Waiter waiter = null;
        try {
            while (true) {
                synchronized (monitor) {
                    if (reached(mark, lane, sequence)) {
                        return;
                    }
                    if (waiter == null) {
                        waiter = points(lane).at(mark).waiters().add(sequence);
                    }
                }
                long elapsed = Math.max(clock.monotonicNanos() - started, ticker.nanos() - reallyStarted);
                if (elapsed >= limitNanos) {
                    throw new WaitTimeoutException(mark.wireName(), target.wallMillis(), sequence, limit);
                }
                ticker.park(this, Math.min(limitNanos - elapsed, lookNanos));
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        } finally {
            leave(mark, lane, waiter);
        }
    }

    private void leave(Mark mark, OptionalLong lane, Waiters.@Nullable Waiter waiter) {
        if (waiter != null) {
            synchronized (monitor) {
                points(lane).at(mark).waiters().remove(waiter);
            }
        }
    }

    private void checkEnded() {
        if (poison != null) {
            throw new WriterCrashedException("an earlier write failed", poison);
        }
        if (closed) {
            throw new StoreClosedException(directory);
        }
    }

    private boolean reached(Mark mark, OptionalLong lane, long sequence) {
        checkEnded();
        LanePoints points = lane.isEmpty() ? store : lanes.get(lane.getAsLong());
        return (points == null ? 0 : points.at(mark).sequence()) >= sequence; // an unknown lane stands at the origin
    }

    private static long saturatedNanos(Duration limit) {
        return limit.compareTo(Duration.ofNanos(Long.MAX_VALUE)) >= 0 ? Long.MAX_VALUE : limit.toNanos();
    }

    private LanePoints points(OptionalLong lane) {
        return lane.isEmpty() ? store : lane(lane.getAsLong());
    }

    private LanePoints lane(long id) {
        if (id != lastLaneId) {
            lastLane = lanes.computeIfAbsent(id, unknown -> new LanePoints());
            lastLaneId = id;
        }
        return lastLane;
    }
}
