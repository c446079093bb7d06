package io.batpak.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.format.Damage.Reason;
import io.batpak.model.ForkReport;
import io.batpak.model.ImportProvenance;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// Fork evidence and import provenance in their envelopes: bytes, the order of the checks, every flipped bit.
///
/// Tier: unit.
class FramedValuesTest {

    private static Object outcome(Decoded<?> decoded) {
        return switch (decoded) {
            case Decoded.Ok<?>(Object value) -> value;
            case Decoded.Damaged<?>(Damage damage) -> damage.reason();
        };
    }

    @Test
    void forkEvidenceHasTheKnownEnvelopeAndComesBack() {
        ForkReport report = ReportSamples.fork();
        byte[] framed = ForkEvidence.encode(report);
        assertThat(HexFormat.of().formatHex(framed, 0, 12)).isEqualTo("464241544645" + "0100" + "78973e43");
        assertThat(Arrays.copyOfRange(framed, 12, framed.length)).isEqualTo(ForkReports.encode(report));
        assertThat(ForkEvidence.decode(framed)).isEqualTo(new Decoded.Ok<>(report));
    }

    @Test
    void aProvenanceHasTheDocumentedBytesAndComesBack() {
        ImportProvenance provenance = ReportSamples.provenance();
        byte[] value = Provenance.encode(provenance);
        assertThat(HexFormat.of().formatHex(value))
                .startsWith("86ae736368656d615f76657273696f6e01b0736f757263655f6e616d657370616365a972756e6e65722d6e73")
                .contains("c4100123456789abcdeffffffffffffffffe", "cffffffffffffffffd", "cdf001", "dc0020cccc");
        assertThat(Provenance.decode(value)).isEqualTo(new Decoded.Ok<>(provenance));
        byte[] framed = Provenance.frame(provenance);
        assertThat(HexFormat.of().formatHex(framed)).startsWith("4642415449500100");
        assertThat(Provenance.unframe(framed)).isEqualTo(new Decoded.Ok<>(provenance));
    }

    @Test
    void aProvenanceOfVersionZeroIsRead() {
        ImportProvenance now = ReportSamples.provenance();
        ImportProvenance old = new ImportProvenance(
                0,
                now.sourceNamespace(),
                now.sourceEventId(),
                now.sourceSequence(),
                now.sourceKind(),
                now.sourceContentHash());
        assertThat(Provenance.decode(Provenance.encode(old))).isEqualTo(new Decoded.Ok<>(old));
        assertThat(Provenance.unframe(Provenance.frame(old))).isEqualTo(new Decoded.Ok<>(old));
    }

    @Test
    void aBodyOfALaterVersionIsToldFromDamageWhateverElseItSays() {
        byte[] later = BodyWriter.map(2)
                .number("schema_version", 70_000)
                .text("more", "than we know")
                .toByteArray();
        assertThat(outcome(Provenance.decode(later))).isEqualTo(Reason.IMPORT_PROVENANCE_TOO_NEW);
        assertThat(Provenance.version(later)).isEqualTo(70_000);
        FramedValue frame = new FramedValue("fork evidence", "FBATFE", 1, Reason.EVIDENCE_CRC, ForkReports::version);
        byte[] framed = frame.frame(1, later);
        assertThat(outcome(ForkEvidence.decode(framed))).isEqualTo(Reason.FORK_EVIDENCE_TOO_NEW);
        assertThat(ForkEvidence.version(framed)).isEqualTo(70_000);
        byte[] inFront = frame.frame(9, later);
        assertThat(outcome(ForkEvidence.decode(inFront))).isEqualTo(Reason.FORK_EVIDENCE_TOO_NEW);
        assertThat(ForkEvidence.version(inFront)).isEqualTo(9);
        byte[] huge = BodyWriter.map(1).number("schema_version", -1).toByteArray();
        assertThat(Provenance.version(huge)).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void checksComeInADocumentedOrder() {
        checks(ForkEvidence.encode(ReportSamples.fork()), ForkEvidence::decode, Reason.FORK_EVIDENCE_TOO_NEW);
        checks(Provenance.frame(ReportSamples.provenance()), Provenance::unframe, Reason.IMPORT_PROVENANCE_TOO_NEW);
    }

    private static <T> void checks(byte[] framed, Function<byte[], Decoded<T>> decode, Reason tooNew) {
        assertThat(outcome(decode.apply(new byte[11]))).isEqualTo(Reason.EVIDENCE_SHORT);
        assertThat(outcome(decode.apply(new byte[12]))).isEqualTo(Reason.EVIDENCE_MAGIC);
        byte[] bytes = framed.clone();
        bytes[FramedValue.VERSION_AT] = 0;
        assertThat(outcome(decode.apply(bytes))).isEqualTo(Reason.EVIDENCE_VERSION);
        bytes[FramedValue.BODY_AT] = 0;
        assertThat(outcome(decode.apply(bytes))).isEqualTo(Reason.EVIDENCE_CRC);
        bytes[FramedValue.VERSION_AT] = 2;
        assertThat(outcome(decode.apply(bytes))).isEqualTo(tooNew);
        bytes[FramedValue.MAGIC_AT]++;
        assertThat(outcome(decode.apply(bytes))).isEqualTo(Reason.EVIDENCE_MAGIC);
        String magic = new String(framed, FramedValue.MAGIC_AT, FramedValue.MAGIC_BYTES, StandardCharsets.US_ASCII);
        byte[] empty = new FramedValue("x", magic, 1, tooNew, _ -> 1).frame(1, new byte[0]);
        assertThat(outcome(decode.apply(empty))).isEqualTo(Reason.VALUE_UNDECODABLE);
    }

    @Test
    void everyCutAndEveryFlippedBitIsSeen() {
        flips(ForkEvidence.encode(ReportSamples.fork()), ForkEvidence::decode);
        flips(Provenance.frame(ReportSamples.provenance()), Provenance::unframe);
    }

    private static <T> void flips(byte[] framed, Function<byte[], Decoded<T>> decode) {
        for (int length = 0; length < framed.length; length++) {
            assertThat(decode.apply(Arrays.copyOf(framed, length))).isInstanceOf(Decoded.Damaged.class);
        }
        assertThat(decode.apply(Arrays.copyOf(framed, framed.length + 1))).isInstanceOf(Decoded.Damaged.class);
        for (int bit = 0; bit < framed.length * Byte.SIZE; bit++) {
            byte[] changed = framed.clone();
            changed[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
            assertThat(decode.apply(changed)).as("bit %d", bit).isInstanceOf(Decoded.Damaged.class);
        }
    }

    @Test
    void changesOfAnExtensionGiveAValue() {
        byte[] value = Provenance.encode(ReportSamples.provenance());
        for (int at = 0; at < value.length; at++) {
            assertThat(Provenance.decode(Arrays.copyOf(value, at))).isInstanceOf(Decoded.Damaged.class);
            for (int other = 0; other < 256; other++) {
                byte[] changed = value.clone();
                changed[at] = (byte) other;
                assertThat(Provenance.decode(changed)).isNotNull();
            }
        }
    }
}
