package io.batpak.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

import io.batpak.error.StoreErrorKind;
import io.batpak.format.Damage.Reason;
import io.batpak.msgpack.MessageWriter;
import io.batpak.testing.Laws;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `visibility_ranges.fbv`: bytes, the order of its checks, and ranges sorted and merged.
///
/// Covers: E34, E35.
/// Tier: unit.
class VisibilityRangesTest {

    private static VisibilityRanges sample() {
        SortedMap<Long, SequenceRanges> lanes = new TreeMap<>();
        lanes.put(2L, SequenceRanges.of(22, 23));
        lanes.put(0L, SequenceRanges.of(12, 17, 20, 22));
        lanes.put(9L, SequenceRanges.NONE);
        return new VisibilityRanges(SequenceRanges.of(12, 17, 20, 23), lanes);
    }

    private static byte[] file(int version, String bodyHex) {
        byte[] body = HexFormat.of().parseHex(bodyHex);
        byte[] file = new byte[VisibilityRanges.ENVELOPE_BYTES + body.length];
        byte[] envelope = VisibilityRanges.NONE.encode();
        System.arraycopy(envelope, 0, file, 0, VisibilityRanges.ENVELOPE_BYTES);
        System.arraycopy(body, 0, file, VisibilityRanges.BODY_AT, body.length);
        SidxLayout.putU16(file, VisibilityRanges.VERSION_AT, version);
        CRC32 crc = new CRC32();
        crc.update(body);
        SidxLayout.putU32(file, VisibilityRanges.CRC_AT, crc.getValue());
        return file;
    }

    private static String outcome(byte[] file) {
        return switch (VisibilityRanges.decode(file)) {
            case Decoded.Ok<VisibilityRanges>(VisibilityRanges ranges) -> ranges.global() + " " + ranges.lanes();
            case Decoded.Damaged<VisibilityRanges>(Damage damage) ->
                damage.reason().name();
        };
    }

    @Test
    void everyStoredFileIsWrittenAgainByteForByte() {
        for (Path path : GoldenBytes.files(".fbv")) {
            byte[] file = GoldenBytes.bytes(path);
            assertThat(VisibilityRanges.version(file)).isEqualTo(2);
            assertThat(VisibilityRanges.decode(file))
                    .isInstanceOfSatisfying(
                            Decoded.Ok.class,
                            ok -> assertThat(((VisibilityRanges) ok.value()).encode())
                                    .as(path.toString())
                                    .isEqualTo(file));
        }
    }

    @Test
    void theReferenceFencesReadAsDocumented() {
        byte[] file = GoldenBytes.bytes(GoldenBytes.root().resolve("stores-v090/fences/store/visibility_ranges.fbv"));
        assertThat(VisibilityRanges.decode(file)).isEqualTo(new Decoded.Ok<>(sample()));
        assertThat(sample().hides(11)).isFalse();
        assertThat(sample().hides(12)).isTrue();
        assertThat(sample().hides(16)).isTrue();
        assertThat(sample().hides(17)).isFalse();
        assertThat(sample().hides(2, 22)).isTrue();
        assertThat(sample().hides(7, 17)).isFalse();
        assertThat(new VisibilityRanges(SequenceRanges.NONE, sample().lanes()).hides(2, 21))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "2, 81a672616e67657390, ' {}'",
        "1, 81a672616e67657390, ' {}'",
        "1, 81a672616e6765739182a573746172740ca3656e6411, '[12, 17) {}'",
        "2, 81a672616e67657391920c11, '[12, 17) {}'",
        "2, 9290919202919107, RANGES_UNDECODABLE",
        "2, 929091920291920709, ' {2=[7, 9)}'",
        "2, 92909292029192070992029192090a, '" + " {2=[7, 10)}'",
        "2, 81a672616e67657391921111, RANGES_MALFORMED",
        "2, 81a672616e6765739192110c, RANGES_MALFORMED",
        "2, 9290919202919207ff, RANGES_UNDECODABLE",
        "2, 929091920291920905, RANGES_MALFORMED",
        "2, 80, RANGES_UNDECODABLE",
        "2, '', RANGES_UNDECODABLE",
        "2, 81a672616e676573ddffffffff, RANGES_UNDECODABLE",
        "0, 80, RANGES_VERSION",
        "3, 80, RANGES_TOO_NEW",
        "65535, 80, RANGES_TOO_NEW",
    })
    void bodiesAreReadOrRefused(int version, String body, String expected) {
        assertThat(outcome(file(version, body))).isEqualTo(expected);
    }

    @Test
    void checksComeInADocumentedOrder() {
        byte[] file = file(2, "80");
        assertThat(outcome(new byte[11])).isEqualTo("RANGES_SHORT");
        assertThat(outcome(new byte[12])).isEqualTo("RANGES_MAGIC");
        file[VisibilityRanges.CRC_AT]++;
        assertThat(outcome(file)).isEqualTo("RANGES_CRC");
        file[VisibilityRanges.VERSION_AT] = 0;
        assertThat(outcome(file)).isEqualTo("RANGES_VERSION");
        file[VisibilityRanges.VERSION_AT] = 3;
        assertThat(outcome(file)).isEqualTo("RANGES_TOO_NEW");
        file[0] = 0;
        assertThat(outcome(file)).isEqualTo("RANGES_MAGIC");
        assertThat(Reason.RANGES_TOO_NEW.kind()).isEqualTo(StoreErrorKind.HIDDEN_RANGES_FUTURE_VERSION);
        assertThat(Reason.RANGES_CRC.kind()).isEqualTo(StoreErrorKind.HIDDEN_RANGES_CORRUPT);
    }

    @Test
    void everyCutAndEveryFlippedBitIsSeen() {
        byte[] file = sample().encode();
        for (int length = 0; length < file.length; length++) {
            assertThat(outcome(Arrays.copyOf(file, length))).startsWith("RANGES_");
        }
        for (int bit = 0; bit < file.length * Byte.SIZE; bit++) {
            byte[] changed = file.clone();
            changed[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
            boolean version = bit / Byte.SIZE == VisibilityRanges.VERSION_AT;
            assertThat(version || outcome(changed).startsWith("RANGES_"))
                    .as("bit %d", bit)
                    .isTrue();
        }
    }

    @Test
    void rangesAreSortedAndMerged() {
        assertThat(SequenceRanges.of(5, 7, 1, 3, 3, 4, 6, 9)).hasToString("[1, 4)[5, 9)");
        assertThat(SequenceRanges.of(1, 9, 2, 3)).hasToString("[1, 9)");
        assertThat(SequenceRanges.of(0, -1)).hasToString("[0, 18446744073709551615)");
        assertThat(SequenceRanges.of(0, -1).contains(Long.MIN_VALUE)).isTrue();
        assertThat(SequenceRanges.of(1, 4, 5, 9).below(6)).hasToString("[1, 4)[5, 6)");
        assertThat(SequenceRanges.of(1, 4, 5, 9).below(5)).hasToString("[1, 4)");
        assertThat(SequenceRanges.of(1, 4).below(1)).isEqualTo(SequenceRanges.NONE);
        assertThat(sample().below(12)).isEqualTo(VisibilityRanges.NONE);
        assertThatIllegalArgumentException().isThrownBy(() -> SequenceRanges.of(3, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> SequenceRanges.of(3));
    }

    @Test
    void furtherSequencesJoinWhatIsHiddenOnTheirLanes() {
        VisibilityRanges wider = sample().with(23, List.of(2L, 2L, 0L, 2L));
        assertThat(wider.global()).hasToString("[12, 17)[20, 27)");
        assertThat(wider.lanes().get(0L)).hasToString("[12, 17)[20, 22)[25, 26)");
        assertThat(wider.lanes().get(2L)).hasToString("[22, 25)[26, 27)");
        assertThat(wider.lanes()).containsOnlyKeys(0L, 2L);
        VisibilityRanges first = VisibilityRanges.NONE.with(4, List.of(9L));
        assertThat(first.global()).hasToString("[4, 5)");
        assertThat(first.lanes().get(9L)).hasToString("[4, 5)");
        assertThat(first.hides(9, 4)).isTrue();
        assertThat(first.hides(5)).isFalse();
    }

    @Test
    void nothingIsHiddenOnlyWithoutRangesOfAnyKind() {
        assertThat(VisibilityRanges.NONE.isEmpty()).isTrue();
        assertThat(sample().isEmpty()).isFalse();
        assertThat(new VisibilityRanges(sample().global(), new TreeMap<>()).isEmpty())
                .isFalse();
        assertThat(new VisibilityRanges(SequenceRanges.NONE, sample().lanes()).isEmpty())
                .isFalse();
    }

    @Test
    void lanesAreCutBackWithTheRest() {
        VisibilityRanges below = sample().below(21);
        assertThat(below.global()).hasToString("[12, 17)[20, 21)");
        assertThat(below.lanes()).containsOnlyKeys(0L);
        assertThat(below.lanes().get(0L)).hasToString("[12, 17)[20, 21)");
        assertThat(below).isNotEqualTo(sample()).isEqualTo(sample().below(21)).hasSameHashCodeAs(sample().below(21));
        assertThat(SequenceRanges.of(1, 4)).isNotEqualTo(SequenceRanges.of(1, 5));
    }

    @Test
    void mergingKeepsExactlyTheSequences() {
        Laws.qt(1000)
                .forAll(lists().of(integers().between(0, 60)).ofSizeBetween(0, 12))
                .checkAssert(starts -> {
                    long[] bounds = new long[2 * starts.size()];
                    boolean[] covered = new boolean[100];
                    for (int i = 0; i < starts.size(); i++) {
                        bounds[2 * i] = starts.get(i);
                        bounds[2 * i + 1] = starts.get(i) + 1L + i;
                        Arrays.fill(covered, starts.get(i), starts.get(i) + 1 + i, true);
                    }
                    SequenceRanges ranges = SequenceRanges.of(bounds);
                    for (int sequence = 0; sequence < covered.length; sequence++) {
                        assertThat(ranges.contains(sequence)).isEqualTo(covered[sequence]);
                    }
                    for (int i = 1; i < ranges.count(); i++) {
                        assertThat(ranges.start(i)).isGreaterThan(ranges.end(i - 1));
                    }
                    VisibilityRanges all = new VisibilityRanges(ranges, new TreeMap<>());
                    assertThat(VisibilityRanges.decode(all.encode())).isEqualTo(new Decoded.Ok<>(all));
                });
    }

    @Test
    void manyRangesAreRead() {
        MessageWriter body = new MessageWriter(1000);
        body.mapHeader(1);
        body.string("ranges");
        body.arrayHeader(1000);
        for (int i = 0; i < 1000; i++) {
            body.arrayHeader(2);
            body.unsigned(2000 - 2L * i);
            body.unsigned(2001 - 2L * i);
        }
        byte[] file = file(2, HexFormat.of().formatHex(body.toByteArray()));
        assertThat(VisibilityRanges.decode(file))
                .isInstanceOfSatisfying(
                        Decoded.Ok.class,
                        ok -> assertThat(
                                        ((VisibilityRanges) ok.value()).global().count())
                                .isEqualTo(1000));
    }

    @Test
    void seedsOfTheReferenceFuzzerGiveAValue() {
        List<Path> seeds = GoldenBytes.fuzz("hidden_ranges");
        for (Path seed : seeds) {
            assertThat(outcome(GoldenBytes.bytes(seed))).as(seed.toString()).startsWith("RANGES_");
        }
    }
}
