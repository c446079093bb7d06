package io.batpak;

import io.batpak.error.ConfigurationException;
import io.batpak.sign.KeyRing;
import io.batpak.sign.SigningKey;
import io.batpak.sign.SigningPolicy;
import java.time.Duration;
import java.util.List;

/// Refuses option values outside their range.
final class ConfigChecks {
    private ConfigChecks() {}

    static Duration inRange(String option, Duration value, Duration max) {
        if (value.isNegative() || value.compareTo(max) > 0) {
            throw new ConfigurationException(option, value, "0 to " + max);
        }
        return value;
    }

    static KeyRing keyRing(SigningPolicy policy, List<SigningKey> keys) {
        if (policy == SigningPolicy.REQUIRED && keys.isEmpty()) {
            throw new ConfigurationException("signingKeys", "empty", "at least one where signingPolicy is REQUIRED");
        }
        return KeyRing.of(keys);
    }

    static long inRange(String option, long value, long min, long max) {
        if (value < min || value > max) {
            throw new ConfigurationException(option, value, min + " to " + max);
        }
        return value;
    }
}
