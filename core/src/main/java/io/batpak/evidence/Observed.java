package io.batpak.evidence;

import io.batpak.model.Hash;

/// A property of a run that may not be known.
public sealed interface Observed {
    /// Known, and this.
    enum Freshness implements Observed {
        /// As new as the journal.
        FRESH,

        /// Older, as was allowed.
        STALE_ALLOWED,

        /// There was nothing to be fresh.
        NOT_APPLICABLE
    }

    /// Known, and this.
    enum Cache implements Observed {
        /// The state came from the cache.
        HIT,

        /// The state was not in the cache.
        MISS,

        /// Nobody asked the cache.
        BYPASSED
    }

    /// The hash of the state.
    ///
    /// @param hash BLAKE3 of the bytes of the state
    record Output(Hash hash) implements Observed {}

    /// There is no state.
    record NoOutput() implements Observed {}

    /// Not known.
    ///
    /// @param reason why, as a word
    record Unavailable(String reason) implements Observed {}
}
