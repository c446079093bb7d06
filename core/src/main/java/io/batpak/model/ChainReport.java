package io.batpak.model;

import java.util.List;

/// The result of recomputing every hash of a store.
///
/// @param events number of events checked
/// @param contentHashMismatches events whose stored payload does not have the recorded hash, in commit order
/// @param danglingLinks events whose predecessor's hash belongs to no intact event, in commit order
/// @param declaredCuts events whose predecessor a compaction dropped and said so, in commit order; none of them
///     is in `danglingLinks`
public record ChainReport(
        long events, List<EventId> contentHashMismatches, List<EventId> danglingLinks, List<EventId> declaredCuts) {
    /// Copies the lists.
    public ChainReport {
        contentHashMismatches = List.copyOf(contentHashMismatches);
        danglingLinks = List.copyOf(danglingLinks);
        declaredCuts = List.copyOf(declaredCuts);
    }

    /// A report without declared cuts.
    public ChainReport(long events, List<EventId> contentHashMismatches, List<EventId> danglingLinks) {
        this(events, contentHashMismatches, danglingLinks, List.of());
    }

    /// Whether no damage was found; a declared cut is none.
    public boolean intact() {
        return contentHashMismatches.isEmpty() && danglingLinks.isEmpty();
    }
}
