package io.batpak.outcome;

import io.batpak.error.ConfigurationException;

/// Checks of the unsigned quantities that Java has no types for.
final class Limits {
    private static final long U32_MAX = 0xFFFF_FFFFL;
    private static final int U16_MAX = 0xFFFF;

    private Limits() {}

    static void u32(String argument, long value) {
        if ((value & ~U32_MAX) != 0) {
            throw new ConfigurationException(argument, value, "0 to 4294967295");
        }
    }

    static void u16(String argument, int value) {
        if ((value & ~U16_MAX) != 0) {
            throw new ConfigurationException(argument, value, "0 to 65535");
        }
    }
}
