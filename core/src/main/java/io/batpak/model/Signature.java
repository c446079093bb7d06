package io.batpak.model;

import java.util.Arrays;
import java.util.HexFormat;

/// An Ed25519 signature: 64 bytes, equal by content, immutable. Says nothing about whether it is a good one.
public final class Signature {
    /// Length in bytes.
    public static final int BYTES = 64;

    private final byte[] bytes;

    private Signature(byte[] bytes) {
        this.bytes = bytes;
    }

    /// The signature in these 64 bytes, which are copied.
    ///
    /// @throws InvalidArgumentException if the array has another length
    public static Signature of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new InvalidArgumentException("signature length", bytes.length, "64 bytes");
        }
        return new Signature(bytes.clone());
    }

    /// The signature of exactly 128 hexadecimal digits of either case.
    ///
    /// @throws InvalidArgumentException if the text is anything else
    public static Signature fromHex(String digits) {
        if (digits.length() != 2 * BYTES || !digits.chars().allMatch(HexFormat::isHexDigit)) {
            throw new InvalidArgumentException(
                    "signature text", digits.length() + " characters", "128 hexadecimal digits");
        }
        return new Signature(HexFormat.of().parseHex(digits));
    }

    /// The 64 bytes as a new array.
    public byte[] toByteArray() {
        return bytes.clone();
    }

    /// 128 lower-case hexadecimal digits.
    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Signature that && Arrays.equals(bytes, that.bytes);
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
