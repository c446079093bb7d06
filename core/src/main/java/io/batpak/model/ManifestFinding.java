package io.batpak.model;

import java.util.List;

/// Something wrong with a backup manifest, or with the segments that were found beside it.
public sealed interface ManifestFinding {

    /// A sorted copy: by the order of the declarations here, then by the fields. Equal ones stay.
    static List<ManifestFinding> sorted(List<ManifestFinding> findings) {
        return SortKey.sorted(findings, finding -> switch (finding) {
            case UnsupportedManifestBodySchemaVersion(long observed, long expected) ->
                SortKey.rank(0).and(observed).and(expected);
            case DuplicateSegmentRef(long segment, Hash digest) ->
                SortKey.rank(1).and(segment).and(digest);
            case InconsistentSegmentId(long segment, Hash first, Hash second) ->
                SortKey.rank(2).and(segment).and(first).and(second);
            case ManifestBodyHashMismatch(Hash claimed, Hash computed) ->
                SortKey.rank(3).and(claimed).and(computed);
            case MissingExpectedSegment(long segment) -> SortKey.rank(4).and(segment);
            case UnexpectedObservedSegment(long segment) -> SortKey.rank(5).and(segment);
            case SegmentBytesDigestMismatch(long segment, Hash expected, Hash observed) ->
                SortKey.rank(6).and(segment).and(expected).and(observed);
        });
    }

    /// The manifest is of a version that is not known.
    ///
    /// @param observed its version, 0..4294967295
    /// @param expected the version that is known, 0..4294967295
    record UnsupportedManifestBodySchemaVersion(long observed, long expected) implements ManifestFinding {
        /// @throws InvalidArgumentException if a version does not fit 32 bits
        public UnsupportedManifestBodySchemaVersion {
            Ranges.u32("observed", observed);
            Ranges.u32("expected", expected);
        }
    }

    /// A segment is listed a second time.
    ///
    /// @param segmentId its id, unsigned
    /// @param bytesDigest its digest, the same both times
    record DuplicateSegmentRef(long segmentId, Hash bytesDigest) implements ManifestFinding {}

    /// A segment is listed with two digests.
    ///
    /// @param segmentId its id, unsigned
    /// @param firstDigest the lower digest, which counts
    /// @param secondDigest the other one
    record InconsistentSegmentId(long segmentId, Hash firstDigest, Hash secondDigest) implements ManifestFinding {}

    /// The manifest does not hash to what its keeper says.
    ///
    /// @param claimed the hash the keeper has
    /// @param computed the hash of the manifest
    record ManifestBodyHashMismatch(Hash claimed, Hash computed) implements ManifestFinding {}

    /// A segment of the manifest is not there.
    ///
    /// @param segmentId its id, unsigned
    record MissingExpectedSegment(long segmentId) implements ManifestFinding {}

    /// A segment is there that the manifest does not list.
    ///
    /// @param segmentId its id, unsigned
    record UnexpectedObservedSegment(long segmentId) implements ManifestFinding {}

    /// A segment has other bytes than the manifest says.
    ///
    /// @param segmentId its id, unsigned
    /// @param expected the digest in the manifest
    /// @param observed the digest of what is there
    record SegmentBytesDigestMismatch(long segmentId, Hash expected, Hash observed) implements ManifestFinding {}
}
