package io.batpak.compact;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.format.Kinds;
import io.batpak.model.CompactionStrategy;
import io.batpak.model.KeepRule;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of each event, and how much of each segment stays.
///
/// Tier: unit.
class VerdictsTest {
    @TempDir
    private Path directory;

    private FinishedSegments segments;

    @BeforeEach
    void begin() {
        segments = new FinishedSegments(directory);
    }

    @Test
    void whatIsDroppedNoLongerCountsForItsSegment() {
        segments.segment(1, 3).segment(2, 0).segment(3, 2).part().segment(5, 1).part();
        Verdicts verdicts = segments.dropping(6, 1L, 4L, 5L);
        assertThat(verdicts.isDropped(0)).isFalse();
        assertThat(verdicts.isDropped(1)).isTrue();
        assertThat(verdicts.nextDropped(2)).isEqualTo(4);
        assertThat(verdicts.nextDropped(6)).isEqualTo(-1);
        assertThat(verdicts.nextTombstoned(0)).isEqualTo(-1);
        assertSegment(verdicts, 0, 2, 200, true);
        assertSegment(verdicts, 1, 0, 0, false);
        assertSegment(verdicts, 2, 1, 100, true);
        assertSegment(verdicts, 3, 0, 0, true);
    }

    private static void assertSegment(Verdicts verdicts, int at, int rows, long bytes, boolean changed) {
        assertThat(verdicts.liveRows(at)).as("rows of " + at).isEqualTo(rows);
        assertThat(verdicts.liveBytes(at)).as("bytes of " + at).isEqualTo(bytes);
        assertThat(verdicts.changed(at)).as("change of " + at).isEqualTo(changed);
    }

    @Test
    void segmentsFromTheLimitOnAreNotJudged() {
        segments.segment(1, 1).segment(2, 1).segment(3, 1).part();
        KeepRule nothing = _ -> false;
        Verdicts verdicts = segments.verdicts(new CompactionStrategy.Retention(nothing), nothing, 2);
        assertThat(verdicts.isDropped(0)).isTrue();
        assertThat(verdicts.nextDropped(1)).isEqualTo(-1);
    }

    @Test
    void aTombstoneCountsWithTheLengthItWillHave() {
        segments.event(1, 50, 0x7F, 1)
                .event(1, 150, 0x80, 1)
                .event(1, 250, 0xF001, 1)
                .covers(1, 350, true, 3)
                .part();
        Verdicts verdicts = segments.marking(2, 0L, 1L);
        assertThat(verdicts.isTombstoned(0)).isTrue();
        assertThat(verdicts.nextTombstoned(1)).isEqualTo(1);
        assertThat(verdicts.nextTombstoned(2)).isEqualTo(-1);
        assertThat(verdicts.nextDropped(0)).isEqualTo(-1);
        assertSegment(verdicts, 0, 3, 102 + 101 + 100, true);
        assertThat(Verdicts.tombstoneLength(100, 0xFF)).isEqualTo(101);
        assertThat(Verdicts.tombstoneLength(100, 0x100)).isEqualTo(100);
    }

    @Test
    void aTombstoneStaysOneAndIsNoChange() {
        segments.event(1, 50, Kinds.TOMBSTONE, 1).covers(1, 150, true, 1).part();
        assertSegment(segments.marking(2, 0L), 0, 1, 100, false);
        assertSegment(segments.dropping(2, 0L), 0, 0, 0, true);
    }

    @Test
    void whatACancelledFenceHidesIsNeitherAskedForNorDropped() {
        segments.segment(1, 2).part();
        segments.hide(0, 1);
        assertThat(segments.dropping(2, 0L, 1L).nextDropped(0)).isEqualTo(1);
    }

    @Test
    void aMergeKeepsAllUpToWhereTheFramesEnd() {
        segments.segment(1, 2).segment(2, 0).part();
        Survey survey = segments.survey(3);
        CompactionStrategy merge = new CompactionStrategy.Merge();
        Verdicts verdicts = Verdicts.of(survey, 3, new Verdicts.Judge(segments.index, segments.events(), merge, null));
        assertSegment(verdicts, 0, 2, 250, false);
        assertSegment(verdicts, 1, 0, 0, false);
    }
}
