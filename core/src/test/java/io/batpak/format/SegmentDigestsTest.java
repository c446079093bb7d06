package io.batpak.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.model.Hash;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The digest cache of a backup directory: bytes, and every byte changed.
///
/// Tier: unit.
class SegmentDigestsTest {
    private static Map<SegmentDigests.Key, Hash> sample() {
        Map<SegmentDigests.Key, Hash> digests = new LinkedHashMap<>();
        digests.put(new SegmentDigests.Key(1, 1500, 1_700_000_000_000_000_001L, 0x89ABCDEF), Hash.of(1, 2, 3, 4));
        digests.put(new SegmentDigests.Key(-1, Long.MAX_VALUE, -5, -1), Hash.of(-1, -2, -3, -4));
        return digests;
    }

    private static String outcome(byte[] file) {
        return switch (SegmentDigests.decode(file)) {
            case Decoded.Damaged<Map<SegmentDigests.Key, Hash>>(Damage damage) ->
                damage.reason().name();
            case Decoded.Ok<Map<SegmentDigests.Key, Hash>>(Map<SegmentDigests.Key, Hash> rows) -> rows.toString();
        };
    }

    @Test
    void itIsReadAsItWasWritten() {
        assertThat(outcome(SegmentDigests.encode(sample()))).isEqualTo(sample().toString());
        assertThat(outcome(SegmentDigests.encode(Map.of()))).isEqualTo("{}");
    }

    @Test
    void theBytesAreTheseExactly() {
        Map<SegmentDigests.Key, Hash> one =
                Map.of(new SegmentDigests.Key(1, 0x05DC, 2, 0x89ABCDEF), Hash.of(1, 2, 3, 4));
        assertThat(HexFormat.of().formatHex(SegmentDigests.encode(one)))
                .startsWith("464241544443" + "0100")
                .endsWith("0100000000000000" + "dc05000000000000" + "0200000000000000" + "efcdab89"
                        + "0000000000000001000000000000000200000000000000030000000000000004")
                .hasSize(2 * (12 + 60));
    }

    @Test
    void everyBitThatIsChangedIsFound() {
        byte[] file = SegmentDigests.encode(sample());
        for (int at = 0; at < file.length; at++) {
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                byte[] changed = file.clone();
                changed[at] ^= (byte) (1 << bit);
                assertThat(outcome(changed)).as("bit %s of byte %s", bit, at).startsWith("BACKUP_");
            }
        }
    }

    @Test
    void everyCutIsFound() {
        byte[] file = SegmentDigests.encode(sample());
        for (int length = 0; length < file.length; length++) {
            assertThat(outcome(Arrays.copyOf(file, length)))
                    .as("length %s", length)
                    .startsWith("BACKUP_");
        }
    }
}
