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
