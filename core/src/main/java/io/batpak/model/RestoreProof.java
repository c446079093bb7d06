package io.batpak.model;

import java.util.List;

/// How the segments that were found compare with a backup manifest. Immutable; every instance can be encoded.
/// Bytes: docs/formats/backup-manifest.md
///
/// @param schemaVersion version of the body, 0..4294967295; [#SCHEMA_VERSION] in new ones
/// @param manifestBodyHash the hash of the manifest, computed from it
/// @param observedSegments what was found; kept ascending by id, then digest, equal ones stay
/// @param findings what does not fit; empty if everything does; kept sorted, equal ones stay
public record RestoreProof(
        long schemaVersion,
        Hash manifestBodyHash,
        List<BackupManifest.SegmentRef> observedSegments,
        List<ManifestFinding> findings) {
    /// The version of new bodies, and the latest one that can be read.
    public static final long SCHEMA_VERSION = 1;

    /// Keeps its own sorted copies of the lists.
    ///
    /// @throws InvalidArgumentException if the version does not fit 32 bits
    public RestoreProof {
        Ranges.u32("schemaVersion", schemaVersion);
        observedSegments = BackupManifest.SegmentRef.sorted(observedSegments);
        findings = ManifestFinding.sorted(findings);
    }

    /// Whether everything that was found is as the manifest says, and nothing is missing.
    public boolean isClean() {
        return findings.isEmpty();
    }
}
