package io.batpak;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.model.BackupManifest;
import io.batpak.model.BackupManifestEnvelope;
import io.batpak.model.Bytes;
import io.batpak.model.Hash;
import io.batpak.testing.GoldenFiles;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// Reports as people read them.
///
/// Covers: A2.
/// Tier: unit.
class EvidenceJsonTest {
    private static String digits(String byteDigits) {
        return byteDigits.repeat(Hash.BYTES);
    }

    private static byte[] golden(String name) {
        return GoldenFiles.hex("canonical/" + name + "_v1.hex");
    }

    @Test
    void hashesAreDigitsAndListsOfIdsAreLists() {
        assertThat(Evidence.json(Evidence.snapshotReport(golden("snapshot_report_body"))))
                .contains(
                        "\"snapshot_id\":\"" + digits("96") + "\"",
                        "\"copied_segment_ids_sorted\":[1,2,3]",
                        "\"destination_path_digest\":\"" + digits("97") + "\"",
                        "\"findings\":[{\"CopyByteHashUnavailable\":{");
        assertThat(Evidence.json(Evidence.compactionReport(golden("compaction_report_body"))))
                .contains(
                        "\"source_segment_ids_sorted\":[1,2]",
                        "\"compaction_id\":\"4aff83ca",
                        "\"merged_segment_id\":null");
        assertThat(Evidence.json(Evidence.restoreProof(golden("restore_proof_report_body"))))
                .contains(
                        "\"manifest_body_hash\":\"ddc96d52",
                        "\"observed\":\"" + digits("ff") + "\"",
                        "\"MissingExpectedSegment\":{\"segment_id\":2}");
    }

    @Test
    void aManifestAndWhatIsSaidAboutItCanBeRead() {
        BackupManifest manifest = Evidence.manifest(golden("backup_manifest_body"));
        assertThat(Evidence.json(manifest)).startsWith("{\"backup_id\":\"" + digits("55") + "\"");
        BackupManifestEnvelope envelope = new BackupManifestEnvelope(
                manifest,
                1,
                OptionalLong.empty(),
                Optional.of("note"),
                List.of(new BackupManifestEnvelope.ManifestSignature(
                        1, Hash.ZERO, Bytes.of(new byte[] {1, (byte) 0xAB}))),
                List.of(new BackupManifestEnvelope.Attestation(2, Bytes.of(new byte[0]))));
        assertThat(Evidence.json(envelope))
                .contains("\"signature_bytes\":\"01ab\"", "\"bytes\":\"\"", "\"diagnostic_note\":\"note\"");
    }
}
