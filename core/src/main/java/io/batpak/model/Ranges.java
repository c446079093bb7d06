package io.batpak.model;

/// Checks of the unsigned quantities that Java has no types for.
final class Ranges {
    static final long U32_MAX = 0xFFFF_FFFFL;
    static final int U16_MAX = 0xFFFF;
    static final int U8_MAX = 0xFF;

    private Ranges() {}

    /// Returns `value` if it lies in 0..4294967295.
    static long u32(String argument, long value) {
        if ((value & ~U32_MAX) != 0) {
            throw new InvalidArgumentException(argument, value, "0..4294967295");
        }
        return value;
    }

    /// Returns `value` if it lies in 0..65535.
    static int u16(String argument, int value) {
        if ((value & ~U16_MAX) != 0) {
            throw new InvalidArgumentException(argument, value, "0..65535");
        }
        return value;
    }

    /// Returns `value` if it lies in 0..255.
    static int u8(String argument, int value) {
        if ((value & ~U8_MAX) != 0) {
            throw new InvalidArgumentException(argument, value, "0..255");
        }
        return value;
    }

    /// Returns `value` if it is 0 or more.
    static long notNegative(String argument, long value) {
        if (value < 0) {
            throw new InvalidArgumentException(argument, value, "0 or more");
        }
        return value;
    }
}
