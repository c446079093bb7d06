package io.batpak.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a compaction finds: the finished segments, their files, and the rows of their events.
///
/// Tier: unit.
class SurveyTest {
    @TempDir
    private Path directory;

    private FinishedSegments segments;

    @BeforeEach
    void begin() {
        segments = new FinishedSegments(directory);
    }

    private Survey seven() {
        segments.segment(1, 2).segment(3, 0).segment(4, 1).part();
        segments.event(6, 50, 1, 30).event(6, 150, 1, 90).event(6, 250, 1, 60).covers(6, 350, true, 3);
        return segments.part()
                .file("000007.fbat", 77)
                .file("000009.fbat", 99)
                .file("00000000012.fbat", 1)
                .file("index.fbati", 5)
                .survey(9);
    }

    @Test
    void finishedSegmentsAreFoundWithTheirRows() {
        Survey survey = seven();
        assertThat(survey.segments()).extracting(Survey.Found::id).containsExactly(1L, 3L, 4L, 6L, 7L);
        assertThat(survey.segments()).extracting(Survey.Found::part).containsExactly(0, 0, 0, 1, -1);
        assertThat(survey.segments()).extracting(Survey.Found::rows).containsExactly(2, 0, 1, 3, 0);
        assertThat(survey.segments()).extracting(Survey.Found::firstRow).containsExactly(0, 2, 2, 3, 0);
        assertThat(survey.segments()).extracting(Survey.Found::endRow).containsExactly(2, 2, 3, 6, 0);
        assertThat(survey.rows()).isEqualTo(6);
        assertThat(survey.firstRow(1)).isEqualTo(3);
    }

    @Test
    void lengthsAreThoseOfTheFiles() {
        Survey survey = seven();
        assertThat(survey.fileBytes(6)).isEqualTo(60);
        assertThat(survey.fileBytes(7)).isEqualTo(77);
    }

    @Test
    void nothingIsMovedFromTheFirstSegmentOnThatNoRunCovers() {
        Survey survey = seven();
        assertThat(survey.firstUncovered(9)).isEqualTo(7);
        assertThat(survey.firstUncovered(7)).isEqualTo(7);
        assertThat(survey.firstUncovered(5)).isEqualTo(5);
        assertThat(segments.survey(7).firstUncovered(7)).isEqualTo(7);
        assertThat(segments.survey(7).firstUncovered(6)).isEqualTo(6);
    }

    @Test
    void everySegmentIsFoundByItsId() {
        Survey survey = seven();
        for (Survey.Found found : survey.segments()) {
            assertThat(survey.segment(found.id())).isSameAs(found);
        }
        for (long id : new long[] {0, 2, 5, 8, 9, 12}) {
            assertThatThrownBy(() -> survey.segment(id))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("segment " + id + " is not finished");
        }
    }

    @Test
    void theNewestMomentOfASegmentIsThatOfAnyOfItsEvents() {
        Survey survey = seven();
        assertThat(survey.newestWallMillis(1)).isEqualTo(1001);
        assertThat(survey.newestWallMillis(3)).isZero();
        assertThat(survey.newestWallMillis(4)).isEqualTo(1002);
        assertThat(survey.newestWallMillis(6)).isEqualTo(90);
        assertThat(survey.newestWallMillis(7)).isZero();
    }
}
