package io.batpak.bench.table;

import java.time.Duration;

/// How long things take.
///
/// @param warmUp time in a store of its own before the measured one
/// @param measured time in the measured store
/// @param calibration time of the fdatasync calibration; the other two calibrations scale with it
/// @param quick whether this only shows that everything runs
record Effort(Duration warmUp, Duration measured, Duration calibration, boolean quick) {

    static Effort of(boolean quick) {
        return quick
                ? new Effort(Duration.ofMillis(150), Duration.ofMillis(150), Duration.ofMillis(30), true)
                : new Effort(Duration.ofSeconds(3), Duration.ofSeconds(2), Duration.ofMillis(500), false);
    }

    int roundsByDefault() {
        return quick ? 1 : 5;
    }
}
