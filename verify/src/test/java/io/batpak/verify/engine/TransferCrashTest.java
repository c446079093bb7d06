package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemOperation;
import io.batpak.testkit.MemStep;
import io.batpak.verify.damage.Depth;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The power fails, or the process is killed, between any two changes of a snapshot, a fork, a backup, a pruning and a
/// restore, once more while either side is opened again, and once more while the same is done again. The journal is
/// as it was, and what is at the destination is as it was, absent or complete: same sequences, hashes, receipts,
/// keys, and nothing that was hidden.
///
/// Tier: crash. Covers: C3, G10, J5, J6.
@Tag("soak-matrix")
class TransferCrashTest {
    private static final int CI_CUTS = 2;
    private static final int CI_SECOND_CUTS = 1;
    private static final int CI_SHARE = 3;

    private static ReshapedJournal journal;

    @BeforeAll
    static void makeTheJournal() {
        journal = ReshapedJournal.make();
    }

    @ParameterizedTest
    @EnumSource
    void aCutAfterAnyChangeLeavesBothSidesAsBeforeOrAsAfter(Transfer transfer) {
        TransferLaws laws = TransferLaws.of(journal, transfer);
        List<MemStep> recorded = changes(transfer);
        int changes = recorded.size();
        assertThat(changes).as("a transfer that changes little proves little").isGreaterThan(20);
        Set<String> found = new TreeSet<>();
        long checks = 0;
        int turn = 0;
        for (long k : PowerCuts.places(recorded, CI_CUTS, TransferCrashTest::isCommit)) {
            ReshapedJournal.Ready ready = transfer.prepared(journal, _ -> {});
            boolean done = PowerCuts.cutOff(ready.fs(), k, () -> transfer.run(ready.fs(), ready.store()));
            assertThat(done || k < changes)
                    .as("tidying up may fail, nothing else")
                    .isTrue();
            for (Map.Entry<String, MemFs> left :
                    PowerCuts.aftermaths(ready.fs()).entrySet()) {
                String replay = transfer + ", cut after " + k + " of " + changes + ", "
                        + PowerCuts.lastChange(ready.fs()) + ", " + left.getKey();
                turn++;
                if (Depth.isFull() || turn % CI_SHARE == 0) {
                    checks += laws.checkRepairs(left.getValue(), k, replay);
                }
                if ((Depth.isFull() || turn % CI_SHARE == 1) && laws.isNewToAgain(left.getValue())) {
                    checks += again(laws, left.getValue(), k, replay);
                }
                found.add(laws.check(left.getValue(), done, replay));
                checks++;
            }
        }
        assertThat(found).noneMatch(outcome -> outcome.endsWith("a whole one beside it")); // only if done again
        assertThat(found).as("before and after").hasSizeGreaterThan(transfer.replaces() ? 2 : 1);
        System.out.println(transfer + ": " + changes + " changes, " + checks + " directories, found " + found);
    }

    private static List<MemStep> changes(Transfer transfer) {
        ReshapedJournal.Ready whole = transfer.prepared(journal, _ -> {});
        int before = whole.fs().steps().size();
        transfer.run(whole.fs(), whole.store());
        return PowerCuts.changes(whole.fs(), before);
    }

    private static boolean isCommit(MemStep step) {
        return step.operation() == MemOperation.MOVE_DIRECTORY
                || (step.operation() == MemOperation.RENAME && step.name().contains("manifest-"));
    }

    /// The next session does the same: undisturbed, and cut off again.
    private static long again(TransferLaws laws, MemFs left, long k, String replay) {
        MemFs whole = left.killed();
        laws.again(whole);
        long changes = whole.mutations();
        laws.assertNothingBeside(whole, replay + ", done again");
        laws.check(whole, true, replay + ", done again");
        long checks = 1;
        for (long r : PowerCuts.places(changes, CI_SECOND_CUTS)) {
            MemFs second = left.killed();
            boolean done = PowerCuts.cutOff(second, r, () -> laws.again(second));
            String then = replay + ", again cut after " + r + " of " + changes + ", " + PowerCuts.lastChange(second);
            for (Map.Entry<String, MemFs> twice : PowerCuts.some(PowerCuts.aftermaths(second), k + r)) {
                laws.check(twice.getValue(), done, then + ", " + twice.getKey());
                checks++;
            }
        }
        return checks;
    }
}
