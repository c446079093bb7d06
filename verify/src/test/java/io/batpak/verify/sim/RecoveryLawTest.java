package io.batpak.verify.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.model.FsyncSchedule;
import io.batpak.verify.sim.RecoveryResult.Recovered;
import io.batpak.verify.sim.RecoveryRow.PowerCut;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Runs of fresh seeds: every kind of bad disk, both ways to sync, one segment and many, the power going at each
/// occurrence of each moment. All of them obey the laws, and each is the same a second time.
///
/// Covers: E14, E15.
/// Tier: crash.
@Tag("soak-crash")
class RecoveryLawTest {
    private static final boolean FULL = "full".equals(System.getProperty("batpak.depth"));
    private static final int SEEDS = FULL ? 300 : 4;
    private static final int STEPS = 96;
    private static final int SMALL_SEGMENTS = 2500;
    private static final int OCCURRENCES = 8;

    static LongStream seeds() {
        Long only = Long.getLong("batpak.seed");
        return only == null ? LongStream.range(0, SEEDS) : LongStream.of(only);
    }

    private static List<DiskMode> modes() {
        List<DiskMode> modes =
                new ArrayList<>(List.of(new DiskMode.Honest(), new DiskMode.Lying(2), new DiskMode.Lying(5)));
        for (CrashBoundary boundary : CrashBoundary.values()) {
            modes.add(new DiskMode.Crash(boundary, 1));
        }
        return modes;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyModeIsLegalAndRepeatable(long seed) {
        Set<Long> digests = new HashSet<>();
        for (DiskMode mode : modes()) {
            RecoveryRow row = RecoveryRow.reference(seed, STEPS, mode);
            RecoveryResult result = RecoveryRun.of(row);
            RecoveryLaws.assertLegal(result);
            assertThat(RecoveryRun.of(row).digest()).as(result.toString()).isEqualTo(result.digest());
            digests.add(result.digest());
            for (FsyncSchedule schedule : FsyncSchedule.values()) {
                for (PowerCut cut : PowerCut.values()) {
                    RecoveryLaws.assertLegal(RecoveryRun.of(row.with(schedule).with(cut)));
                }
            }
        }
        assertThat(digests).as("each mode has its digest").hasSize(modes().size());
    }

    @Test
    void differentSeedsDiffer() {
        assertThat(LongStream.range(0, SEEDS)
                        .mapToObj(seed -> RecoveryRun.of(RecoveryRow.reference(seed, STEPS, new DiskMode.Honest()))
                                .digest()))
                .doesNotHaveDuplicates();
    }

    /// The reference's row for the rotation never rotates; here each moment comes many times.
    @ParameterizedTest
    @EnumSource
    void thePowerGoesAtEachOccurrenceOfAMoment(CrashBoundary boundary) {
        for (long seed = 0; seed < (FULL ? 20 : 1); seed++) {
            RecoveryRow row =
                    RecoveryRow.reference(seed, STEPS, new DiskMode.Honest()).withSegments(SMALL_SEGMENTS);
            int occurrences = RecoveryRun.occurrences(row, boundary);
            assertThat(occurrences).as(boundary + ", seed " + seed).isGreaterThan(OCCURRENCES);
            int stride = FULL ? 1 : occurrences / OCCURRENCES;
            for (int k = 1; k <= occurrences; k += stride) {
                for (PowerCut cut : PowerCut.values()) {
                    RecoveryResult result = RecoveryRun.of(
                            row.with(new DiskMode.Crash(boundary, k)).with(cut));
                    assertThat(result.crashAt()).as(result.toString()).isPresent();
                    RecoveryLaws.assertLegal(result);
                    assertBoundary(boundary, result);
                }
            }
        }
    }

    private static void assertBoundary(CrashBoundary boundary, RecoveryResult result) {
        int recovered = result.recovered().size();
        int before = result.succeeded();
        int all = result.submitted().size();
        boolean unsyncedIsLost = result.row().cut() == PowerCut.LOSES_ALL;
        assertThat(all).as(result.toString()).isGreaterThan(before);
        switch (boundary) {
            case SINGLE_APPEND_FRAME, BATCH_COMMIT_MARKER -> {
                if (unsyncedIsLost) {
                    assertThat(recovered).as(result.toString()).isLessThanOrEqualTo(before);
                }
            }
            case BATCH_POST_FSYNC_PRE_PUBLISH ->
                assertThat(recovered).as(result.toString()).isEqualTo(all);
            case SEGMENT_ROTATION_CREATE ->
                assertThat(recovered)
                        .as("the segment that is full was synced before the next begins: " + result)
                        .isEqualTo(before);
        }
    }

    /// On a lying disk with many segments, one of them may lack its tail although a later one is there. Such a hole
    /// is loss, never invention: what is left comes in its order, and the directory may also be refused.
    @ParameterizedTest
    @MethodSource("seeds")
    void aLyingDiskWithManySegmentsInventsNothing(long seed) {
        Map<RunOutcome, Integer> outcomes = new EnumMap<>(RunOutcome.class);
        for (int oneIn = 1; oneIn <= 5; oneIn++) {
            for (PowerCut cut : PowerCut.values()) {
                RecoveryRow row = RecoveryRow.reference(seed, STEPS, new DiskMode.Lying(oneIn))
                        .withSegments(SMALL_SEGMENTS)
                        .with(cut);
                RecoveryResult result = RecoveryRun.of(row);
                outcomes.merge(result.outcome(), 1, Integer::sum);
                List<String> there =
                        result.recovered().stream().map(Recovered::payload).toList();
                RecoveryLaws.assertNothingInvented(result.submitted(), there, result.toString());
                assertThat(RecoveryRun.of(row).digest()).as(result.toString()).isEqualTo(result.digest());
            }
        }
        assertThat(outcomes)
                .as("both are seen: seed " + seed)
                .containsKeys(RunOutcome.COMMITTED_PREFIX, RunOutcome.CANONICAL_REFUSAL);
    }
}
