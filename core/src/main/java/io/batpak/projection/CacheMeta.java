package io.batpak.projection;

import java.util.OptionalLong;

/// What a cache keeps about a row beside its bytes. Immutable.
///
/// @param watermark sequence of the last event in the row
/// @param cachedAtMicros when it was stored, microseconds since 1970, by the clock of the journal
/// @param cachedAtMonotonicNanos the same by the monotonic clock of the process that stored it; empty in old rows
/// @param processBootNanos when that process opened the journal, nanoseconds since 1970; empty in old rows
public record CacheMeta(
        long watermark, long cachedAtMicros, OptionalLong cachedAtMonotonicNanos, OptionalLong processBootNanos) {}
