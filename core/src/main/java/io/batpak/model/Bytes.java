package io.batpak.model;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/// An immutable string of bytes, equal by content.
public final class Bytes {
    /// No bytes.
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] bytes;

    private Bytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /// A copy of these bytes.
    public static Bytes of(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new Bytes(bytes.clone());
    }

    /// A copy of `length` bytes from `offset` on.
    ///
    /// @throws IndexOutOfBoundsException if the range leaves the array
    public static Bytes of(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        return length == 0 ? EMPTY : new Bytes(Arrays.copyOfRange(bytes, offset, offset + length));
    }

    /// The bytes written as pairs of hexadecimal digits of either case.
    ///
    /// @throws InvalidArgumentException if the text is anything else
    public static Bytes ofHex(String digits) {
        if (digits.length() % 2 != 0 || !digits.chars().allMatch(HexFormat::isHexDigit)) {
            throw new InvalidArgumentException(
                    "byte text", digits.length() + " characters", "pairs of hexadecimal digits");
        }
        return new Bytes(HexFormat.of().parseHex(digits));
    }

    /// Number of bytes.
    public int length() {
        return bytes.length;
    }

    /// The byte at `index`.
    ///
    /// @throws IndexOutOfBoundsException if there is none
    public byte at(int index) {
        return bytes[index];
    }

    /// Copies all bytes to `target` from `offset` on.
    ///
    /// @throws IndexOutOfBoundsException if they do not fit
    public void write(byte[] target, int offset) {
        System.arraycopy(bytes, 0, target, offset, bytes.length);
    }

    /// The bytes as a new array.
    public byte[] toByteArray() {
        return bytes.clone();
    }

    /// Lower-case hexadecimal digits.
    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /// The same as [#hex()].
    @Override
    public String toString() {
        return hex();
    }
}
