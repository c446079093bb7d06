package io.batpak.evidence;

/// How old an answer may be.
public sealed interface Freshness {
    /// As new as possible.
    record Consistent() implements Freshness {}

    /// It may be a little old.
    ///
    /// @param maxStaleMillis by at most so many milliseconds, unsigned
    record MaybeStale(long maxStaleMillis) implements Freshness {}
}
