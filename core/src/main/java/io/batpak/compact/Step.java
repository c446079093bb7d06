package io.batpak.compact;

import java.util.List;

/// One step of a plan: neighbouring segments become one.
///
/// @param outputId the id of the new segment: unused when the step begins, 1 or more, and between the segments that
///     stay below and above the sources
/// @param sources the segments it replaces, ascending, at least one
public record Step(long outputId, List<Long> sources) {
    /// Keeps its own copy of the list.
    public Step {
        sources = List.copyOf(sources);
    }
}
