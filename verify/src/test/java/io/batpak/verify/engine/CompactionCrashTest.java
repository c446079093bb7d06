package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemOperation;
import io.batpak.testkit.MemStep;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The power fails, or the process is killed, between any two changes to the directory during every kind of
/// compaction, a rotation and a close, and once more while that is repaired. Each event is as before or as after,
/// with its sequence, its hash and its key.
///
/// Tier: crash. Covers: J1, J2.
@Tag("soak-matrix")
class CompactionCrashTest {
    private static final int CI_CUTS = 6;

    private static ReshapedJournal journal;

    @BeforeAll
    static void makeTheJournal() {
        journal = ReshapedJournal.make();
    }

    @ParameterizedTest
    @EnumSource(Reshaped.class)
    void aCutAfterAnyChangeLeavesEachEventAsBeforeOrAsAfter(Reshaped operation) {
        ReshapedLaws laws = ReshapedLaws.of(journal, operation);
        long changes = changes(operation);
        assertThat(changes).as("an operation that changes little proves little").isGreaterThan(3);
        Set<Integer> done = new TreeSet<>();
        long checks = 0;
        for (long k : PowerCuts.places(changes, CI_CUTS)) {
            ReshapedJournal.Ready ready = journal.ready();
            boolean performed = PowerCuts.cutOff(ready.fs(), k, () -> operation.run(ready.store()));
            for (Map.Entry<String, MemFs> left :
                    PowerCuts.aftermaths(ready.fs()).entrySet()) {
                String replay = operation + ", cut after " + k + " of " + changes + ", "
                        + PowerCuts.lastChange(ready.fs()) + ", " + left.getKey();
                checks += 1 + PowerCuts.repairs(journal, laws, left.getValue(), k, replay);
                int found = laws.check(left.getValue(), replay);
                assertThat(performed && found < laws.stepsThatShow())
                        .as(replay + ", reported done")
                        .isFalse();
                done.add(found);
            }
        }
        assertThat(done).contains(0, laws.stepsThatShow());
        System.out.println(operation + ": " + changes + " changes, " + laws.steps() + " steps, " + checks
                + " directories, " + laws.changed() + " events changed");
    }

    private static long changes(Reshaped operation) {
        ReshapedJournal.Ready whole = journal.ready();
        long before = whole.fs().mutations();
        operation.run(whole.store());
        return whole.fs().mutations() - before;
    }

    /// A source goes only when what replaces it has its name for good.
    @ParameterizedTest
    @EnumSource(Reshaped.class)
    void noSourceIsDeletedBeforeItsReplacementHasItsName(Reshaped operation) {
        ReshapedJournal.Ready whole = journal.ready();
        int from = whole.fs().steps().size();
        operation.run(whole.store());
        int renamed = 0;
        boolean synced = false;
        for (MemStep step : whole.fs().steps().subList(from, whole.fs().steps().size())) {
            if (step.operation() == MemOperation.RENAME && step.name().endsWith(".compact-new")) {
                renamed++;
                synced = false;
            }
            synced |= step.operation() == MemOperation.SYNC_DIRECTORY;
            if (step.operation() == MemOperation.DELETE && step.name().endsWith(".fbat")) {
                assertThat(renamed > 0 && synced).as("%s", step).isTrue();
            }
        }
        assertThat(renamed).isEqualTo(ReshapedLaws.of(journal, operation).steps());
    }
}
