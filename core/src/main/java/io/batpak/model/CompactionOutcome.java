package io.batpak.model;

/// How a compaction ended.
public sealed interface CompactionOutcome {

    /// It replaced segments.
    record Performed() implements CompactionOutcome {}

    /// It found nothing worth doing and changed nothing.
    record Skipped() implements CompactionOutcome {}

    /// It gave up before it replaced anything; the journal is as it was. A compaction that was called off ends
    /// so as well.
    ///
    /// @param reason why, in plain words; lone surrogates become question marks
    record Failed(String reason) implements CompactionOutcome {
        /// Makes sure that the reason can be encoded.
        public Failed {
            reason = Utf8.wellFormed(reason);
        }
    }
}
