package io.batpak.model;

/// What happens to a new key when [IdempotencyRetention.Hybrid] has no room and no key outside its window.
public enum IdempotencyOverflow {
    /// It is accepted above the limit; a warning is logged once for each open journal.
    WARN,
    /// It is refused, and nothing is stored.
    FAIL_CLOSED,
    /// The same as [#FAIL_CLOSED], as in batpak 0.9.0: nothing waits.
    BACKPRESSURE
}
