package io.batpak.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What one step of a compaction did, in the fields of the reference's evidence body. Immutable; every
/// instance can be encoded, and lists are in the order of the encoding. Bytes: docs/formats/reports.md
///
/// @param schemaVersion version of the body, 0..65535; [#SCHEMA_VERSION] in new ones
/// @param compactionId what identifies the compaction: a hash over the fields that say what was done, computed
///     when the report is completed
/// @param inputSegmentLow lowest id among the sources, unsigned; empty if there were none
/// @param inputSegmentHigh highest id among the sources, unsigned; empty if there were none
/// @param strategyShape which events were to stay
/// @param minSegmentsThreshold sealed segments from which on the compaction was to run, unsigned
/// @param activeSegmentId the segment that was written to, unsigned
/// @param sealedSegmentCount sealed segments that were there, unsigned
/// @param sourceSegmentIds the segments that were read, unsigned; kept ascending
/// @param mergedSegmentId the segment that was written, unsigned; empty if none was to be
/// @param outputSegmentBytesHash BLAKE3 of its whole file; empty if there is none or it could not be read
/// @param outcome how it ended
/// @param segmentsRemoved segments that are gone, unsigned
/// @param bytesReclaimed bytes of the files that are gone, unsigned
/// @param findings what is worth knowing besides; kept sorted, equal ones stay
public record CompactionReport(
        int schemaVersion,
        Hash compactionId,
        OptionalLong inputSegmentLow,
        OptionalLong inputSegmentHigh,
        Shape strategyShape,
        long minSegmentsThreshold,
        long activeSegmentId,
        long sealedSegmentCount,
        List<Long> sourceSegmentIds,
        OptionalLong mergedSegmentId,
        Optional<Hash> outputSegmentBytesHash,
        CompactionOutcome outcome,
        long segmentsRemoved,
        long bytesReclaimed,
        List<Finding> findings) {
    /// The version of new bodies, and the latest one that can be read.
    public static final int SCHEMA_VERSION = 1;

    /// Keeps its own sorted copies of the lists.
    ///
    /// @throws InvalidArgumentException if the version does not fit 16 bits
    public CompactionReport {
        Ranges.u16("schemaVersion", schemaVersion);
        sourceSegmentIds = SortKey.ascending(sourceSegmentIds);
        findings = SortKey.sorted(findings, CompactionReport::key);
    }

    private static SortKey key(Finding finding) {
        return switch (finding) {
            case Finding.PreSwapRollback(String reason) -> SortKey.rank(0).and(reason);
            case Finding.OutputSegmentHashUnavailable(String reason) ->
                SortKey.rank(1).and(reason);
        };
    }

    /// The same report with another id.
    public CompactionReport withId(Hash id) {
        return new CompactionReport(
                schemaVersion,
                id,
                inputSegmentLow,
                inputSegmentHigh,
                strategyShape,
                minSegmentsThreshold,
                activeSegmentId,
                sealedSegmentCount,
                sourceSegmentIds,
                mergedSegmentId,
                outputSegmentBytesHash,
                outcome,
                segmentsRemoved,
                bytesReclaimed,
                findings);
    }

    /// Which events a compaction keeps.
    public enum Shape {
        /// All of them.
        MERGE("Merge"),
        /// Those a rule names; the others go.
        RETENTION("Retention"),
        /// All of them; those a rule does not name as tombstones.
        TOMBSTONE("Tombstone");

        private final String wireName;

        Shape(String wireName) {
            this.wireName = wireName;
        }

        /// The name in the body.
        public String wireName() {
            return wireName;
        }
    }

    /// Something worth knowing about a compaction. Lone surrogates in reasons become question marks.
    public sealed interface Finding {

        /// It gave up and left the journal as it was.
        ///
        /// @param reason why, the same as in the outcome
        record PreSwapRollback(String reason) implements Finding {
            /// Makes sure that the reason can be encoded.
            public PreSwapRollback {
                reason = Utf8.wellFormed(reason);
            }
        }

        /// The new segment could not be hashed.
        ///
        /// @param reason why
        record OutputSegmentHashUnavailable(String reason) implements Finding {
            /// Makes sure that the reason can be encoded.
            public OutputSegmentHashUnavailable {
                reason = Utf8.wellFormed(reason);
            }
        }
    }
}
