package io.batpak.testkit;

import io.batpak.time.Clock;
import io.batpak.time.Job;
import io.batpak.time.Spawner;
import io.batpak.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Runs the threads of a journal and those who call it one at a time, on the thread that drives, in an order that a
/// seed decides. The same seed and the same calls give the same run, to the last step.
///
/// A simulated thread goes on until it waits for something or [#yieldTurn] takes the turn from it, which a
/// [MemFs#scheduledBy simulated disk] does before each operation. Each is more or less likely to get the next turn,
/// by the seed, so that some runs starve somebody for a long time. Time is simulated as well: it goes on a little
/// with every look at it, by the cost of each operation, and to the end of the next wait when nobody can go on.
///
/// A run can be left at any moment: threads that do not end are never heard of again, which is how the death of a
/// process looks. (Their memory comes back only with the JVM option `-Djdk.trackAllThreads=false`.)
///
/// Needs the JVM option `--add-opens java.base/java.lang=ALL-UNNAMED`. A monitor (`synchronized`) must not be held
/// while the turn is given away; one that is shared is reported as an error.
///
/// Threads: everything is called by simulated threads or by the one thread that drives.
public final class SimScheduler implements Spawner {
    private static final long LOOK_NANOS = 200;
    private static final int WEIGHT_MAX = 16;
    private static final long FNV_BASIS = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final SplittableRandom random;
    private final Thread.Builder.OfVirtual threads = VirtualThreads.on(this::ready);
    private final List<Runnable> ready = new ArrayList<>();
    private final IdentityHashMap<Runnable, Member> members = new IdentityHashMap<>();
    private final Map<SimJob, Thread> jobs = new LinkedHashMap<>();
    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>(Comparator.comparingLong(Timer::deadline).thenComparingLong(Timer::number));
    private final Clock clock = new SimClock(this::look);
    private final Ticker ticker = new SimTicker();
    private @Nullable Thread driver;
    private long nanos;
    private long steps;
    private long digest = FNV_BASIS;
    private long numbers;
    private int weights;
    private @Nullable String intrusion;

    private record Timer(long deadline, long number, Thread thread) {}

    /// What is known of the pieces of work of one thread.
    private record Member(int number, int weight) {}

    /// A run that `seed` decides.
    public SimScheduler(long seed) {
        this(seed, Duration.ZERO);
    }

    /// A run that `seed` decides and that begins when so much simulated time has passed already, in the runs before.
    public SimScheduler(long seed, Duration passed) {
        this.random = new SplittableRandom(seed);
        this.nanos = passed.toNanos();
    }

    /// The time of this run, for [io.batpak.StoreConfig.Builder#clock].
    public Clock clock() {
        return clock;
    }

    @Override
    public Ticker ticker() {
        return ticker;
    }

    @Override
    public Job spawn(String name, Runnable body) {
        SimJob job = new SimJob(this, name, body);
        Thread thread = threads.name(name).unstarted(job);
        jobs.put(job, thread);
        thread.start();
        return job;
    }

    /// Runs `body` as a simulated thread, and with it everything else, until `body` has ended.
    ///
    /// @throws SimulationStuckException if nobody can go on, and `body` has not ended
    public void run(String name, Runnable body) {
        SimJob job = (SimJob) spawn(name, body);
        drive(() -> job.status() != Job.Status.RUNNING);
        rethrow(job.failure());
    }

    /// Runs everything that can go on until `steps` turns were given out; fewer if nobody is left.
    ///
    /// @return whether somebody could still go on
    public boolean run(long steps) {
        long end = this.steps + steps;
        while (this.steps < end) {
            if (!step()) {
                return false;
            }
        }
        return true;
    }

    private interface Condition {
        boolean holds();
    }

    private void drive(Condition done) {
        while (!done.holds()) {
            if (!step()) {
                throw new SimulationStuckException(stuck());
            }
        }
    }

    /// Gives out one turn; false if nobody can take it.
    private boolean step() {
        Thread self = Thread.currentThread();
        if (self.isVirtual()) {
            throw new IllegalStateException("a simulated thread cannot drive the simulation");
        }
        driver = self;
        fireDueTimers();
        if (ready.isEmpty()) {
            Timer next = timers.poll();
            if (next == null) {
                return false;
            }
            nanos = Math.max(nanos, next.deadline);
            LockSupport.unpark(next.thread);
            if (ready.isEmpty()) {
                return true; // it had ended, or was awake already
            }
        }
        Runnable next = ready.remove(choose());
        Member member = member(next);
        steps++;
        digest = (digest ^ member.number) * FNV_PRIME;
        next.run();
        if (intrusion != null) {
            throw new IllegalStateException(intrusion);
        }
        return true;
    }

    private void fireDueTimers() {
        for (Timer due = timers.peek(); due != null && due.deadline <= nanos; due = timers.peek()) {
            timers.poll();
            LockSupport.unpark(due.thread);
        }
    }

    private int choose() {
        int total = 0;
        for (Runnable work : ready) {
            total += member(work).weight;
        }
        int ticket = random.nextInt(total);
        int at = 0;
        for (int passed = member(ready.getFirst()).weight; passed <= ticket; passed += member(ready.get(at)).weight) {
            at++;
        }
        return at;
    }

    private Member member(Runnable work) {
        return members.computeIfAbsent(work, _ -> new Member(weights++, 1 << (random.nextInt(WEIGHT_MAX) / 4)));
    }

    private void ready(Runnable work) {
        if (Thread.currentThread() != driver
                && driver != null
                && !Thread.currentThread().isVirtual()) {
            intrusion = "a simulated thread was woken from outside, by " + Thread.currentThread()
                    + "; most likely it waited for a monitor that another one held while it gave its turn away";
        }
        ready.add(work);
    }

    /// Takes the turn from the calling thread; it gets it back when the seed says so. Does nothing on a thread that
    /// is not simulated.
    @SuppressWarnings("ThreadPriorityCheck") // the scheduler is this one
    void yieldTurn(long costNanos) {
        nanos += costNanos;
        if (Thread.currentThread().isVirtual()) {
            Thread.yield();
        }
    }

    long now() {
        return nanos;
    }

    private long look() {
        nanos += LOOK_NANOS;
        return nanos;
    }

    /// How many turns were given out so far.
    public long steps() {
        return steps;
    }

    /// How much time has passed, in this run and those before.
    public Duration elapsed() {
        return Duration.ofNanos(nanos);
    }

    /// Sums up the order of all turns so far; two runs with one digest went the same way.
    public long digest() {
        return digest;
    }

    private static void rethrow(@Nullable Throwable failure) {
        switch (failure) {
            case null -> {}
            case RuntimeException unchecked -> throw unchecked;
            case Error error -> throw error;
            default -> throw new IllegalStateException(failure);
        }
    }

    private String stuck() {
        return jobs.entrySet().stream()
                .filter(entry -> entry.getKey().status() == Job.Status.RUNNING)
                .map(entry -> entry.getKey().name() + " waits"
                        + List.of(entry.getValue().getStackTrace()).stream()
                                .map(frame -> "\n    at " + frame)
                                .collect(Collectors.joining()))
                .collect(Collectors.joining("\n", "nobody can go on after " + steps + " turns:\n", ""));
    }

    private final class SimTicker implements Ticker {
        @Override
        public long nanos() {
            return look();
        }

        @Override
        public void park(Object blocker, long limitNanos) {
            if (limitNanos <= 0) {
                return;
            }
            if (!Thread.currentThread().isVirtual()) {
                nanos += limitNanos; // nobody else goes on meanwhile
                return;
            }
            Timer timer = new Timer(saturatedSum(nanos, limitNanos), numbers++, Thread.currentThread());
            timers.add(timer);
            LockSupport.park(blocker);
            timers.remove(timer);
        }

        private static long saturatedSum(long left, long right) {
            return left > Long.MAX_VALUE - right ? Long.MAX_VALUE : left + right;
        }
    }
}
