package io.batpak;

import io.batpak.error.ConfigurationException;
import io.batpak.error.EvidenceFormatException;
import io.batpak.error.ForkEvidenceFutureVersionException;
import io.batpak.error.ImportProvenanceFutureVersionException;
import io.batpak.error.StoreException;
import io.batpak.format.BackupManifests;
import io.batpak.format.BodyJson;
import io.batpak.format.CompactionReports;
import io.batpak.format.Damage;
import io.batpak.format.Decoded;
import io.batpak.format.ForkEvidence;
import io.batpak.format.ForkReports;
import io.batpak.format.Provenance;
import io.batpak.format.RestoreProofs;
import io.batpak.format.SnapshotReports;
import io.batpak.model.BackupManifest;
import io.batpak.model.BackupManifest.SegmentRef;
import io.batpak.model.BackupManifestEnvelope;
import io.batpak.model.Bytes;
import io.batpak.model.CompactionReport;
import io.batpak.model.Extensions;
import io.batpak.model.ForkReport;
import io.batpak.model.Hash;
import io.batpak.model.ImportProvenance;
import io.batpak.model.ManifestFinding;
import io.batpak.model.RestoreProof;
import io.batpak.model.SnapshotReport;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/// Reports as bytes that a program in another language, or a later one, reads as the same.
///
/// The bytes and hashes are those of batpak 0.9.0. A hash is BLAKE3 of the bytes. All methods are pure: no
/// store, no file, any number of threads. Bytes: docs/formats/reports.md and its neighbours.
public final class Evidence {
    private static final String MANIFEST = "backup manifest";
    private static final String ENVELOPE = "backup manifest envelope";
    private static final String PROVENANCE = "import provenance";

    private Evidence() {}

    /// The bytes of a report.
    public static byte[] bytes(CompactionReport report) {
        return CompactionReports.encode(report);
    }

    /// The bytes of a report.
    public static byte[] bytes(SnapshotReport report) {
        return SnapshotReports.encode(report);
    }

    /// The bytes of a report, without an envelope.
    public static byte[] bytes(ForkReport report) {
        return ForkReports.encode(report);
    }

    /// The bytes of a manifest, which are what signatures cover.
    public static byte[] bytes(BackupManifest manifest) {
        return BackupManifests.encode(manifest);
    }

    /// The bytes of a manifest and what is said about it.
    public static byte[] bytes(BackupManifestEnvelope envelope) {
        return BackupManifests.encode(envelope);
    }

    /// The bytes of a proof.
    public static byte[] bytes(RestoreProof proof) {
        return RestoreProofs.encode(proof);
    }

    /// The hash of a report.
    public static Hash hash(CompactionReport report) {
        return CompactionReports.bodyHash(report);
    }

    /// The hash of a report.
    public static Hash hash(SnapshotReport report) {
        return SnapshotReports.bodyHash(report);
    }

    /// The hash of a report.
    public static Hash hash(ForkReport report) {
        return ForkReports.bodyHash(report);
    }

    /// The hash of a manifest.
    public static Hash hash(BackupManifest manifest) {
        return BackupManifests.bodyHash(manifest);
    }

    /// The hash of an envelope, which depends on everything in it. It is no hash of the envelope's bytes.
    public static Hash hash(BackupManifestEnvelope envelope) {
        return BackupManifests.envelopeHash(envelope);
    }

    /// The hash of a proof.
    public static Hash hash(RestoreProof proof) {
        return RestoreProofs.bodyHash(proof);
    }

    /// A report as JSON for people: keys ascending, bytes as hexadecimal digits. Nothing reads it back.
    public static String json(CompactionReport report) {
        return BodyJson.of(bytes(report));
    }

    /// A report as JSON for people: keys ascending, bytes as hexadecimal digits. Nothing reads it back.
    public static String json(SnapshotReport report) {
        return BodyJson.of(bytes(report));
    }

    /// A report as JSON for people: keys ascending, bytes as hexadecimal digits. Nothing reads it back.
    public static String json(ForkReport report) {
        return BodyJson.of(bytes(report));
    }

    /// A manifest as JSON for people: keys ascending, bytes as hexadecimal digits. Nothing reads it back.
    public static String json(BackupManifest manifest) {
        return BodyJson.of(bytes(manifest));
    }

    /// A manifest and what is said about it as JSON for people: keys ascending, bytes as hexadecimal digits. Nothing
    /// reads it back.
    public static String json(BackupManifestEnvelope envelope) {
        return BodyJson.of(bytes(envelope));
    }

    /// A proof as JSON for people: keys ascending, bytes as hexadecimal digits. Nothing reads it back.
    public static String json(RestoreProof proof) {
        return BodyJson.of(bytes(proof));
    }

    /// Reads the bytes of a report.
    ///
    /// @throws EvidenceFormatException if they are none, or one of a later version
    public static CompactionReport compactionReport(byte[] bytes) {
        return require("compaction report", CompactionReports.decode(bytes), () -> 0);
    }

    /// Reads the bytes of a report.
    ///
    /// @throws EvidenceFormatException if they are none, or one of a later version
    public static SnapshotReport snapshotReport(byte[] bytes) {
        return require("snapshot report", SnapshotReports.decode(bytes), () -> 0);
    }

    /// Reads the bytes of a manifest, of whatever version; [#audit] tells whether the version is known.
    ///
    /// @throws EvidenceFormatException if they are none
    public static BackupManifest manifest(byte[] bytes) {
        return require(MANIFEST, BackupManifests.decode(bytes), () -> 0);
    }

    /// Reads the bytes of a manifest and what is said about it. Signatures are not checked.
    ///
    /// @throws EvidenceFormatException if they are none
    public static BackupManifestEnvelope manifestEnvelope(byte[] bytes) {
        return require(ENVELOPE, BackupManifests.decodeEnvelope(bytes), () -> 0);
    }

    /// Reads the bytes of a proof.
    ///
    /// @throws EvidenceFormatException if they are none, or one of a later version
    public static RestoreProof restoreProof(byte[] bytes) {
        return require("restore proof", RestoreProofs.decode(bytes), () -> 0);
    }

    /// A fork report as a value that travels alone, with magic, version and checksum.
    public static byte[] forkEvidence(ForkReport report) {
        return ForkEvidence.encode(report);
    }

    /// Reads a fork report that travelled alone.
    ///
    /// @throws ConfigurationException if the bytes are too short, begin otherwise or fail their checksum
    /// @throws ForkEvidenceFutureVersionException if a later release made it
    /// @throws EvidenceFormatException if what the checksum covers is no report
    public static ForkReport forkReport(byte[] evidence) {
        return require("fork evidence", ForkEvidence.decode(evidence), () -> ForkEvidence.version(evidence));
    }

    /// An import provenance as a value that travels alone, with magic, version and checksum.
    public static byte[] importEvidence(ImportProvenance provenance) {
        return Provenance.frame(provenance);
    }

    /// Reads an import provenance that travelled alone.
    ///
    /// @throws ConfigurationException if the bytes are too short, begin otherwise or fail their checksum
    /// @throws ImportProvenanceFutureVersionException if a later release made it
    /// @throws EvidenceFormatException if what the checksum covers is no provenance
    public static ImportProvenance importProvenance(byte[] evidence) {
        return require(PROVENANCE, Provenance.unframe(evidence), () -> Provenance.framedVersion(evidence));
    }

    /// Where an event with these extensions was imported from; empty if it was not.
    ///
    /// @throws ImportProvenanceFutureVersionException if a later release imported it
    /// @throws EvidenceFormatException if its extension is no provenance
    public static Optional<ImportProvenance> importProvenance(Extensions extensions) {
        return extensions
                .get(ImportProvenance.EXTENSION_KEY)
                .map(Bytes::toByteArray)
                .map(value -> require(PROVENANCE, Provenance.decode(value), () -> Provenance.version(value)));
    }

    /// What is wrong with a manifest by itself, sorted; nothing if all is well.
    ///
    /// @param claimed the hash somebody else has of it; empty if nobody has
    public static List<ManifestFinding> audit(BackupManifest manifest, Optional<Hash> claimed) {
        return BackupManifests.audit(manifest, claimed);
    }

    /// Compares segments that were found with a manifest. Of an id that is listed more than once, on either
    /// side, the row with the lowest digest counts.
    ///
    /// @param claimed the hash somebody else has of the manifest; empty if nobody has
    /// @param observed what was found, in any order
    public static RestoreProof compare(BackupManifest manifest, Optional<Hash> claimed, List<SegmentRef> observed) {
        return RestoreProofs.compare(manifest, claimed, observed);
    }

    private static <T> T require(String value, Decoded<T> decoded, IntSupplier version) {
        return switch (decoded) {
            case Decoded.Ok<T>(T found) -> found;
            case Decoded.Damaged<T>(Damage damage) -> throw refusal(value, damage, version);
        };
    }

    private static StoreException refusal(String value, Damage damage, IntSupplier version) {
        return switch (damage.reason()) {
            case FORK_EVIDENCE_TOO_NEW ->
                new ForkEvidenceFutureVersionException(version.getAsInt(), ForkReport.SCHEMA_VERSION);
            case IMPORT_PROVENANCE_TOO_NEW ->
                new ImportProvenanceFutureVersionException(version.getAsInt(), ImportProvenance.SCHEMA_VERSION);
            case EVIDENCE_SHORT, EVIDENCE_MAGIC, EVIDENCE_VERSION, EVIDENCE_CRC ->
                new ConfigurationException(value, "unusable (" + damage.detail() + ")", "the whole value, unchanged");
            default -> new EvidenceFormatException(value, damage.toString());
        };
    }
}
