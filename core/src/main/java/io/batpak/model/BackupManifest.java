package io.batpak.model;

import java.util.List;

/// Which segments a backup consists of, and what their bytes hash to. Immutable; every instance can be
/// encoded. Bytes: docs/formats/backup-manifest.md
///
/// A manifest may contradict itself (the same id twice); an audit finds that, not this class.
///
/// @param schemaVersion version of the body, 0..4294967295; [#SCHEMA_VERSION] in new ones
/// @param backupId names the backup; given by who makes it
/// @param layoutRevision revision of the layout of the backed up files, 0..4294967295
/// @param toolingRevision revision of the program that made the backup, 0..4294967295
/// @param segments the segments; kept ascending by id, then digest, equal ones stay
public record BackupManifest(
        long schemaVersion, Hash backupId, long layoutRevision, long toolingRevision, List<SegmentRef> segments) {
    /// The version of new bodies, and the only one that an audit accepts.
    public static final long SCHEMA_VERSION = 1;

    /// Keeps its own sorted copy of the segments.
    ///
    /// @throws InvalidArgumentException if a number does not fit 32 bits
    public BackupManifest {
        Ranges.u32("schemaVersion", schemaVersion);
        Ranges.u32("layoutRevision", layoutRevision);
        Ranges.u32("toolingRevision", toolingRevision);
        segments = SegmentRef.sorted(segments);
    }

    /// One segment.
    ///
    /// @param segmentId its id, unsigned
    /// @param bytesDigest BLAKE3 of its whole file
    public record SegmentRef(long segmentId, Hash bytesDigest) {

        static List<SegmentRef> sorted(List<SegmentRef> segments) {
            return SortKey.sorted(
                    segments,
                    segment -> SortKey.rank(0).and(segment.segmentId()).and(segment.bytesDigest()));
        }
    }
}
