package io.batpak.model;

import java.util.List;

/// The result of recomputing every hash of a store.
///
/// @param events number of events checked
/// @param contentHashMismatches events whose stored payload does not have the recorded hash, in commit order
/// @param danglingLinks events whose predecessor's hash belongs to no intact event, in commit order
public record ChainReport(long events, List<EventId> contentHashMismatches, List<EventId> danglingLinks) {
    /// Copies both lists.
    public ChainReport {
        contentHashMismatches = List.copyOf(contentHashMismatches);
        danglingLinks = List.copyOf(danglingLinks);
    }

    /// Whether nothing was found.
    public boolean intact() {
        return contentHashMismatches.isEmpty() && danglingLinks.isEmpty();
    }
}
