package io.batpak.model;

import java.util.HexFormat;

/// A 128-bit id. The four kinds of id are distinct types; equal bits of two kinds are not equal ids.
///
/// Stored big-endian in 16 bytes, the upper half first.
public sealed interface Identifier permits EventId, CorrelationId, CausationId, IdempotencyKey {
    /// Length in bytes.
    int BYTES = 16;

    /// The upper 64 bits.
    long high();

    /// The lower 64 bits.
    long low();

    /// 32 lower-case hexadecimal digits.
    default String hex() {
        HexFormat digits = HexFormat.of();
        return digits.toHexDigits(high()) + digits.toHexDigits(low());
    }

    /// Whether all bits are zero.
    default boolean isNil() {
        return (high() | low()) == 0;
    }

    /// Stores the 16 bytes big-endian from `offset` on.
    ///
    /// @throws IndexOutOfBoundsException if they do not fit
    default void write(byte[] target, int offset) {
        BigEndian.writeLong(target, offset, high());
        BigEndian.writeLong(target, offset + Long.BYTES, low());
    }
}
