package io.batpak.projection;

/// Where a state came from. Immutable.
public sealed interface CacheStatus {
    /// What became of the look into the caches.
    enum Known implements CacheStatus {
        /// It was kept, or made from one that was kept.
        HIT,

        /// None was kept that could be used, so it was folded anew.
        MISS,

        /// Nobody looked: there is no cache, or nothing to look for.
        BYPASSED
    }

    /// A cache could not be asked, so the state was folded anew.
    ///
    /// @param reason why, as a word
    record Unavailable(String reason) implements CacheStatus {}
}
