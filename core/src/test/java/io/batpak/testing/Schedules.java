package io.batpak.testing;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.StressOptions;

/// How deep Lincheck looks: at a few schedules in every build, at many under `batpak.depth=full`.
public final class Schedules {
    private static final boolean FULL = "full".equals(System.getProperty("batpak.depth"));

    /// A loop that goes on for longer counts as hanging; the longest one moves a bucket of 4096 slots.
    private static final int LOOP_MAX = 20_000;

    private Schedules() {}

    /// Chooses the schedule itself: every read and write of a shared field may be a switch. It begins with one
    /// switch of threads and goes on to more when all schedules with fewer were tried. Sees no reordering by the
    /// processor.
    ///
    /// @param actors calls of each of two threads, besides one before and one after
    public static ModelCheckingOptions chosen(int actors) {
        return new ModelCheckingOptions()
                .iterations(FULL ? 40 : 4)
                .invocationsPerIteration(FULL ? 2_000 : 40)
                .loopBound(LOOP_MAX)
                .threads(2)
                .actorsPerThread(actors)
                .actorsBefore(1)
                .actorsAfter(1)
                .minimizeFailedScenario(false);
    }

    /// Real threads, as they come: sees what the processor reorders, for code that the other way cannot run.
    ///
    /// @param actors calls of each of three threads, besides one before and one after
    public static StressOptions real(int actors) {
        return new StressOptions()
                .iterations(FULL ? 100 : 4)
                .invocationsPerIteration(FULL ? 2_000 : 250)
                .threads(3)
                .actorsPerThread(actors)
                .actorsBefore(1)
                .actorsAfter(1)
                .minimizeFailedScenario(false);
    }
}
