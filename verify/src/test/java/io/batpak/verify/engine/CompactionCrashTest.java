package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.error.StoreException;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemOperation;
import io.batpak.testkit.MemStep;
import io.batpak.verify.damage.Depth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
    private static final int REPAIR_STRIDE = Depth.isFull() ? 1 : 7;
    private static final int SEEDS = 2;

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
        for (long k : cuts(changes)) {
            ReshapedJournal.Ready ready = cut(operation, k);
            for (Map.Entry<String, MemFs> left : outcomes(ready.fs()).entrySet()) {
                String replay = operation + ", cut after " + k + " of " + changes + ", " + lastChange(ready.fs()) + ", "
                        + left.getKey();
                checks += 1 + repairs(laws, left.getValue(), k, replay);
                done.add(laws.check(left.getValue(), replay));
            }
        }
        assertThat(done).contains(0, laws.stepsThatShow());
        System.out.println(operation + ": " + changes + " changes, " + laws.steps() + " steps, " + checks
                + " directories, " + laws.changed() + " events changed");
    }

    private static List<Long> cuts(long changes) {
        long stride = Depth.isFull() ? 1 : Math.max(1, changes / CI_CUTS);
        List<Long> cuts = new ArrayList<>();
        for (long k = 0; k < changes; k += stride) {
            cuts.add(k);
        }
        cuts.add(changes);
        return cuts;
    }

    private static long changes(Reshaped operation) {
        ReshapedJournal.Ready whole = journal.ready();
        long before = whole.fs().mutations();
        operation.run(whole.store());
        return whole.fs().mutations() - before;
    }

    private static ReshapedJournal.Ready cut(Reshaped operation, long k) {
        ReshapedJournal.Ready ready = journal.ready();
        ready.fs().powerOffAfter(ready.fs().mutations() + k);
        try {
            operation.run(ready.store());
        } catch (StoreException | AssertionError e) {
            assertThat(ready.fs().steps()).as("%s", e).anyMatch(MemStep::failed);
        }
        return ready;
    }

    /// What is left, by what was lost.
    private static Map<String, MemFs> outcomes(MemFs fs) {
        Map<String, MemFs> left = new LinkedHashMap<>();
        left.put("killed", fs.killed());
        left.put("only what was synced", fs.crash());
        for (long seed = 0; seed < SEEDS; seed++) {
            left.put("seed " + seed, fs.crash(seed));
        }
        return left;
    }

    /// The next open is cut off as well, after each of its own changes; then it is opened for good.
    private static long repairs(ReshapedLaws laws, MemFs left, long k, String replay) {
        MemFs whole = left.killed();
        Store.open(journal.later(whole)).drop();
        long changes = whole.mutations();
        long checks = 0;
        for (long r = k % REPAIR_STRIDE; r < changes; r += REPAIR_STRIDE) {
            MemFs again = left.killed();
            again.powerOffAfter(r);
            try {
                Store.open(journal.later(again)).drop();
            } catch (StoreException e) {
                assertThat(again.steps()).as("%s", e).anyMatch(MemStep::failed);
            }
            String then = replay + ", its repair cut after " + r + " of " + changes + ", " + lastChange(again);
            boolean killed = Depth.isFull() || r % 2 == 0;
            if (killed) {
                laws.check(again.killed(), then + ", killed");
                checks++;
            }
            if (Depth.isFull() || !killed) {
                laws.check(again.crash(k + r), then + ", seed " + (k + r));
                checks++;
            }
        }
        return checks;
    }

    private static String lastChange(MemFs fs) {
        return fs.steps().stream()
                .filter(step -> step.operation().isMutation() && !step.failed())
                .map(MemStep::toString)
                .reduce("nothing", (_, step) -> step);
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
