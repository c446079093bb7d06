package io.batpak.evidence;

import io.batpak.model.Entry;
import java.util.List;

/// What a read returned, and the report about it. Immutable.
///
/// @param entries the entries in commit order
/// @param report what was asked for, seen and left out
public record ReadWalk(List<Entry> entries, ReadWalkReport report) {
    /// Keeps its own copy of the list.
    public ReadWalk {
        entries = List.copyOf(entries);
    }
}
