package io.batpak.model;

import java.util.List;

/// What a snapshot copied, in the fields of the reference's evidence body. Immutable; every instance can be
/// encoded, and lists are in the order of the encoding. Bytes: docs/formats/reports.md
///
/// @param schemaVersion version of the body, 0..65535; [#SCHEMA_VERSION] in new ones
/// @param snapshotId what identifies the snapshot: a hash over the other fields but the findings, computed
///     when the report is completed
/// @param fenceToken number of the fence that held the watermark, unsigned
/// @param sourceWatermark how far the source reached
/// @param copiedSegmentIds the segments in the copy, unsigned; kept ascending
/// @param copiedVisibilityRanges whether the file of hidden ranges was copied
/// @param copiedPendingCompactionMarker whether the marker of an unfinished compaction was copied
/// @param copiedIdempotencyStore whether the file of idempotency keys was copied
/// @param destinationPathDigest BLAKE3 of the destination's path as the caller gave it
/// @param findings what is worth knowing besides; kept sorted, equal ones stay
public record SnapshotReport(
        int schemaVersion,
        Hash snapshotId,
        long fenceToken,
        SourceWatermark sourceWatermark,
        List<Long> copiedSegmentIds,
        boolean copiedVisibilityRanges,
        boolean copiedPendingCompactionMarker,
        boolean copiedIdempotencyStore,
        Hash destinationPathDigest,
        List<Finding> findings) {
    /// The version of new bodies, and the latest one that can be read.
    public static final int SCHEMA_VERSION = 2;

    /// The reason 0.9.0 gives in every snapshot for having no hash per file.
    public static final String NO_HASH_REASON =
            "snapshot v1 records structural file identity; per-file byte hash table is out of scope";

    /// Keeps its own sorted copies of the lists.
    ///
    /// @throws InvalidArgumentException if the version does not fit 16 bits
    public SnapshotReport {
        Ranges.u16("schemaVersion", schemaVersion);
        copiedSegmentIds = SortKey.ascending(copiedSegmentIds);
        findings = SortKey.sorted(findings, SnapshotReport::key);
    }

    private static SortKey key(Finding finding) {
        return switch (finding) {
            case Finding.DestinationCleared(long count) -> SortKey.rank(0).and(count);
            case Finding.CopyByteHashUnavailable(String reason, FileKind kind) ->
                SortKey.rank(1).and(reason).and(kind);
            case Finding.FenceTokenCancelled() -> SortKey.rank(2);
            case Finding.KeysExcluded() -> SortKey.rank(3);
        };
    }

    /// The same report with another id.
    public SnapshotReport withId(Hash id) {
        return new SnapshotReport(
                schemaVersion,
                id,
                fenceToken,
                sourceWatermark,
                copiedSegmentIds,
                copiedVisibilityRanges,
                copiedPendingCompactionMarker,
                copiedIdempotencyStore,
                destinationPathDigest,
                findings);
    }

    /// A kind of file that a snapshot copies.
    public enum FileKind {
        /// Segments.
        SEGMENT("Segment"),
        /// The file of hidden ranges.
        VISIBILITY_RANGES("VisibilityRanges"),
        /// The file of idempotency keys.
        IDEMPOTENCY_STORE("IdempotencyStore"),
        /// The marker of an unfinished compaction.
        PENDING_COMPACTION_MARKER("PendingCompactionMarker");

        private final String wireName;

        FileKind(String wireName) {
            this.wireName = wireName;
        }

        /// The name in the body.
        public String wireName() {
            return wireName;
        }
    }

    /// Something worth knowing about a snapshot.
    public sealed interface Finding {

        /// Files of a store were removed at the destination first.
        ///
        /// @param artifactCount how many, unsigned
        record DestinationCleared(long artifactCount) implements Finding {}

        /// The copied files of a kind were not hashed.
        ///
        /// @param reason why; lone surrogates become question marks
        /// @param fileKind the kind
        record CopyByteHashUnavailable(String reason, FileKind fileKind) implements Finding {
            /// Makes sure that the reason can be encoded.
            public CopyByteHashUnavailable {
                reason = Utf8.wellFormed(reason);
            }
        }

        /// The fence was lifted when the copy was complete.
        record FenceTokenCancelled() implements Finding {}

        /// The keys of an encrypted source were left behind.
        record KeysExcluded() implements Finding {}
    }
}
