package io.batpak.cli.bench;

import java.time.Duration;

/// How long and how large.
///
/// @param warmUp time before each measured time
/// @param measured time of a case that repeats a short call
/// @param events in the journal that is read, scanned and opened
/// @param repeats of scan and open
record BenchLength(Duration warmUp, Duration measured, int events, int repeats) {

    static BenchLength of(boolean quick) {
        return quick
                ? new BenchLength(Duration.ofMillis(100), Duration.ofMillis(200), 5_000, 2)
                : new BenchLength(Duration.ofSeconds(2), Duration.ofSeconds(3), 300_000, 5);
    }
}
