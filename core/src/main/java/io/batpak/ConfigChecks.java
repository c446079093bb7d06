package io.batpak;

import io.batpak.error.ConfigurationException;
import java.time.Duration;

/// Refuses option values outside their range.
final class ConfigChecks {
    private ConfigChecks() {}

    static Duration inRange(String option, Duration value, Duration max) {
        if (value.isNegative() || value.compareTo(max) > 0) {
            throw new ConfigurationException(option, value, "0 to " + max);
        }
        return value;
    }

    static long inRange(String option, long value, long min, long max) {
        if (value < min || value > max) {
            throw new ConfigurationException(option, value, min + " to " + max);
        }
        return value;
    }
}
