package io.batpak.model;

/// Which finished segments a compaction looks at.
public enum CompactionScope {
    /// All of them: everything the strategy asks for has happened when it is done.
    WHOLE,
    /// Only what pays: runs of at least four small segments, and segments of which at least half is dead. A byte
    /// is rewritten a logarithmic number of times over the life of the journal; what the strategy would drop
    /// elsewhere stays until its segment is worth rewriting.
    TIERED
}
