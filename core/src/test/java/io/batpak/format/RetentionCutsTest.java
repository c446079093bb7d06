package io.batpak.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.batpak.format.RetentionCuts.Cut;
import io.batpak.model.Hash;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `retention_cuts.fbrc`: bytes, the order of its checks, and every flipped bit.
///
/// Covers: J1.
/// Tier: unit.
class RetentionCutsTest {
    private static final RetentionCuts CUTS = new RetentionCuts(
            List.of(new Cut(3, 1_000_000_007L, 300, 5, 5, 6), new Cut(9, -1), new Cut(1 << 20, 0, Long.MAX_VALUE)));

    private static byte[] file(String bodyHex) {
        byte[] body = HexFormat.of().parseHex(bodyHex);
        byte[] file = Arrays.copyOf(RetentionCuts.NONE.encode(), RetentionCuts.BODY_AT + body.length);
        System.arraycopy(body, 0, file, RetentionCuts.BODY_AT, body.length);
        CRC32 crc = new CRC32();
        crc.update(body);
        SidxLayout.putU32(file, RetentionCuts.CRC_AT, crc.getValue());
        return file;
    }

    private static String outcome(byte[] file) {
        return switch (RetentionCuts.decode(file)) {
            case Decoded.Ok<RetentionCuts>(RetentionCuts cuts) -> cuts.records().toString();
            case Decoded.Damaged<RetentionCuts>(Damage damage) -> damage.toString();
        };
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        assertThat(RetentionCuts.decode(CUTS.encode())).isEqualTo(new Decoded.Ok<>(CUTS));
        assertThat(RetentionCuts.decode(RetentionCuts.NONE.encode())).isEqualTo(new Decoded.Ok<>(RetentionCuts.NONE));
    }

    @Test
    void theBytesAreThoseOfThePage() {
        RetentionCuts small = new RetentionCuts(List.of(new Cut(7, 258, 4, 300)));
        assertThat(HexFormat.of().formatHex(small.encode()))
                .startsWith("464241545243" + "0100")
                .endsWith("01" + "07" + "0201000000000000" + "02" + "04" + "a802");
    }

    @Test
    void onlyDeclaredSequencesAreCuts() {
        assertThat(CUTS.isCut(hash(5))).isTrue();
        assertThat(CUTS.isCut(hash(300))).isTrue();
        assertThat(CUTS.isCut(hash(Long.MAX_VALUE))).isTrue();
        assertThat(CUTS.isCut(hash(7))).isFalse();
        assertThat(RetentionCuts.NONE.isCut(hash(0))).isFalse();
        assertThat(CUTS.records().getFirst().marks()).containsExactly(5, 6, 300);
    }

    @Test
    void everyFlippedBitIsFound() {
        byte[] file = CUTS.encode();
        for (int bit = 0; bit < file.length * Byte.SIZE; bit++) {
            byte[] flipped = file.clone();
            flipped[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
            assertThat(RetentionCuts.decode(flipped)).as("bit %d", bit).isInstanceOf(Decoded.Damaged.class);
        }
        for (int length = 0; length < file.length; length++) {
            assertThat(RetentionCuts.decode(Arrays.copyOf(file, length)))
                    .as("length %d", length)
                    .isInstanceOf(Decoded.Damaged.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', CUTS_UNDECODABLE at 12: it ends early",
        "0000, CUTS_UNDECODABLE at 13: 1 bytes follow",
        "7f, CUTS_UNDECODABLE at 13: 127 things in 0 bytes",
        "8000, CUTS_UNDECODABLE at 14: a number longer than it has to be",
        "ffffffffffffffffff01, CUTS_UNDECODABLE at 21: a number above 2^63",
        "0107000000000000000005, CUTS_UNDECODABLE at 23: 5 things in 0 bytes",
        "01070000000000000000020400, CUTS_UNDECODABLE at 25: a sequence stands there twice",
        "010700000000000000000204ffffffffffffffff7f, CUTS_UNDECODABLE at 33: a sequence above 2^63",
    })
    void aBodyThatNobodyWritesIsRefused(String body, String damage) {
        assertThat(outcome(file(body))).isEqualTo(damage);
    }

    @Test
    void theEnvelopeIsCheckedInOrder() {
        byte[] file = CUTS.encode();
        assertThat(outcome(new byte[3])).startsWith("CUTS_SHORT");
        byte[] magic = file.clone();
        magic[0] = 'X';
        magic[RetentionCuts.VERSION_AT] = 9;
        assertThat(outcome(magic)).startsWith("CUTS_MAGIC");
        byte[] version = file.clone();
        version[RetentionCuts.VERSION_AT] = 2;
        assertThat(outcome(version)).startsWith("CUTS_VERSION");
        byte[] crc = file.clone();
        crc[RetentionCuts.CRC_AT]++;
        assertThat(outcome(crc)).startsWith("CUTS_CRC");
    }

    @Test
    void recordsAreValues() {
        Cut cut = new Cut(1, 2, 3);
        cut.marks()[0] = 9;
        assertThat(cut)
                .isEqualTo(new Cut(1, 2, 3))
                .hasSameHashCodeAs(new Cut(1, 2, 3))
                .hasToString("1@2[3]");
        assertThat(cut)
                .isNotEqualTo(new Cut(1, 2, 4))
                .isNotEqualTo(new Cut(1, 3, 3))
                .isNotEqualTo(new Cut(2, 2, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> new Cut(-1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Cut(1, 0, -5));
    }

    /// A hash with this mark.
    private static Hash hash(long mark) {
        return Hash.of(mark << 1 | 1, 0, 0, 7);
    }
}
