package io.batpak.testkit;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.time.Job;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A journal on a simulated disk, with simulated threads and clock, all from one seed: the same seed and the same
/// calls give the same run.
///
/// ```java
/// SimulatedStore simulation = new SimulatedStore(42).faults(FaultPlan.seeded(7).droppingSyncs(10));
/// simulation.session()
///         .caller("till", store -> sell(store))
///         .caller("office", store -> count(store))
///         .crashAfter(500, Crash.powerCut(7));           // left in the middle, perhaps inside a write
/// simulation.run(store -> assertThat(sales(store)).isEqualTo(counted(store)));  // opened again
/// ```
///
/// A *session* opens the journal, runs its callers as simulated threads beside the background threads of the journal,
/// and ends with a close or a crash. The next one finds what that left. Everything that touches the journal must
/// happen in callers. Whatever goes wrong in a session is thrown as [SimulationFailure], with the replay line.
///
/// Needs the JVM options of [SimScheduler]. Threads: called by the one thread that drives.
public final class SimulatedStore {
    private static final Duration FOREVER = Duration.ofDays(10_000);

    private final long seed;
    private final SplittableRandom random;
    private final SplittableRandom ids;
    private final List<String> past = new ArrayList<>();
    private UnaryOperator<StoreConfig.Builder> config = UnaryOperator.identity();
    private FaultPlan faults = FaultPlan.none();
    private MemFs disk = new MemFs();
    private Duration passed = Duration.ZERO;
    private long turns;
    private long digest;

    /// An empty disk; everything that is drawn from now on is drawn from this seed.
    public SimulatedStore(long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        this.ids = random.split();
    }

    /// How the journal is opened from now on. `change` gets a builder in which disk, clock, threads and ids are those
    /// of the simulation, and should leave them so.
    public SimulatedStore configured(UnaryOperator<StoreConfig.Builder> change) {
        config = change;
        return this;
    }

    /// What the disk does wrong in each of the sessions to come, counted anew in each.
    public SimulatedStore faults(FaultPlan plan) {
        faults = plan;
        return this;
    }

    /// A session of one caller, closed behind it.
    ///
    /// @throws SimulationFailure if the caller throws
    public void run(StoreAction caller) {
        session().caller("caller", caller).run();
    }

    /// A session to come; nothing happens before its callers were named and it is told how to end.
    public Session session() {
        return new Session();
    }

    /// Crashes the machine or the process between two sessions.
    public void crash(Crash crash) {
        past.add(crash.toString());
        disk = crash.leaves(disk);
    }

    /// The disk as the last session left it. What is done to it, the next session finds.
    public MemFs disk() {
        return disk;
    }

    /// How many turns were given out in all sessions.
    public long turns() {
        return turns;
    }

    /// Sums up the order of all turns; two runs with one digest went the same way.
    public long digest() {
        return digest;
    }

    /// One line that says which run this is: the seed, the faults, and how each session went.
    public String replayLine() {
        return "new SimulatedStore(" + seed + ").faults(" + faults + "), " + String.join(", then ", past);
    }

    private SimulationFailure failure(String what, @Nullable Throwable cause) {
        return new SimulationFailure(what, replayLine() + "; " + disk.replayLine(), cause);
    }

    /// Callers of one open journal, and how it ends.
    public final class Session {
        private final Map<String, StoreAction> callers = new LinkedHashMap<>();
        private final Map<String, Job> jobs = new LinkedHashMap<>();
        private final SimScheduler scheduler = new SimScheduler(random.nextLong(), passed);
        private boolean begun;

        private Session() {}

        /// A further caller, who begins when the journal is open.
        ///
        /// @throws IllegalArgumentException if the name is taken
        public Session caller(String name, StoreAction caller) {
            if (callers.putIfAbsent(name, caller) != null) {
                throw new IllegalArgumentException("two callers " + name);
            }
            return this;
        }

        /// Until all callers have ended, and the journal was closed.
        ///
        /// @throws SimulationFailure if opening, a caller or closing throws, or nobody can go on
        public void run() {
            Job session = begin(true);
            note("closed behind");
            toTheEnd(session);
            end(Crash.kill());
        }

        /// Until all callers have ended; then the crash comes, without a close before it.
        ///
        /// @throws SimulationFailure if opening or a caller throws, or nobody can go on
        public void crashAtEnd(Crash crash) {
            Job session = begin(false);
            note(crash + " behind");
            toTheEnd(session);
            end(crash);
        }

        /// Until so many turns were given out; then the crash comes, wherever they are. A turn goes from one operation
        /// of the disk, or one wait, to the next.
        ///
        /// @return whether all callers had ended before
        /// @throws SimulationFailure if opening or a caller has thrown before
        public boolean crashAfter(long turnsMax, Crash crash) {
            Job session = begin(false);
            note(crash + " after " + turnsMax + " turns of");
            drive(() -> scheduler.run(turnsMax));
            rethrow(session);
            boolean ended = session.status() == Job.Status.FINISHED;
            end(crash);
            return ended;
        }

        private Job begin(boolean closes) {
            if (begun) {
                throw new IllegalStateException("this session is over; ask for another one");
            }
            begun = true;
            faults.applyTo(disk);
            disk.scheduledBy(scheduler);
            return scheduler.spawn("session", () -> live(closes));
        }

        private void live(boolean closes) {
            Store store = Store.open(config.apply(StoreConfig.on(disk)
                            .clock(scheduler.clock())
                            .spawner(scheduler)
                            .randomness(ids::nextLong))
                    .build());
            callers.forEach((name, caller) -> jobs.put(name, scheduler.spawn(name, () -> unchecked(caller, store))));
            jobs.values().forEach(job -> job.join(FOREVER));
            if (closes) {
                store.close();
            }
        }

        private void toTheEnd(Job session) {
            drive(() -> {
                while (session.status() == Job.Status.RUNNING && scheduler.run(1)) {
                    jobs.forEach(this::rethrow);
                }
            });
            rethrow(session);
            if (session.status() == Job.Status.RUNNING) {
                throw failure("nobody can go on", null);
            }
        }

        private void drive(Runnable driving) {
            try {
                driving.run();
            } catch (IllegalStateException e) {
                throw failure("the simulation cannot go on", e);
            }
        }

        private void rethrow(Job job) {
            jobs.forEach(this::rethrow);
            rethrow("opening or closing", job);
        }

        private void rethrow(String who, Job job) {
            Throwable failure = ((SimJob) job).failure();
            if (failure != null) {
                throw failure(who + " failed", ActionFailedException.unwrapped(failure));
            }
        }

        private void note(String how) {
            past.add(how + " " + callers.keySet().stream().collect(Collectors.joining(" and ")));
        }

        private void end(Crash crash) {
            turns += scheduler.steps();
            digest = digest * 31 + scheduler.digest();
            passed = scheduler.elapsed();
            disk = crash.leaves(disk);
        }
    }

    private static void unchecked(StoreAction caller, Store store) {
        ActionFailedException.unchecked(() -> caller.run(store));
    }
}
