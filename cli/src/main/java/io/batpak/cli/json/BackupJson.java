package io.batpak.cli.json;

import io.batpak.model.BackupReport;
import io.batpak.model.ManifestFinding;
import io.batpak.model.RestoreProof;
import io.batpak.model.RestoreReport;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Backups, proofs and restores as JSON objects.
public final class BackupJson {
    private BackupJson() {}

    /// What a backup did.
    public static ObjectNode backup(BackupReport report) {
        ObjectNode node = Json.object();
        node.put("manifest", report.number());
        node.put("backup_id", report.manifest().backupId().hex());
        node.put("manifest_hash", report.manifestHash().hex());
        node.put("segments", report.manifest().segments().size());
        node.put("objects_copied", report.objectsCopied());
        node.put("bytes_copied", report.bytesCopied());
        node.put("objects_present", report.objectsPresent());
        node.put("bytes_present", report.bytesPresent());
        node.put("objects_replaced", report.objectsReplaced());
        node.put("manifests_removed", report.manifestsRemoved());
        node.put("objects_removed", report.objectsRemoved());
        node.put("bytes_removed", report.bytesRemoved());
        ArrayNode unreadable = node.putArray("unreadable_manifests");
        report.unreadableManifests().forEach(unreadable::add);
        return node;
    }

    /// What a restore did.
    public static ObjectNode restore(RestoreReport report) {
        ObjectNode node = Json.object();
        node.put("manifest", report.number());
        node.put("backup_id", report.manifest().backupId().hex());
        node.put("files", report.files());
        node.put("bytes", report.bytes());
        node.set("proof", proof(report.proof()));
        return node;
    }

    /// How a backup or a directory compares with a manifest.
    public static ObjectNode proof(RestoreProof proof) {
        ObjectNode node = Json.object();
        node.put("clean", proof.isClean());
        node.put("manifest_hash", proof.manifestBodyHash().hex());
        node.put("observed_segments", proof.observedSegments().size());
        ArrayNode findings = node.putArray("findings");
        proof.findings().forEach(finding -> findings.add(finding(finding)));
        return node;
    }

    private static ObjectNode finding(ManifestFinding finding) {
        ObjectNode node = Json.object();
        node.put("finding", finding.getClass().getSimpleName());
        switch (finding) {
            case ManifestFinding.UnsupportedManifestBodySchemaVersion(long observed, long expected) ->
                node.put("observed", observed).put("expected", expected);
            case ManifestFinding.DuplicateSegmentRef(long segment, var digest) ->
                segment(node, segment).put("bytes_digest", digest.hex());
            case ManifestFinding.InconsistentSegmentId(long segment, var first, var second) ->
                segment(node, segment).put("first_digest", first.hex()).put("second_digest", second.hex());
            case ManifestFinding.ManifestBodyHashMismatch(var claimed, var computed) ->
                node.put("claimed", claimed.hex()).put("computed", computed.hex());
            case ManifestFinding.MissingExpectedSegment(long segment) -> segment(node, segment);
            case ManifestFinding.UnexpectedObservedSegment(long segment) -> segment(node, segment);
            case ManifestFinding.SegmentBytesDigestMismatch(long segment, var expected, var observed) ->
                segment(node, segment).put("expected", expected.hex()).put("observed", observed.hex());
        }
        return node;
    }

    private static ObjectNode segment(ObjectNode node, long segment) {
        node.set("segment", Json.unsigned(segment));
        return node;
    }
}
