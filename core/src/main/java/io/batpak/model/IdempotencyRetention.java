package io.batpak.model;

/// How long idempotency keys are remembered on their own, beyond the event that carries them.
///
/// A key is the id of its event, so it stays known while the event is in the journal, whatever the retention
/// says. Retention matters for keys whose events a compaction dropped, and for how many keys may be counted at
/// all. A key inside the window is never forgotten to make room. Immutable.
///
/// Windows are counted in sequences of the whole journal, keyed or not.
public sealed interface IdempotencyRetention {
    /// The window of [#DEFAULT], in sequences.
    long DEFAULT_KEEP_SEQUENCES = 16_777_216;

    /// The most keys of [#DEFAULT].
    long DEFAULT_KEYS_MAX = 67_108_864;

    /// What a journal does unless it is told otherwise, as batpak 0.9.0.
    IdempotencyRetention DEFAULT = new Hybrid(DEFAULT_KEEP_SEQUENCES, DEFAULT_KEYS_MAX);

    /// No key is ever forgotten.
    record Unbounded() implements IdempotencyRetention {}

    /// Keys recorded within the last `keepSequences` sequences are remembered; older ones go when a compaction
    /// ends.
    ///
    /// @param keepSequences length of the window, in sequences; 0 keeps nothing
    record Window(long keepSequences) implements IdempotencyRetention {
        /// @throws InvalidArgumentException if the window is negative
        public Window {
            Ranges.notNegative("keepSequences", keepSequences);
        }
    }

    /// As [Window], and older keys go already when a new key would make it more than `maxKeys`. If all of
    /// them lie inside the window, [IdempotencyOverflow] decides about the new key.
    ///
    /// @param keepSequences length of the window, in sequences; 0 keeps nothing
    /// @param maxKeys number of keys above which something has to give way
    record Hybrid(long keepSequences, long maxKeys) implements IdempotencyRetention {
        /// @throws InvalidArgumentException if either is negative
        public Hybrid {
            Ranges.notNegative("keepSequences", keepSequences);
            Ranges.notNegative("maxKeys", maxKeys);
        }
    }
}
