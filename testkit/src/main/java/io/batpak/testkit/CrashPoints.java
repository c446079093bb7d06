package io.batpak.testkit;

import io.batpak.Store;
import io.batpak.StoreConfig;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Plays an application once on a disk in memory and cuts it off at every change it makes to the directory: each time
/// the journal is opened again, and a check is asked whether that is good.
///
/// ```java
/// CrashPoints.<Integer>every((store, done) -> {
///     for (int cents = 1; cents <= 10; cents++) {
///         transfer(store, cents);
///         done.accept(cents);                      // acknowledged: whoever asked for it was told so
///     }
/// }).seeds(5).check((store, aftermath) -> {
///     assertThat(balance(store)).isZero();
///     assertThat(transfers(store)).containsAll(aftermath.promised());
/// });
/// ```
///
/// Before the first change, between any two and behind the last the process is killed, the power cut so that
/// everything unsynced is lost, and cut so that some of it is lost. Opening and closing the journal count as well.
///
/// The application runs on the calling thread, in a journal without background threads
/// ([StoreConfig.Builder#cooperative]); it must not start threads that use the journal, and must do the same whenever
/// it is played. With [#simulated] the background threads run too, and several callers, simulated from a seed.
///
/// A failure names its point: with [#only] and that text in the same chain, nothing else is looked at. Not for
/// concurrent use.
public final class CrashPoints<A> {
    private final Map<String, Application<A>> callers = new LinkedHashMap<>();
    private UnaryOperator<StoreConfig.Builder> config = UnaryOperator.identity();
    private MemFs start = new MemFs();
    private OptionalLong simulated = OptionalLong.empty();
    private long stride = 1;
    private int seeds = 1;
    private boolean recovery;
    private @Nullable CrashPoint only;

    /// What is cut off.
    ///
    /// @param <A> what it reports as done
    @FunctionalInterface
    public interface Application<A> {
        /// Works with the journal, and reports each thing that it would tell its own callers is done.
        ///
        /// @throws Exception never, unless the test shall fail: nothing goes wrong while it is played
        void run(Store store, Consumer<A> done) throws Exception;
    }

    /// What must hold behind every crash.
    ///
    /// @param <A> what the application reports as done
    @FunctionalInterface
    public interface Check<A> {
        /// Looks at the journal, which was opened again for writing; it may write, each time it gets a disk of its own.
        ///
        /// @throws Exception or an assertion error, if it is not as it should be
        void check(Store store, Aftermath<A> aftermath) throws Exception;
    }

    /// What was looked at.
    ///
    /// @param changes how many changes the application made to the disk, with opening and closing
    /// @param crashes how many crashes were tried
    /// @param states how many different states of the disk they left; each was opened and checked
    public record Report(long changes, long crashes, long states) {}

    private CrashPoints(Application<A> application) {
        callers.put("application", application);
    }

    /// All crash points of this application, on an empty disk. Nothing happens before [#check].
    public static <A> CrashPoints<A> every(Application<A> application) {
        return new CrashPoints<>(application);
    }

    /// How the journal is opened, every time. `change` gets a builder in which disk, clock, threads and ids are chosen,
    /// and should leave them so.
    public CrashPoints<A> configured(UnaryOperator<StoreConfig.Builder> change) {
        config = change;
        return this;
    }

    /// What the disk has in the beginning, durable or not; it stays as it is.
    public CrashPoints<A> startingOn(MemFs disk) {
        start = disk;
        return this;
    }

    /// How many partial losses are drawn at each point; 0 or more, 1 if nothing is said.
    public CrashPoints<A> seeds(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("seeds " + count);
        }
        seeds = count;
        return this;
    }

    /// Only every `n`-th point is looked at, and the last.
    public CrashPoints<A> everyNth(long n) {
        if (n < 1) {
            throw new IllegalArgumentException("every " + n + "-th");
        }
        stride = n;
        return this;
    }

    /// The open behind each crash is cut off too, at each of its own changes. Takes many times as long.
    public CrashPoints<A> alsoDuringRecovery() {
        recovery = true;
        return this;
    }

    /// The application runs in simulated threads beside those of the journal, in an order that the seed decides. Needs
    /// the JVM options of [SimScheduler].
    public CrashPoints<A> simulated(long seed) {
        simulated = OptionalLong.of(seed);
        return this;
    }

    /// A further caller beside the application. Without [#simulated] they run one after the other.
    ///
    /// @throws IllegalArgumentException if the name is taken
    public CrashPoints<A> beside(String name, Application<A> caller) {
        if (callers.putIfAbsent(name, caller) != null) {
            throw new IllegalArgumentException("two callers " + name);
        }
        return this;
    }

    /// Only the point that a failure has named.
    ///
    /// @throws IllegalArgumentException if the text names none
    public CrashPoints<A> only(String point) {
        only = CrashPoint.parse(point);
        return this;
    }

    /// Plays the application and looks at every point.
    ///
    /// @throws SimulationFailure for the first point at which the journal does not open or the check throws, and if
    ///     the application throws
    public Report check(Check<A> check) {
        CrashPlay<A> play = new CrashPlay<>(callers, config, start);
        Visit visit = new Visit(play, check);
        try {
            simulated.ifPresentOrElse(seed -> play.playSimulated(seed, visit), () -> play.playPlainly(visit));
        } catch (RuntimeException | Error e) {
            if (visit.failure != null) {
                visit.failure.addSuppressed(e);
                throw visit.failure;
            }
            throw new SimulationFailure("the application failed", replay(""), ActionFailedException.unwrapped(e));
        }
        visit.end();
        return new Report(visit.changes, visit.crashes, visit.seen.size());
    }

    private String replay(String point) {
        String seed = simulated.isPresent() ? ".simulated(" + simulated.getAsLong() + ")" : "";
        return "CrashPoints.every(…)" + seed + (point.isEmpty() ? "" : ".only(\"" + point + "\")");
    }

    private List<Crash> crashes() {
        List<Crash> crashes = new ArrayList<>(List.of(Crash.kill(), Crash.powerCut()));
        for (long seed = 0; seed < seeds; seed++) {
            crashes.add(Crash.powerCut(seed));
        }
        return crashes;
    }

    /// Looks at the moments of one play; keeps the first failure, because whoever shows them is in the middle of the
    /// application.
    private final class Visit implements Consumer<CrashPlay.Moment> {
        private final CrashPlay<A> play;
        private final Check<A> check;
        private final Set<String> seen = new HashSet<>();
        private CrashPlay.@Nullable Moment leftOut;
        private @Nullable SimulationFailure failure;
        private long changes;
        private long crashes;

        Visit(CrashPlay<A> play, Check<A> check) {
            this.play = play;
            this.check = check;
        }

        @Override
        public void accept(CrashPlay.Moment moment) {
            changes = moment.change();
            boolean wanted = only == null ? moment.change() % stride == 0 : moment.change() == only.change();
            leftOut = wanted ? null : moment;
            if (wanted) {
                visit(moment);
            }
        }

        /// Behind the play: the last moment, if it was left out, and the failure.
        void end() {
            if (leftOut != null && only == null) {
                visit(leftOut);
            }
            if (failure != null) {
                throw failure;
            }
            if (seen.isEmpty()) {
                throw new IllegalArgumentException("the application made " + changes + " changes only: " + only);
            }
        }

        private void visit(CrashPlay.Moment moment) {
            for (Crash crash : only == null ? crashes() : List.of(only.crash())) {
                CrashPoint point = new CrashPoint(moment.change(), crash, null);
                MemFs left = crash.leaves(moment.image());
                if (only == null || only.recovery() == null) {
                    look(moment, point, left);
                }
                if (only == null ? recovery : only.recovery() != null) {
                    cutRecovery(moment, point, left);
                }
            }
        }

        private void cutRecovery(CrashPlay.Moment moment, CrashPoint point, MemFs left) {
            MemFs opened = left.killed();
            List<MemFs> images = new ArrayList<>();
            opened.beforeEachChange(() -> images.add(opened.killed()));
            if (failure != null) {
                return;
            }
            Store.open(CrashPlay.recovering(config, opened, moment.nanos())).drop();
            for (int k = 1; k < images.size(); k++) {
                for (Crash crash : List.of(Crash.kill(), Crash.powerCut(), Crash.powerCut(k))) {
                    CrashPoint second = new CrashPoint(k, crash, null);
                    if (only == null || second.equals(only.recovery())) {
                        look(moment, point.then(second), crash.leaves(images.get(k)));
                    }
                }
            }
        }

        private void look(CrashPlay.Moment moment, CrashPoint point, MemFs left) {
            if (failure != null) {
                return;
            }
            crashes++;
            int promised = point.hasPowerCut() ? moment.durable() : moment.acknowledged();
            if (!seen.add(MemFingerprint.of(left) + moment.acknowledged() + "/" + promised)) {
                return;
            }
            Aftermath<A> aftermath =
                    new Aftermath<>(point.toString(), play.first(moment.acknowledged()), play.first(promised));
            try (Store store = Store.open(CrashPlay.recovering(config, left, moment.nanos()))) {
                check.check(store, aftermath);
            } catch (Exception | Error e) {
                failure = new SimulationFailure(
                        "behind " + moment.last() + ", " + aftermath, replay(point.toString()), e);
            }
        }
    }
}
