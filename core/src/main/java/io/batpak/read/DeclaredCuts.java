package io.batpak.read;

import io.batpak.model.Hash;

/// Tells which links lead nowhere because their target was dropped on purpose.
///
/// Threads: any; the answer for one hash stays the same.
@FunctionalInterface
public interface DeclaredCuts {
    /// Nothing was dropped on purpose.
    DeclaredCuts NONE = _ -> false;

    /// Whether a compaction has dropped or emptied an event of this hash.
    ///
    /// @param previous the hash that an event links to
    boolean isCut(Hash previous);
}
