package io.batpak.segment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// The table of docs/guarantees.md, row by row.
///
/// Tier: unit. Covers: E2.
class TailVerdictTest {
    @ParameterizedTest
    @CsvSource({
        "CLEAN,ACCEPT,ACCEPT",
        "STUB,CUT,CUT",
        "INCOMPLETE,CUT,CUT",
        "ZEROS,CUT,REFUSE",
        "LOST_SECTOR,CUT,REFUSE",
        "NO_PREAMBLE,CUT,REFUSE",
        "CHECKSUM,REFUSE,REFUSE",
        "LENGTH_WORD,REFUSE,REFUSE",
        "EMPTY_FRAME,REFUSE,REFUSE",
        "HOLE,REFUSE,REFUSE",
        "FRAMES_MISSING,REFUSE,REFUSE",
        "UNPROVABLE,CUT,REFUSE"
    })
    void everyTailHasItsVerdict(Tail tail, TailVerdict newest, TailVerdict older) {
        assertThat(TailVerdict.of(tail, true)).isEqualTo(newest);
        assertThat(TailVerdict.of(tail, false)).isEqualTo(older);
    }

    @ParameterizedTest
    @EnumSource(Tail.class)
    void anOlderSegmentIsNeverJudgedMoreKindlyThanTheNewest(Tail tail) {
        assertThat(TailVerdict.of(tail, false)).isGreaterThanOrEqualTo(TailVerdict.of(tail, true));
    }
}
