package io.batpak.read;

/// Tells which links lead nowhere because their target was dropped on purpose.
///
/// Threads: any; the answer for one sequence stays the same.
@FunctionalInterface
public interface DeclaredCuts {
    /// Nothing was dropped on purpose.
    DeclaredCuts NONE = _ -> false;

    /// Whether the predecessor of an event was dropped or emptied by a compaction.
    ///
    /// @param childSequence sequence of the event that links to it
    boolean isCut(long childSequence);
}
