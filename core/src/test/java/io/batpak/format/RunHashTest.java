package io.batpak.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Numbers of the index run that stand in files: a writer and a reader that change together would agree with each
/// other, and not with the files that are there. The expected values were computed from the page of the format.
///
/// Covers: E4.
/// Tier: unit.
class RunHashTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "0, 1, B456BCFC34C2CB2C",
        "1, 0, 9CA066F1A4AB2EEA",
        "0123456789ABCDEF, FEDCBA9876543210, 37149A4D11418F6D",
        "FFFFFFFFFFFFFFFF, FFFFFFFFFFFFFFFF, 25B775FAECA8F520"
    })
    void anIdHasTheHashOfTheFormat(String high, String low, String expected) {
        long hash = RunHash.ofId(Long.parseUnsignedLong(high, 16), Long.parseUnsignedLong(low, 16));
        assertThat(hash).isEqualTo(Long.parseUnsignedLong(expected, 16));
    }

    @ParameterizedTest
    @CsvSource({
        "'', EFD01F60BA992926",
        "a, 82A2A958A9BECE5B",
        "order:17, 22353BB2D56A057B",
        "\u00e4\u20ac\ud83d\ude00, 278D9E95B43FBD96"
    })
    void aNameHasTheHashOfTheFormat(String name, String expected) {
        assertThat(RunHash.ofName(name.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(Long.parseUnsignedLong(expected, 16));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0", "8, 0", "9, 1", "16, 1", "17, 2", "32, 2", "33, 3", "64, 3", "65, 4", "1000000, 17"})
    void aBucketHasAtMostEightSlotsOnAverage(int slots, int bits) {
        assertThat(RunHash.bits(slots)).isEqualTo(bits);
    }

    @Test
    void theTopBitsChooseTheBucketAndOthersAreTheTag() {
        long hash = 0x89AB_CDEF_0123_4567L;
        assertThat(RunHash.bucket(hash, 0)).isZero();
        assertThat(RunHash.bucket(hash, 1)).isEqualTo(1);
        assertThat(RunHash.bucket(hash, 8)).isEqualTo(0x89);
        assertThat(RunHash.bucket(hash, 16)).isEqualTo(0x89AB);
        assertThat(RunHash.tag(hash)).isEqualTo((byte) 0x01);
        assertThat(RunHash.tag(0xFEFF_FFFFL << 8 >>> 8)).isEqualTo((byte) 0xFE);
    }

    @Test
    void zonesAndBlocksAreRoundedUp() {
        assertThat(RunLayout.zones(0)).isZero();
        assertThat(RunLayout.zones(1)).isEqualTo(1);
        assertThat(RunLayout.zones(1024)).isEqualTo(1);
        assertThat(RunLayout.zones(1025)).isEqualTo(2);
        assertThat(RunLayout.zones(RunLayout.ROWS_MAX)).isEqualTo(1 << 21);
        assertThat(RunLayout.blocks(0)).isZero();
        assertThat(RunLayout.blocks(1)).isEqualTo(1);
        assertThat(RunLayout.blocks(65_536)).isEqualTo(1);
        assertThat(RunLayout.blocks(65_537)).isEqualTo(2);
    }

    @Test
    void onlyPowersOfTwoUpToEightAreWidths() {
        for (long width = -2; width < 20; width++) {
            boolean is = width == 0 || width == 1 || width == 2 || width == 4 || width == 8;
            assertThat(RunColumn.isWidth(width)).as("width " + width).isEqualTo(is);
        }
        assertThat(RunColumn.isWidth(Long.MIN_VALUE)).isFalse();
        assertThat(RunColumn.isWidth(1L << 40)).isFalse();
    }

    @Test
    void aFileIsTheSegmentIfLengthTimeAndEndAreTheSame() {
        RunSegment segment = new RunSegment(1, 20, 30, 40, 5, true, 6, 7);
        assertThat(segment.matches(20, 30, 40)).isTrue();
        assertThat(segment.matches(21, 30, 40)).isFalse();
        assertThat(segment.matches(20, 31, 40)).isFalse();
        assertThat(segment.matches(20, 30, 41)).isFalse();
    }
}
