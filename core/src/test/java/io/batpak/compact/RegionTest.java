package io.batpak.compact;

import static io.batpak.compact.FinishedSegments.EMPTIED_BYTES;
import static io.batpak.compact.FinishedSegments.FRAME_BYTES;
import static io.batpak.compact.FinishedSegments.rows;
import static io.batpak.compact.FinishedSegments.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.format.Kinds;
import io.batpak.index.ReshapedRows;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which run files a compaction has to write anew, and what becomes of the rows in them.
///
/// Tier: unit.
class RegionTest {
    @TempDir
    private Path directory;

    private FinishedSegments segments;

    @BeforeEach
    void begin() {
        segments = new FinishedSegments(directory);
    }

    private static List<Integer> firstRows(List<Region> regions) {
        return regions.stream()
                .map(region -> region.rows().stretch().firstRow())
                .toList();
    }

    @Test
    void onlyPartsThatAStepTouchesAreWrittenAnew() {
        segments.segment(1, 1).part().segment(2, 1).part().segment(4, 1).part();
        segments.segment(5, 1).part().segment(6, 1).segment(7, 1).part();
        List<Region> regions = segments.regions(9, segments.dropping(9), rows(), step(8, 6L, 7L), step(3, 2L, 4L));
        assertThat(firstRows(regions)).containsExactly(1, 4);
        assertThat(regions.getFirst().steps()).containsExactly(step(3, 2L, 4L));
        assertThat(regions.getLast().steps()).containsExactly(step(8, 6L, 7L));
        assertThat(regions.getFirst().rows().count()).isEqualTo(2);
        assertThat(regions.getLast().rows().count()).isEqualTo(2);
    }

    @Test
    void theStepsOfARegionComeInTheOrderOfTheirOutputs() {
        segments.segment(1, 1).segment(2, 1).segment(3, 1).segment(4, 1).part();
        Region region = segments.regions(7, segments.dropping(7), rows(), step(5, 3L, 4L), step(3, 1L, 2L))
                .getFirst();
        assertThat(region.steps()).containsExactly(step(3, 1L, 2L), step(5, 3L, 4L));
        ReshapedRows after = region.rows();
        assertThat(List.of(after.segment(0), after.segment(1), after.segment(2), after.segment(3)))
                .containsExactly(3L, 3L, 5L, 5L);
        assertThat(after.offset(1)).isEqualTo(after.offset(0) + FRAME_BYTES);
    }

    @Test
    void aStepThatNoRunCoversIsInNoRegion() {
        segments.segment(1, 1).part().file("000003.fbat", 7).file("000004.fbat", 7);
        assertThat(segments.regions(9, segments.dropping(3), rows(), step(5, 3L, 4L)))
                .isEmpty();
    }

    @Test
    void aPartThatWouldBeEmptyTakesTheOneBehindAlong() {
        segments.segment(1, 1)
                .part()
                .segment(2, 1)
                .part()
                .segment(4, 1)
                .part()
                .segment(5, 1)
                .part();
        List<Region> regions = segments.regions(9, segments.dropping(9, 1L), rows(), step(3, 2L));
        assertThat(firstRows(regions)).containsExactly(1);
        assertThat(regions.getFirst().rows().stretch().rows()).isEqualTo(2);
        assertThat(regions.getFirst().rows().count()).isEqualTo(1);
    }

    @Test
    void theFirstPartTakesTheOneBehindAlong() {
        segments.segment(1, 1).part().segment(3, 1).part().segment(4, 1).part();
        List<Region> regions = segments.regions(9, segments.dropping(9, 0L), rows(), step(2, 1L));
        assertThat(firstRows(regions)).containsExactly(0);
        assertThat(regions.getFirst().rows().stretch().rows()).isEqualTo(2);
        assertThat(regions.getFirst().rows().count()).isEqualTo(1);
    }

    @Test
    void theLastPartTakesTheOneBeforeAlong() {
        segments.segment(1, 1).part().segment(2, 1).part().segment(4, 1).part();
        List<Region> regions = segments.regions(9, segments.dropping(9, 2L), rows(), step(3, 4L));
        assertThat(firstRows(regions)).containsExactly(1);
        assertThat(regions.getFirst().rows().stretch().rows()).isEqualTo(2);
        assertThat(regions.getFirst().rows().sequence(0)).isEqualTo(1);
    }

    @Test
    void neighboursThatAreEmptyTooAreJoinedUntilOneKeepsAnEvent() {
        segments.segment(1, 1).part().segment(2, 1).part().segment(4, 1).part();
        List<Region> regions = segments.regions(9, segments.dropping(9, 1L, 2L), rows(), step(3, 2L), step(5, 4L));
        assertThat(firstRows(regions)).containsExactly(0);
        assertThat(regions.getFirst().rows().stretch().rows()).isEqualTo(3);
        assertThat(regions.getFirst().rows().count()).isEqualTo(1);
    }

    @Test
    void ifNothingIsLeftOfAllPartsTheRegionIsEmpty() {
        segments.segment(1, 1).part().segment(2, 1).part();
        List<Region> regions = segments.regions(9, segments.dropping(9, 0L, 1L), rows(), step(3, 1L, 2L));
        assertThat(firstRows(regions)).containsExactly(0);
        assertThat(regions.getFirst().rows().stretch().rows()).isEqualTo(2);
        assertThat(regions.getFirst().rows().count()).isZero();
    }

    @Test
    void anEmptiedEventKeepsAPartAlive() {
        segments.segment(1, 1).part().segment(2, 1).part().segment(4, 1).part();
        List<Region> regions = segments.regions(9, segments.dropping(9, 1L), rows(1), step(3, 2L));
        assertThat(firstRows(regions)).containsExactly(1);
        ReshapedRows after = regions.getFirst().rows();
        assertThat(after.stretch().rows()).isEqualTo(1);
        assertThat(after.length(0)).isEqualTo(EMPTIED_BYTES);
        assertThat(after.kind(0)).isEqualTo(Kinds.TOMBSTONE);
        assertThat(after.hashWord(0, 0)).isEqualTo(9);
    }

    @Test
    void tombstonesGetTheirNewLengthWhereverTheirPartBegins() {
        segments.segment(1, 3).part();
        segments.event(2, 50, 5, 1)
                .event(2, 150, 5, 1)
                .covers(2, 250, true, 2)
                .segment(4, 1)
                .part();
        ReshapedRows after = segments.regions(9, segments.marking(9, 4L), rows(), step(3, 2L, 4L))
                .getFirst()
                .rows();
        assertThat(List.of(after.length(0), after.length(1), after.length(2))).containsExactly(100, 102, 100);
        assertThat(after.reshaping().isTombstone(1)).isTrue();
        assertThat(after.offset(2)).isEqualTo(after.offset(1) + 102);
    }
}
