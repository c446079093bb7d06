package io.batpak.model;

/// An event that a compaction could drop, for a [KeepRule] to look at.
///
/// Threads: only the one that called the rule, and only until the rule answers.
public interface CompactionCandidate {
    /// What the index knows; costs no read of the payload.
    Entry entry();

    /// The whole event. Read from disk when it is first asked for, then kept.
    ///
    /// @throws io.batpak.error.StoreException what a read of this event throws; unless the rule catches it, the
    ///     compaction ends as [KeepRule] says
    StoredEvent event();
}
