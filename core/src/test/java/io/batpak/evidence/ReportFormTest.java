package io.batpak.evidence;

import static io.batpak.evidence.GoldenBody.filled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.error.EvidenceFormatException;
import io.batpak.format.CompactionReports;
import io.batpak.format.Decoded;
import io.batpak.format.ReportSamples;
import io.batpak.format.RestoreProofs;
import io.batpak.format.SnapshotReports;
import io.batpak.model.CompactionReport;
import io.batpak.model.EventId;
import io.batpak.model.ForkReport;
import io.batpak.model.Hash;
import io.batpak.model.InvalidArgumentException;
import io.batpak.testing.GoldenFiles;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Reports that travel: their body as it is, its hash, and three more things that no hash covers.
///
/// Covers: A2, G5.
/// Tier: unit.
class ReportFormTest {
    private static final ChainWalkReport WALK =
            ChainWalkReport.of(List.of(), List.of(new ChainWalkFinding.MissingStart(new EventId(0, 0xDEADBEEFL))));

    private static byte[] golden(String name) {
        return GoldenFiles.hex("canonical/" + name + "_v1.hex");
    }

    private static <B> B decoded(Decoded<B> decoded) {
        return switch (decoded) {
            case Decoded.Ok<B>(B body) -> body;
            case Decoded.Damaged<B> damaged -> throw new AssertionError(damaged.toString());
        };
    }

    /// Each form with a body of the reference, and how many keys 0.9.0 gives the envelope.
    static Stream<Arguments> forms() {
        byte[] walk = golden("chain_walk_report_body");
        byte[] read = golden("read_walk_report_body");
        byte[] run = golden("projection_run_report_body");
        byte[] subscriber = golden("subscriber_frontier_report_body");
        byte[] resources = golden("store_resource_report_body");
        byte[] schema = golden("schema_snapshot_report_body");
        byte[] snapshot = golden("snapshot_report_body");
        byte[] compaction = golden("compaction_report_body");
        byte[] restore = golden("restore_proof_report_body");
        return Stream.of(
                Arguments.of(ReportForm.CHAIN_WALK, ChainWalkReport.fromBytes(walk), walk, 5),
                Arguments.of(ReportForm.READ_WALK, ReadWalkReport.fromBytes(read), read, 5),
                Arguments.of(ReportForm.PROJECTION_RUN, ProjectionRunReport.fromBytes(run), run, 5),
                Arguments.of(
                        ReportForm.SUBSCRIBER_FRONTIER, SubscriberFrontierReport.fromBytes(subscriber), subscriber, 5),
                Arguments.of(ReportForm.STORE_RESOURCE, StoreResourceReport.fromBytes(resources), resources, 5),
                Arguments.of(ReportForm.SCHEMA, SchemaDrift.fromBytes(schema), schema, 5),
                Arguments.of(ReportForm.SNAPSHOT, decoded(SnapshotReports.decode(snapshot)), snapshot, 5),
                Arguments.of(ReportForm.COMPACTION, decoded(CompactionReports.decode(compaction)), compaction, 2),
                Arguments.of(ReportForm.RESTORE, decoded(RestoreProofs.decode(restore)), restore, 2));
    }

    private static void text(ByteArrayOutputStream out, String text) {
        out.write(0xA0 | text.length());
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    /// The envelope of a body as the rules of the format have it, written by hand.
    private static byte[] byHand(byte[] body, Hash hash, int keys) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0x80 | keys);
        text(out, "body");
        out.writeBytes(body);
        text(out, "body_hash");
        out.writeBytes(new byte[] {(byte) 0xDC, 0, 32});
        for (byte each : hash.toByteArray()) {
            if (each < 0) {
                out.write(0xCC);
            }
            out.write(each);
        }
        if (keys == 5) {
            text(out, "generated_at_unix_ms");
            out.write(0xC0);
            text(out, "batpak_version");
            out.write(0xC0);
            text(out, "diagnostics");
            out.write(0x90);
        }
        return out.toByteArray();
    }

    @ParameterizedTest
    @MethodSource("forms")
    <B> void anEnvelopeIsTheBodyAsItIsAndWhatIsSaidAroundIt(ReportForm<B> form, B body, byte[] golden, int keys) {
        EvidenceReport<B> report = form.report(body);
        assertThat(report.bodyHash()).isEqualTo(Hash.blake3(golden));
        byte[] bytes = form.toBytes(report);
        assertThat(bytes).isEqualTo(byHand(golden, report.bodyHash(), keys));
        assertThat(form.fromBytes(bytes)).isEqualTo(report);
        assertThat(form.verify(bytes)).isEqualTo(new EvidenceVerdict.Sound());
        assertThat(form.toJson(report))
                .startsWith(keys == 5 ? "{\"batpak_version\":null,\"body\":{\"" : "{\"body\":{\"")
                .contains("\"body_hash\":\"" + report.bodyHash().hex() + "\"");
    }

    @ParameterizedTest
    @MethodSource("forms")
    <B> void whateverIsChangedInAnEnvelopeIsNoticed(ReportForm<B> form, B body, byte[] golden, int keys) {
        byte[] bytes = form.toBytes(form.report(body));
        int covered = bytes.length - (keys == 5 ? 52 : 0);
        for (int at = 0; at < covered; at++) {
            byte[] flipped = bytes.clone();
            flipped[at] ^= 0x11;
            assertThat(form.verify(flipped)).as("byte %d", at).isNotEqualTo(new EvidenceVerdict.Sound());
        }
        for (int length : new int[] {0, 1, golden.length, bytes.length - 1, bytes.length + 1}) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> form.fromBytes(cut)).isInstanceOf(EvidenceFormatException.class);
            assertThat(form.verify(cut)).isInstanceOf(EvidenceVerdict.NotReadable.class);
        }
    }

    @Test
    void aForkTravelsWithItsFindings() {
        EvidenceReport<ForkReport> report = ReportForm.FORK.report(ReportSamples.fork());
        assertThat(report.bodyHash()).hasToString("c0a6fd43705e44293f26b970c426c77409f35f417a5c6bd2e4cbafbc7d108927");
        byte[] bytes = ReportForm.FORK.toBytes(report);
        assertThat(ReportForm.FORK.fromBytes(bytes)).isEqualTo(report);
        assertThat(ReportForm.FORK.toJson(report)).contains("\"fork_id\":\"eff3e2d8");
    }

    @Test
    void whatIsSaidAroundABodyMovesNoHash() {
        EvidenceReport<ChainWalkReport> bare = ReportForm.CHAIN_WALK.report(WALK);
        assertThat(bare.isBare()).isTrue();
        assertThat(bare.bodyHash()).hasToString("412c5a764b945e16745b54092641f2cbd4071fe09c2317c901e471320b032642");
        EvidenceReport<ChainWalkReport> told =
                bare.generatedAt(-1).byVersion("0.9.0").remarks(List.of("first", "second"));
        byte[] bytes = ReportForm.CHAIN_WALK.toBytes(told);
        assertThat(HexFormat.of().formatHex(bytes))
                .endsWith("cfffffffffffffffffae" + hex("batpak_version") + "a5" + hex("0.9.0") + "ab"
                        + hex("diagnostics") + "92a5" + hex("first") + "a6" + hex("second"));
        assertThat(ReportForm.CHAIN_WALK.fromBytes(bytes)).isEqualTo(told);
        assertThat(told.bodyHash()).isEqualTo(bare.bodyHash());
        assertThat(ReportForm.CHAIN_WALK.verify(bytes)).isEqualTo(new EvidenceVerdict.Sound());
        assertThat(ReportForm.CHAIN_WALK.toJson(told))
                .contains("\"generated_at_unix_ms\":18446744073709551615")
                .contains("\"diagnostics\":[\"first\",\"second\"]");
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void aHashThatIsNotThatOfTheBodyIsTold() {
        EvidenceReport<ChainWalkReport> bare = ReportForm.CHAIN_WALK.report(WALK);
        byte[] bytes = byHand(WALK.toBytes(), filled(7), 5);
        assertThat(ReportForm.CHAIN_WALK.verify(bytes)).isEqualTo(new EvidenceVerdict.HashMismatch(bare.bodyHash()));
    }

    @Test
    void aCompactionHasNoPlaceForRemarks() {
        EvidenceReport<CompactionReport> dated = ReportForm.COMPACTION
                .report(decoded(CompactionReports.decode(golden("compaction_report_body"))))
                .generatedAt(5);
        assertThatThrownBy(() -> ReportForm.COMPACTION.toBytes(dated)).isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> ReportForm.COMPACTION.toJson(dated))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("compaction report");
    }
}
