package io.batpak.projection;

/// How old a state turned out to be.
public enum ObservedFreshness {
    /// As new as the journal.
    FRESH,

    /// Older, as was allowed.
    STALE_ALLOWED,

    /// There is no state that could be fresh.
    NOT_APPLICABLE
}
