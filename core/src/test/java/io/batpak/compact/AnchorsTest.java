package io.batpak.compact;

import static io.batpak.compact.FinishedSegments.rows;
import static io.batpak.compact.FinishedSegments.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which dropped events leave an empty tombstone, so that a segment that is read by its frames keeps its numbers.
///
/// Tier: unit.
class AnchorsTest {
    @TempDir
    private Path directory;

    private FinishedSegments segments;

    @BeforeEach
    void begin() {
        segments = new FinishedSegments(directory);
    }

    @Test
    void theLastEventOfTheLastSegmentIsEmptied() {
        segments.segment(1, 2).segment(3, 2).part();
        assertThat(segments.anchors(5, segments.dropping(5, 1L, 2L, 3L), step(2, 1L, 3L)))
                .isEqualTo(rows(3));
    }

    @Test
    void anEventThatStaysNeedsNoAnchor() {
        segments.segment(1, 2).segment(3, 2).part();
        assertThat(segments.anchors(5, segments.dropping(5, 0L, 1L, 2L), step(2, 1L, 3L)))
                .isEqualTo(rows());
    }

    @Test
    void aFooterRightBehindTellsTheNumbers() {
        segments.segment(1, 2).part().segment(3, 1).part();
        assertThat(segments.anchors(5, segments.dropping(5, 1L), step(2, 1L))).isEqualTo(rows());
    }

    @Test
    void withoutAProvenFooterBehindTheLastEventIsEmptied() {
        segments.segment(1, 2).segment(3, 1, false).part();
        assertThat(segments.anchors(5, segments.dropping(5, 1L), step(2, 1L))).isEqualTo(rows(1));
    }

    @Test
    void aFooterThatEndsBeforeTheFramesDoTellsNothing() {
        segments.segment(1, 2).part();
        segments.event(3, 50, 1, 1).covers(3, 151, true, 1).part();
        assertThat(segments.anchors(5, segments.dropping(5, 1L), step(2, 1L))).isEqualTo(rows(1));
    }

    @Test
    void aSegmentBehindWithoutEventsTellsNothing() {
        segments.segment(1, 2).segment(3, 0).segment(4, 1).part();
        assertThat(segments.anchors(5, segments.dropping(5, 1L), step(2, 1L))).isEqualTo(rows(1));
    }

    @Test
    void sourcesWithoutEventsArePassedOver() {
        segments.segment(1, 2).segment(3, 0).part();
        assertThat(segments.anchors(5, segments.dropping(5, 1L), step(2, 1L, 3L)))
                .isEqualTo(rows(1));
        assertThat(segments.anchors(5, segments.dropping(5, 0L, 1L), step(4, 3L)))
                .as("a step without events")
                .isEqualTo(rows());
    }

    @Test
    void theFirstEventOfAllCanBeTheAnchor() {
        segments.segment(1, 1).segment(3, 1, false).part();
        assertThat(segments.anchors(5, segments.dropping(5, 0L), step(2, 1L))).isEqualTo(rows(0));
    }

    @Test
    void aStepBehindVouchesOnlyIfItKeepsAnEvent() {
        segments.segment(1, 2).segment(3, 2).segment(5, 1).part();
        Step first = step(2, 1L);
        Step second = step(4, 3L);
        assertThat(segments.anchors(7, segments.dropping(7, 1L, 2L), first, second))
                .as("the second keeps its last")
                .isEqualTo(rows());
        assertThat(segments.anchors(7, segments.dropping(7, 1L, 2L, 3L), first, second))
                .as("the second keeps none")
                .isEqualTo(rows(1));
    }

    @Test
    void whatIsEmptiedBehindIsKept() {
        segments.segment(1, 2).segment(3, 2).part();
        assertThat(segments.anchors(5, segments.dropping(5, 1L, 2L, 3L), step(2, 1L), step(4, 3L)))
                .as("the second step leaves its last event emptied, and so vouches for the first")
                .isEqualTo(rows(3));
    }

    @Test
    void aSourceThatIsNotFinishedIsRefused() {
        segments.segment(1, 1).part();
        assertThatThrownBy(() -> segments.anchors(2, segments.dropping(2), step(3, 9L)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("segment 9 is not finished");
    }
}
