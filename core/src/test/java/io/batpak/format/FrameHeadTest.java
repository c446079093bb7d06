package io.batpak.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.error.StoreErrorKind;
import io.batpak.format.FrameHead.Verdict;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the eight bytes in front of a frame allow to say about it.
///
/// Covers: B6, E34, E35.
/// Tier: unit.
class FrameHeadTest {

    @Test
    void theDiagramNamesTheOffsets() {
        assertThat(FrameHead.LENGTH_AT).isZero();
        assertThat(FrameHead.CRC_AT).isEqualTo(4);
        assertThat(FrameHead.BODY_AT).isEqualTo(8);
        assertThat(FrameHead.PAYLOAD_BYTES_MAX).isEqualTo(268_435_456);
        assertThat(FrameHead.FRAME_BYTES_MAX).isEqualTo(268_435_464);
    }

    @ParameterizedTest
    @CsvSource({
        "'', INCOMPLETE_HEAD",
        "00000000000000, INCOMPLETE_HEAD",
        "0000000000000000, EMPTY",
        "0000000000000001, CRC_MISMATCH",
        "10000000aaaaaaaa, INCOMPLETE",
        "10000001aaaaaaaa, ABOVE_LIMIT",
        "ffffffffffffffff, ABOVE_LIMIT",
        "0000000100000000, INCOMPLETE",
        "0000000100000000c0, CRC_MISMATCH",
    })
    void aHeadIsJudgedBeforeItsBody(String hex, Verdict verdict) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertThat(FrameHead.check(bytes, 0, bytes.length)).isEqualTo(verdict);
    }

    @Test
    void bytesBehindTheFrameDoNotMatter() {
        byte[] frame = FrameSamples.frame(FrameSamples.documented());
        byte[] longer = Arrays.copyOf(frame, frame.length + 3);
        assertThat(FrameHead.check(longer, 0, longer.length)).isEqualTo(Verdict.OK);
        assertThat(FrameHead.bodyLength(longer, 0)).isEqualTo(frame.length - FrameHead.BYTES);
        assertThat(FrameHead.check(longer, 1, longer.length)).isNotEqualTo(Verdict.OK);
    }

    @Test
    void everyCutOfAFrameIsIncomplete() {
        byte[] frame = FrameSamples.frame(FrameSamples.documented());
        for (int length = 0; length < frame.length; length++) {
            Verdict verdict = FrameHead.check(frame, 0, length);
            assertThat(verdict)
                    .as("first %d bytes", length)
                    .isEqualTo(length < FrameHead.BYTES ? Verdict.INCOMPLETE_HEAD : Verdict.INCOMPLETE);
        }
    }

    @Test
    void everyFlippedBitOfAFrameIsSeen() {
        byte[] frame = FrameSamples.frame(FrameSamples.documented());
        for (int bit = 0; bit < frame.length * Byte.SIZE; bit++) {
            frame[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
            assertThat(FrameHead.check(frame, 0, frame.length))
                    .as("bit %d", bit)
                    .isNotEqualTo(Verdict.OK);
            frame[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
        }
    }

    @Test
    void everyVerdictButOneIsADamageWithAWireName() {
        for (Verdict verdict : EnumSet.complementOf(EnumSet.of(Verdict.OK))) {
            Damage damage = FrameHead.damage(verdict, 77);
            assertThat(damage.at()).isEqualTo(77);
            assertThat(damage.toString()).contains(damage.reason().name(), damage.detail());
        }
        assertThat(FrameHead.damage(Verdict.CRC_MISMATCH, 0).kind()).isEqualTo(StoreErrorKind.CRC_MISMATCH);
        assertThat(FrameHead.damage(Verdict.INCOMPLETE, 0).kind()).isEqualTo(StoreErrorKind.CORRUPT_FRAME);
    }

    @Test
    void seedsOfTheReferenceFuzzerAreFrames() {
        for (Path seed : GoldenBytes.fuzz("frame_decode")) {
            byte[] bytes = GoldenBytes.bytes(seed);
            Verdict verdict = FrameHead.check(bytes, 0, bytes.length);
            assertThat(verdict).as(seed.toString()).isIn(Verdict.OK, Verdict.EMPTY);
            assertThat(FrameHead.BYTES + FrameHead.bodyLength(bytes, 0)).isEqualTo(bytes.length);
            byte[] written = bytes.clone();
            Arrays.fill(written, 0, FrameHead.BYTES, (byte) 0);
            FrameHead.put(written, 0, bytes.length - FrameHead.BYTES);
            assertThat(written).isEqualTo(bytes);
        }
    }
}
