package io.batpak.model;

import io.batpak.error.StoreException;

/// What opening a directory would find and do. Nothing was locked, written or kept to find that out, so a
/// journal that is in use may have gone on meanwhile.
public sealed interface RecoveryState {
    /// There is no such directory. A writable open would create it, and an empty journal in it.
    record Absent() implements RecoveryState {}

    /// An open would succeed.
    ///
    /// @param nextSequence the sequence of the next event
    /// @param segmentCount segment files found; 0 where a writable open would begin a journal
    /// @param report sources, findings, and the repairs that a writable open would make
    /// @param changing whether files changed while they were looked at: somebody writes, and an unfinished
    ///     end may be an event on its way
    record Openable(long nextSequence, int segmentCount, OpenReport report, boolean changing)
            implements RecoveryState {}

    /// An open would fail, and the directory stood still meanwhile.
    ///
    /// @param refusal what it would fail with
    record Refused(StoreException refusal) implements RecoveryState {}

    /// Files changed or vanished while they were looked at, so that nothing can be said. Look again.
    ///
    /// @param detail what stood in the way, in plain words
    record Changing(String detail) implements RecoveryState {}
}
