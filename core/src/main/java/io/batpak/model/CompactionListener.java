package io.batpak.model;

/// Is told how far a compaction has come, after each piece of at most a megabyte.
///
/// Threads: called on the thread that compacts, which waits for it. What it throws ends the compaction as a failed
/// write would.
@FunctionalInterface
public interface CompactionListener {
    /// Listens to nothing.
    CompactionListener NONE = _ -> {};

    /// Takes the news.
    void progressed(CompactionProgress progress);
}
