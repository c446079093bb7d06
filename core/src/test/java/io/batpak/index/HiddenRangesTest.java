package io.batpak.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/// Hidden ranges are joined, half-open and searched by sequence.
///
/// Tier: unit. Covers: F7.
class HiddenRangesTest {
    @Test
    void overlappingAndAdjacentRangesAreJoined() {
        HiddenRanges ranges = HiddenRanges.of(new long[] {7, 1, 3, 9, 20}, new long[] {9, 3, 4, 9, 21});
        assertThat(ranges.count()).isEqualTo(3);
        assertThat(ranges).hasToString("hidden [1, 4) [7, 9) [20, 21)");
        assertThat(ranges.start(1)).isEqualTo(7);
        assertThat(ranges.end(1)).isEqualTo(9);
    }

    @Test
    void aRangeContainsItsStartButNotItsEnd() {
        HiddenRanges ranges = HiddenRanges.of(new long[] {5, 0}, new long[] {7, 2});
        assertThat(ranges.contains(0)).isTrue();
        assertThat(ranges.contains(1)).isTrue();
        assertThat(ranges.contains(2)).isFalse();
        assertThat(ranges.contains(4)).isFalse();
        assertThat(ranges.contains(5)).isTrue();
        assertThat(ranges.contains(6)).isTrue();
        assertThat(ranges.contains(7)).isFalse();
    }

    @Test
    void emptyRangesHideNothing() {
        HiddenRanges ranges = HiddenRanges.of(new long[] {4, 6}, new long[] {4, 5});
        assertThat(ranges.isEmpty()).isTrue();
        assertThat(ranges.contains(4)).isFalse();
        assertThatThrownBy(() -> HiddenRanges.of(new long[1], new long[2]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
