package io.batpak.model;

import java.util.List;

/// What a compaction came to.
///
/// @param outcome whether it was done, skipped, or given up with the journal as it was
/// @param segmentsRemoved segments that are gone
/// @param bytesReclaimed length of their files, as batpak 0.9.0 counts
/// @param bytesReclaimedNet the same less the length of the files that replace them; below 0 if they are longer
/// @param bytesWritten bytes written to new segments
/// @param reports one for each step that was tried, in their order; one that says so if there was no step
public record CompactionResult(
        CompactionOutcome outcome,
        int segmentsRemoved,
        long bytesReclaimed,
        long bytesReclaimedNet,
        long bytesWritten,
        List<CompactionReport> reports) {
    /// Keeps its own copy of the list.
    public CompactionResult {
        reports = List.copyOf(reports);
    }
}
