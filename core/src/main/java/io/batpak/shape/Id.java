package io.batpak.shape;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/// 128 bits, ordered unsigned.
///
/// @param high the upper 64 bits
/// @param low the lower 64 bits
public record Id(long high, long low) implements Comparable<Id> {
    static final int BYTES = 16;

    byte[] toByteArray() {
        return ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
    }

    @Override
    public int compareTo(Id other) {
        int order = Long.compareUnsigned(high, other.high);
        return order != 0 ? order : Long.compareUnsigned(low, other.low);
    }

    /// 32 lower-case hexadecimal digits.
    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
    }
}
