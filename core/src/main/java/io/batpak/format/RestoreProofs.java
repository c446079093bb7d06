package io.batpak.format;

import io.batpak.model.BackupManifest;
import io.batpak.model.BackupManifest.SegmentRef;
import io.batpak.model.Hash;
import io.batpak.model.ManifestFinding;
import io.batpak.model.RestoreProof;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Bytes and identity of restore proofs, and the comparison they prove.
///
/// ```
/// body   {schema_version u32, manifest_body_hash [32],
///         observed_segments_sorted [{segment_id u64, bytes_digest [32]}], findings [finding]}
/// ```
///
/// Pure. Bytes: docs/formats/backup-manifest.md
public final class RestoreProofs {
    private static final String NAME = "restore proof";
    private static final String[] BODY = {"schema_version", "manifest_body_hash", "observed_segments_sorted", "findings"
    };

    private RestoreProofs() {}

    /// The body's canonical bytes.
    public static byte[] encode(RestoreProof proof) {
        return body(proof).toByteArray();
    }

    /// The hash of the body.
    public static Hash bodyHash(RestoreProof proof) {
        return body(proof).digest();
    }

    private static BodyWriter body(RestoreProof proof) {
        return BodyWriter.map(BODY.length)
                .number(BODY[0], proof.schemaVersion())
                .hash(BODY[1], proof.manifestBodyHash())
                .segments(BODY[2], proof.observedSegments())
                .each(BODY[3], proof.findings(), ManifestFindings::put);
    }

    /// Reads a body. A later version than this release knows is refused.
    public static Decoded<RestoreProof> decode(byte[] body) {
        return BodyReader.decode(NAME, body, 0, RestoreProofs::read);
    }

    private static RestoreProof read(BodyReader in) {
        long[] version = new long[1];
        Hash[] manifest = {Hash.ZERO};
        List<SegmentRef> observed = new ArrayList<>();
        List<ManifestFinding> findings = new ArrayList<>();
        in.struct(NAME, 1, BODY, field -> {
            switch (field) {
                case 0 -> version[0] = in.version(NAME, RestoreProof.SCHEMA_VERSION);
                case 1 -> manifest[0] = in.hash();
                case 2 -> observed.addAll(in.segments(3));
                default -> findings.addAll(in.each(() -> ManifestFindings.read(in)));
            }
        });
        return new RestoreProof(version[0], manifest[0], observed, findings);
    }

    /// Compares segments that were found with a manifest of which nobody has a hash.
    public static RestoreProof compare(BackupManifest manifest, List<SegmentRef> observed) {
        return compare(manifest, Optional.empty(), observed);
    }

    /// Compares segments that were found with a manifest. Of an id that is listed more than once, on either
    /// side, the row with the lowest digest counts.
    ///
    /// @param claimed the hash somebody else has of the manifest; empty if nobody has
    /// @param observed what was found, in any order
    public static RestoreProof compare(BackupManifest manifest, Optional<Hash> claimed, List<SegmentRef> observed) {
        RestoreProof facts =
                new RestoreProof(RestoreProof.SCHEMA_VERSION, BackupManifests.bodyHash(manifest), observed, List.of());
        List<ManifestFinding> findings = new ArrayList<>(BackupManifests.audit(manifest, claimed));
        Map<Long, Hash> expectedDigests = BackupManifests.fold(manifest.segments(), new ArrayList<>());
        Map<Long, Hash> observedDigests = BackupManifests.fold(facts.observedSegments(), findings);
        expectedDigests.forEach((id, expected) -> {
            Hash found = observedDigests.get(id);
            if (found == null) {
                findings.add(new ManifestFinding.MissingExpectedSegment(id));
            } else if (!found.equals(expected)) {
                findings.add(new ManifestFinding.SegmentBytesDigestMismatch(id, expected, found));
            }
        });
        observedDigests.keySet().stream()
                .filter(id -> !expectedDigests.containsKey(id))
                .forEach(id -> findings.add(new ManifestFinding.UnexpectedObservedSegment(id)));
        return new RestoreProof(facts.schemaVersion(), facts.manifestBodyHash(), facts.observedSegments(), findings);
    }
}
