package io.batpak.recovery;

import io.batpak.format.IdempotencyRow;
import io.batpak.format.VisibilityRanges;
import io.batpak.index.Index;
import io.batpak.index.IndexWriter;
import io.batpak.model.OpenReport;
import java.util.List;
import java.util.Map;

/// The journal as its directory tells it.
///
/// @param index read side of the index, everything published
/// @param writer write side of the same index
/// @param nextSequence one above everything that was ever shown
/// @param newSegmentId the id a writable open gives its new segment
/// @param segments segment files found, in log order, as long as they were before anything was mended
/// @param keys what `index.idemp` remembers of keyed events, also of those in the index; empty when it is
///     missing or damaged
/// @param hidden what cancelled fences hide of these events
/// @param asides segments that are read under another name, because a compaction was interrupted and this is a
///     read-only open: id to file name
/// @param report findings and repairs
public record Restored(
        Index index,
        IndexWriter writer,
        long nextSequence,
        long newSegmentId,
        List<OpenFacts.Segment> segments,
        List<IdempotencyRow> keys,
        VisibilityRanges hidden,
        Map<Long, String> asides,
        OpenReport report) {
    /// How many segment files were found.
    public int segmentCount() {
        return segments.size();
    }

    /// The same without the remembered keys.
    public Restored withoutKeys() {
        return new Restored(index, writer, nextSequence, newSegmentId, segments, List.of(), hidden, asides, report);
    }
}
