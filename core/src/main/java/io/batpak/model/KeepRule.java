package io.batpak.model;

/// Decides which events a compaction keeps.
///
/// It is asked about every event of the segments that are compacted, in commit order, the store's own ones
/// included; only what a cancelled fence hides is kept without being asked about. It should answer the same for the
/// same event every time: a dry run and the compaction behind it ask separately.
///
/// What it throws ends the compaction, which then has changed nothing and left nothing behind; the journal goes on.
/// An [io.batpak.fs.StoreIoException] or [io.batpak.error.SegmentDamageException], be it of the rule's own making or
/// out of [CompactionCandidate#event()], is told as [CompactionOutcome.Failed], as when the compaction itself meets a
/// disk that refuses; everything else reaches the caller of the compaction as it was thrown. A dry run passes on all.
///
/// Threads: called on the thread that compacts.
@FunctionalInterface
public interface KeepRule {
    /// Whether the event stays as it is.
    boolean keeps(CompactionCandidate candidate);

    /// The rule as it applies to one journal at one moment; a compaction asks for it once, before anything else.
    /// A rule that needs nothing from the journal is its own answer.
    default KeepRule over(RetentionPolicy.Facts facts) {
        return this;
    }
}
