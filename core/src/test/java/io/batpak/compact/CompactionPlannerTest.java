package io.batpak.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.compact.CompactionPlanner.Limits;
import io.batpak.model.CompactionScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Which segments become one, under which id, in which order.
///
/// Tier: unit.
class CompactionPlannerTest {
    private static final Limits WHOLE = new Limits(CompactionScope.WHOLE, 2, 1000);
    private static final Limits TIERED = new Limits(CompactionScope.TIERED, 2, 1000);

    private final List<SegmentFacts> segments = new ArrayList<>();

    private void segment(long id, long bytes) {
        segments.add(new SegmentFacts(id, bytes, bytes, 0, false, true, false));
    }

    private void changed(long id, long bytes, long live) {
        segments.add(new SegmentFacts(id, bytes, live, 0, true, true, false));
    }

    private void active(long id) {
        segments.add(new SegmentFacts(id, 100, 100, 0, false, false, true));
    }

    private Plan plan(Limits limits) {
        return CompactionPlanner.plan(segments, limits);
    }

    private static Step step(long output, Long... sources) {
        return new Step(output, Arrays.asList(sources));
    }

    @Test
    void whatFitsTogetherBecomesOneInTheGap() {
        segment(1, 100);
        segment(3, 200);
        segment(4, 300);
        active(5);
        assertThat(plan(WHOLE)).isEqualTo(new Plan(List.of(step(2, 1L, 3L, 4L)), false));
    }

    @Test
    void stepsWorkOutwardsFromTheGap() {
        for (long id : new long[] {3, 4, 5, 6}) {
            segment(id, 500);
        }
        active(7);
        assertThat(plan(WHOLE).steps()).containsExactly(step(2, 3L, 4L), step(4, 5L, 6L));
        segments.clear();
        for (long id : new long[] {1, 2, 3, 4}) {
            segment(id, 500);
        }
        active(6);
        assertThat(plan(WHOLE).steps()).containsExactly(step(5, 3L, 4L), step(3, 1L, 2L));
    }

    @Test
    void aGapInsideServesBothSides() {
        segment(1, 600);
        segment(2, 400);
        segment(3, 500);
        segment(5, 500);
        segment(6, 500);
        segment(7, 500);
        active(8);
        assertThat(plan(WHOLE).steps()).containsExactly(step(4, 3L, 5L), step(5, 6L, 7L), step(3, 1L, 2L));
    }

    @Test
    void fullSegmentsStay() {
        segment(1, 1000);
        segment(3, 900);
        segment(4, 500);
        segment(5, 700);
        active(6);
        assertThat(plan(WHOLE)).isEqualTo(new Plan(List.of(), false));
    }

    @Test
    void aSegmentThatLosesEventsIsRewrittenAlone() {
        segment(1, 1000);
        changed(3, 900, 800);
        segment(4, 900);
        active(5);
        assertThat(plan(WHOLE)).isEqualTo(new Plan(List.of(step(2, 3L)), false));
    }

    @Test
    void whatStandsInTheWayMoves() {
        segment(1, 1000);
        segment(3, 1000);
        changed(4, 1000, 900);
        segments.add(new SegmentFacts(5, 900_000, 900_000, 0, false, false, true));
        assertThat(plan(WHOLE)).isEqualTo(new Plan(List.of(step(2, 3L), step(3, 4L)), false));
    }

    @Test
    void withoutAnUnusedIdOneIsAskedFor() {
        segment(1, 100);
        segment(2, 100);
        segment(3, 100);
        active(4);
        assertThat(plan(WHOLE)).isEqualTo(new Plan(List.of(), true));
    }

    @Test
    void manyFullSegmentsAreNotMovedForTwoSmallOnes() {
        segment(1, 1000);
        for (long id = 3; id < 40; id++) {
            segment(id, 1000);
        }
        segment(40, 10);
        segment(41, 10);
        active(42);
        assertThat(plan(WHOLE).needsFreeId()).isTrue();
    }

    @Test
    void theIdZeroIsReadAndNeverWritten() {
        segment(0, 100);
        segment(1, 100);
        active(2);
        assertThat(plan(WHOLE)).isEqualTo(new Plan(List.of(), true));
        segments.removeLast();
        active(3);
        assertThat(plan(WHOLE).steps()).containsExactly(step(2, 0L, 1L));
    }

    @Test
    void mostlyDeadNeighboursThatJustFitBecomeOne() {
        changed(3, 1000, 400);
        changed(4, 1200, 600);
        active(5);
        assertThat(plan(TIERED).steps()).containsExactly(step(2, 3L, 4L));
        segments.clear();
        changed(3, 1000, 401);
        changed(4, 1200, 600);
        active(5);
        assertThat(plan(TIERED).steps()).containsExactly(step(2, 3L), step(3, 4L));
    }

    @Test
    void withTooFewSegmentsNothingHappens() {
        changed(1, 100, 10);
        active(3);
        assertThat(plan(WHOLE)).isEqualTo(Plan.NOTHING);
        assertThat(plan(new Limits(CompactionScope.WHOLE, 1, 1000)).steps()).containsExactly(step(2, 1L));
        segments.clear();
        active(1);
        assertThat(plan(new Limits(CompactionScope.WHOLE, 0, 1000))).isEqualTo(Plan.NOTHING);
        segments.clear();
        assertThat(plan(new Limits(CompactionScope.TIERED, 0, 1000))).isEqualTo(Plan.NOTHING);
    }

    @Test
    void aSingleSourceMayBeLongerThanAnOutput() {
        changed(1, 9000, 8000);
        segment(3, 100);
        active(4);
        assertThat(plan(WHOLE).steps()).containsExactly(step(2, 1L));
    }

    @Test
    void tiersTakeFourSmallNeighboursAndLeaveLargeOnesAlone() {
        segment(1, 900);
        segment(3, 10);
        segment(4, 20);
        segment(5, 10);
        active(6);
        assertThat(plan(TIERED)).as("three are too few").isEqualTo(Plan.NOTHING);
        segments.removeLast();
        segment(6, 30);
        active(7);
        assertThat(plan(TIERED).steps()).containsExactly(step(2, 3L, 4L, 5L, 6L));
    }

    @Test
    void tiersDoNotMergeWhatWouldNotDouble() {
        segment(1, 500);
        segment(3, 10);
        segment(4, 10);
        segment(5, 10);
        active(6);
        assertThat(plan(TIERED)).isEqualTo(Plan.NOTHING);
    }

    @Test
    void tiersRewriteWhatIsHalfDead() {
        segment(1, 900);
        changed(3, 900, 450);
        changed(4, 900, 451);
        active(5);
        assertThat(plan(TIERED).steps()).containsExactly(step(2, 3L));
    }

    @Test
    void tiersPutDeadNeighboursTogetherWhateverTheirNumber() {
        segment(1, 900);
        changed(3, 900, 0);
        changed(4, 900, 0);
        changed(5, 900, 300);
        segment(6, 900);
        active(7);
        assertThat(plan(TIERED).steps()).containsExactly(step(2, 3L, 4L, 5L));
    }

    @Test
    void tiersMoveWhatStandsInTheWayOfDeadOnesForAsMuchAsTheyFree() {
        segment(1, 900);
        segment(3, 899);
        changed(4, 900, 0);
        segment(5, 899);
        segments.add(new SegmentFacts(6, 900_000, 900_000, 0, false, false, true));
        assertThat(plan(TIERED)).isEqualTo(new Plan(List.of(step(2, 3L), step(3, 4L)), false));
        segments.set(1, new SegmentFacts(3, 901, 901, 0, false, true, false));
        segments.set(3, new SegmentFacts(5, 901, 901, 0, false, true, false));
        assertThat(plan(TIERED)).as("more than it frees").isEqualTo(Plan.NOTHING);
    }

    @Test
    void aRunIsWorthItFromTwiceItsLongestOn() {
        segment(1, 1000);
        segment(3, 30);
        segment(4, 10);
        segment(5, 10);
        segment(6, 10);
        active(7);
        assertThat(plan(TIERED).steps()).containsExactly(step(2, 3L, 4L, 5L, 6L));
        segments.set(1, new SegmentFacts(3, 31, 31, 0, false, true, false));
        assertThat(plan(TIERED)).isEqualTo(Plan.NOTHING);
    }

    @Test
    void aRunMayFillItsOutputToTheLastByte() {
        for (long id = 3; id < 7; id++) {
            segment(id, 250);
        }
        segment(7, 1000);
        active(8);
        assertThat(plan(TIERED).steps()).containsExactly(step(2, 3L, 4L, 5L, 6L));
        segments.set(2, new SegmentFacts(5, 251, 251, 0, false, true, false));
        assertThat(plan(TIERED)).isEqualTo(Plan.NOTHING);
    }

    @Test
    void neighboursAreTakenAlongUpToTheLengthOfWhatIsThere() {
        segment(3, 100);
        segment(4, 100);
        segment(5, 100);
        segment(6, 100);
        segment(7, 400);
        segment(8, 200);
        active(9);
        assertThat(plan(TIERED).steps()).containsExactly(step(2, 3L, 4L, 5L, 6L, 7L, 8L));
        segments.set(5, new SegmentFacts(8, 201, 201, 0, false, true, false));
        assertThat(plan(TIERED).steps()).containsExactly(step(2, 3L, 4L, 5L, 6L, 7L));
        segments.set(4, new SegmentFacts(7, 401, 401, 0, false, true, false));
        assertThat(plan(TIERED).steps()).containsExactly(step(2, 3L, 4L, 5L, 6L));
    }

    @Test
    void aRunEndsWithItsLongestWhereNothingMoreFits() {
        Limits narrow = new Limits(CompactionScope.TIERED, 2, 60);
        segment(3, 10);
        segment(4, 10);
        segment(5, 10);
        segment(6, 30);
        active(7);
        assertThat(plan(narrow).steps()).containsExactly(step(2, 3L, 4L, 5L, 6L));
    }

    @Test
    void theShortestRunComesFirst() {
        segment(1, 1000);
        for (long id = 3; id < 7; id++) {
            segment(id, 50);
        }
        segment(7, 1000);
        for (long id = 8; id < 12; id++) {
            segment(id, 10);
        }
        active(20);
        Step longer = step(2, 3L, 4L, 5L, 6L);
        List<Step> shorter = plan(TIERED.single()).steps();
        assertThat(shorter).singleElement().extracting(Step::sources).isEqualTo(List.of(8L, 9L, 10L, 11L));
        for (int runsMax = 2; runsMax < 4; runsMax++) {
            assertThat(plan(new Limits(CompactionScope.TIERED, 2, 1000, runsMax))
                            .steps())
                    .containsExactlyInAnyOrder(longer, shorter.getFirst());
        }
    }

    @Test
    void asManyDeadNeighboursAsFitBecomeOne() {
        changed(3, 2000, 300);
        changed(4, 2000, 300);
        changed(5, 2000, 400);
        active(6);
        assertThat(plan(TIERED).steps()).containsExactly(step(2, 3L, 4L, 5L));
        segments.set(2, new SegmentFacts(5, 2000, 401, 0, true, true, false));
        assertThat(plan(TIERED).steps()).containsExactly(step(2, 3L, 4L), step(4, 5L));
        segments.set(1, new SegmentFacts(4, 2000, 701, 0, true, true, false));
        assertThat(plan(TIERED).steps())
                .extracting(Step::sources)
                .containsExactly(List.of(3L), List.of(4L), List.of(5L));
    }

    @Test
    void theFooterCountsWhenHalfOfASegmentIsToBeDead() {
        assertThat(new SegmentFacts(1, 10_000, 3000, 12, true, true, false).isMostlyDead())
                .isTrue();
        assertThat(new SegmentFacts(1, 10_000, 3000, 13, true, true, false).isMostlyDead())
                .isFalse();
    }

    @Test
    void segmentsOutOfOrderAreRefused() {
        segment(3, 10);
        segment(3, 10);
        assertThatThrownBy(() -> plan(WHOLE)).isInstanceOf(IllegalArgumentException.class);
        segments.clear();
        active(3);
        segment(4, 10);
        assertThatThrownBy(() -> plan(WHOLE)).isInstanceOf(IllegalArgumentException.class);
    }
}
