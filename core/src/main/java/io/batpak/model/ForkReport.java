package io.batpak.model;

import java.util.List;

/// What a fork shared and copied, in the fields of the reference's evidence body. Immutable; every instance
/// can be encoded, and lists are in the order of the encoding. Bytes: docs/formats/reports.md
///
/// @param schemaVersion version of the body, 0..65535; [#SCHEMA_VERSION] in new ones
/// @param forkId what identifies the fork: a hash over the other fields but the findings, computed when the
///     report is completed
/// @param fenceToken number of the fence that held the watermark, unsigned
/// @param sourceWatermark how far the source reached
/// @param activeSegmentId the segment that was written to, unsigned; the watermark's
/// @param sharedSegmentIds segments whose bytes source and fork have in common, unsigned; kept ascending
/// @param deepCopiedSegmentIds segments that were copied, unsigned; kept ascending
/// @param strategyCounts files by what became of them
/// @param copiedVisibilityRanges whether the file of hidden ranges was copied
/// @param copiedPendingCompactionMarker whether the marker of an unfinished compaction was copied
/// @param copiedIdempotencyStore whether the file of idempotency keys was copied
/// @param destinationPathDigest BLAKE3 of the destination's path as the caller gave it
/// @param findings one for every directory entry of the source, and what is worth knowing besides; kept
///     sorted, equal ones stay
public record ForkReport(
        int schemaVersion,
        Hash forkId,
        long fenceToken,
        SourceWatermark sourceWatermark,
        long activeSegmentId,
        List<Long> sharedSegmentIds,
        List<Long> deepCopiedSegmentIds,
        StrategyCounts strategyCounts,
        boolean copiedVisibilityRanges,
        boolean copiedPendingCompactionMarker,
        boolean copiedIdempotencyStore,
        Hash destinationPathDigest,
        List<Finding> findings) {
    /// The version of new bodies, and the latest one that can be read.
    public static final int SCHEMA_VERSION = 1;

    /// The reason 0.9.0 gives for a file that has no business in a fork.
    public static final String NOT_SHARED_REASON = "not part of the share-safe fork substrate";

    /// Keeps its own sorted copies of the lists.
    ///
    /// @throws InvalidArgumentException if the version does not fit 16 bits
    public ForkReport {
        Ranges.u16("schemaVersion", schemaVersion);
        sharedSegmentIds = SortKey.ascending(sharedSegmentIds);
        deepCopiedSegmentIds = SortKey.ascending(deepCopiedSegmentIds);
        findings = SortKey.sorted(findings, ForkReport::key);
    }

    private static SortKey key(Finding finding) {
        return switch (finding) {
            case Finding.DestinationCleared(long count) -> SortKey.rank(0).and(count);
            case Finding.FenceTokenCancelled() -> SortKey.rank(1);
            case Finding.CacheRegenerableExcluded(String name) ->
                SortKey.rank(2).and(name);
            case Finding.FileExcluded(String name, String reason) ->
                SortKey.rank(3).and(name).and(reason);
            case Finding.FileCopied(String name, Strategy strategy) ->
                SortKey.rank(4).and(name).and(strategy);
            case Finding.KeysExcluded() -> SortKey.rank(5);
        };
    }

    /// The same report with another id.
    public ForkReport withId(Hash id) {
        return new ForkReport(
                schemaVersion,
                id,
                fenceToken,
                sourceWatermark,
                activeSegmentId,
                sharedSegmentIds,
                deepCopiedSegmentIds,
                strategyCounts,
                copiedVisibilityRanges,
                copiedPendingCompactionMarker,
                copiedIdempotencyStore,
                destinationPathDigest,
                findings);
    }

    /// Files by what became of them, all unsigned.
    ///
    /// @param reflink shared by the file system until one side changes
    /// @param hardlink the same file under a second name
    /// @param deepCopy copied
    /// @param cacheRegenerable index files left behind, because an open makes them again
    /// @param excluded files left behind, because they are not of the journal
    public record StrategyCounts(long reflink, long hardlink, long deepCopy, long cacheRegenerable, long excluded) {}

    /// How a file came into the fork.
    public enum Strategy {
        /// Shared by the file system until one side changes.
        REFLINK("Reflink"),
        /// The same file under a second name.
        HARDLINK("Hardlink"),
        /// Copied.
        DEEP_COPY("DeepCopy");

        private final String wireName;

        Strategy(String wireName) {
            this.wireName = wireName;
        }

        /// The name in the body.
        public String wireName() {
            return wireName;
        }
    }

    /// Something worth knowing about a fork. Lone surrogates in texts become question marks.
    public sealed interface Finding {

        /// Files of a store were removed at the destination first.
        ///
        /// @param artifactCount how many, unsigned
        record DestinationCleared(long artifactCount) implements Finding {}

        /// The fence was lifted when the fork was complete.
        record FenceTokenCancelled() implements Finding {}

        /// An index file was left behind.
        ///
        /// @param fileName its name
        record CacheRegenerableExcluded(String fileName) implements Finding {
            /// Makes sure that the name can be encoded.
            public CacheRegenerableExcluded {
                fileName = Utf8.wellFormed(fileName);
            }
        }

        /// A file was left behind.
        ///
        /// @param fileName its name
        /// @param reason why
        record FileExcluded(String fileName, String reason) implements Finding {
            /// Makes sure that the texts can be encoded.
            public FileExcluded {
                fileName = Utf8.wellFormed(fileName);
                reason = Utf8.wellFormed(reason);
            }
        }

        /// A file is in the fork.
        ///
        /// @param fileName its name
        /// @param strategy how it came there
        record FileCopied(String fileName, Strategy strategy) implements Finding {
            /// Makes sure that the name can be encoded.
            public FileCopied {
                fileName = Utf8.wellFormed(fileName);
            }
        }

        /// The keys of an encrypted source were left behind.
        record KeysExcluded() implements Finding {}
    }
}
