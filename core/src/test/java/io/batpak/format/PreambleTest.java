package io.batpak.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.generators.SourceDSL.longs;

import io.batpak.error.StoreErrorKind;
import io.batpak.format.Damage.Reason;
import io.batpak.testing.Laws;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The beginning of a segment: bytes, checks and their order.
///
/// Covers: A1, E34, E35.
/// Tier: unit.
class PreambleTest {

    private static final String DOCUMENTED = "4642415400000031" + "84a776657273696f6e01a5666c61677300"
            + "aa637265617465645f6e73cf18b051a45be7ab98" + "aa7365676d656e745f696401";

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static Reason reason(byte[] b) {
        return switch (Preamble.decode(b, b.length)) {
            case Decoded.Ok<Preamble.Fields> _ -> Reason.FRAME_EMPTY;
            case Decoded.Damaged<Preamble.Fields>(Damage damage) -> damage.reason();
        };
    }

    @Test
    void theDocumentedPreambleIsWrittenAndRead() {
        byte[] preamble = Preamble.encode(1, 1_779_011_619_169_741_720L);
        assertThat(HexFormat.of().formatHex(preamble)).isEqualTo(DOCUMENTED);
        assertThat(Preamble.decode(preamble, preamble.length))
                .isEqualTo(new Decoded.Ok<>(new Preamble.Fields(57, 1_779_011_619_169_741_720L, 1)));
    }

    @Test
    void theDiagramNamesTheOffsets() {
        assertThat(Preamble.MAGIC_AT).isZero();
        assertThat(Preamble.HEADER_LENGTH_AT).isEqualTo(4);
        assertThat(Preamble.HEADER_AT).isEqualTo(8);
        assertThat(Preamble.BYTES_MAX).isEqualTo(65_544);
    }

    @Test
    void whatIsWrittenIsRead() {
        Laws.qt(1000).forAll(longs().all(), longs().all()).checkAssert((id, created) -> {
            byte[] preamble = Preamble.encode(id, created);
            byte[] longer = Arrays.copyOf(preamble, preamble.length + 9);
            assertThat(Preamble.decode(longer, longer.length))
                    .isEqualTo(new Decoded.Ok<>(new Preamble.Fields(preamble.length, created, id)));
        });
    }

    @ParameterizedTest
    @CsvSource({
        "'', PREAMBLE_SHORT",
        "46424154, PREAMBLE_SHORT",
        "46424154000000, PREAMBLE_SHORT",
        "4642415400000001, PREAMBLE_SHORT",
        "4642415400010000, PREAMBLE_SHORT",
        "4642415400010001, PREAMBLE_TOO_LONG",
        "46424154ffffffff, PREAMBLE_TOO_LONG",
        "00, PREAMBLE_MAGIC",
        "4642415500000000, PREAMBLE_MAGIC",
        "4642415400000000, PREAMBLE_UNDECODABLE",
        "464241540000000180, PREAMBLE_UNDECODABLE",
        "4642415400000001c0, PREAMBLE_UNDECODABLE",
        "464241540000000594000101, PREAMBLE_SHORT",
        "46424154000000059401000000, OK",
        "46424154000000059400000000, SEGMENT_TOO_OLD",
        "46424154000000059402000000, SEGMENT_TOO_NEW",
        "464241540000000794cdffff000000, SEGMENT_TOO_NEW",
        "464241540000000994ce00010000000000, PREAMBLE_UNDECODABLE",
        "4642415400000006950100000000, PREAMBLE_UNDECODABLE",
    })
    void checksComeInADocumentedOrder(String hex, String expected) {
        Reason reason = reason(bytes(hex));
        assertThat(reason == Reason.FRAME_EMPTY ? "OK" : reason.name()).isEqualTo(expected);
    }

    @Test
    void wireErrorsTellCorruptFromUndecodable() {
        assertThat(Reason.PREAMBLE_SHORT.kind()).isEqualTo(StoreErrorKind.IO);
        assertThat(Reason.PREAMBLE_MAGIC.kind()).isEqualTo(StoreErrorKind.CORRUPT_SEGMENT);
        assertThat(Reason.PREAMBLE_TOO_LONG.kind()).isEqualTo(StoreErrorKind.CORRUPT_SEGMENT);
        assertThat(Reason.PREAMBLE_UNDECODABLE.kind()).isEqualTo(StoreErrorKind.SERIALIZATION);
        assertThat(Reason.SEGMENT_TOO_NEW.kind()).isEqualTo(StoreErrorKind.CORRUPT_SEGMENT);
    }

    @Test
    void everyCutIsShort() {
        byte[] preamble = bytes(DOCUMENTED);
        for (int length = 0; length < preamble.length; length++) {
            assertThat(reason(Arrays.copyOf(preamble, length))).isEqualTo(Reason.PREAMBLE_SHORT);
        }
    }

    @Test
    void everyChangedByteGivesAValue() {
        byte[] preamble = bytes(DOCUMENTED);
        for (int at = 0; at < preamble.length; at++) {
            for (int value = 0; value < 256; value++) {
                byte[] changed = preamble.clone();
                changed[at] = (byte) value;
                assertThat(Preamble.decode(changed, changed.length)).isNotNull();
            }
        }
    }

    @Test
    void unknownKeysAreIgnoredAndKnownOnesNotRepeated() {
        byte[] unknown = bytes("4642415400000034" + "85a178c0" + DOCUMENTED.substring(18));
        assertThat(reason(unknown)).isEqualTo(Reason.FRAME_EMPTY);
        byte[] twice = bytes("4642415400000038" + "85a5666c61677300" + DOCUMENTED.substring(18));
        assertThat(reason(twice)).isEqualTo(Reason.PREAMBLE_UNDECODABLE);
    }

    @Test
    void seedsOfTheReferenceFuzzerGiveAValue() {
        for (Path seed : GoldenBytes.fuzz("segment_header")) {
            byte[] header = GoldenBytes.bytes(seed);
            assertThat(Preamble.decodeHeader(header, 0, header.length))
                    .as(seed.toString())
                    .isInstanceOf(Decoded.Damaged.class);
        }
    }
}
