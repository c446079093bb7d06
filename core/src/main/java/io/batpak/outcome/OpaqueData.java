package io.batpak.outcome;

import java.util.Arrays;
import java.util.HexFormat;

/// Bytes that mean something to whoever made them. Immutable, equal by content.
public final class OpaqueData {
    private final byte[] bytes;

    private OpaqueData(byte[] bytes) {
        this.bytes = bytes;
    }

    /// A copy of these bytes.
    public static OpaqueData of(byte[] bytes) {
        return new OpaqueData(bytes.clone());
    }

    /// The bytes as a new array.
    public byte[] toByteArray() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OpaqueData that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /// Lower-case hexadecimal digits.
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
