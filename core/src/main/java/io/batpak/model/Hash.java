package io.batpak.model;

import io.batpak.hash.Hash256;
import java.util.HexFormat;

/// A 256-bit hash, held as four longs. All zeros stands for "no predecessor" in a hash chain.
public final class Hash {
    /// Length in bytes.
    public static final int BYTES = 32;

    /// All bits zero.
    public static final Hash ZERO = new Hash(0, 0, 0, 0);

    private final long word0;
    private final long word1;
    private final long word2;
    private final long word3;

    private Hash(long word0, long word1, long word2, long word3) {
        this.word0 = word0;
        this.word1 = word1;
        this.word2 = word2;
        this.word3 = word3;
    }

    /// The hash in these 32 bytes, which are copied.
    ///
    /// @throws InvalidArgumentException if the array has another length
    public static Hash of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new InvalidArgumentException("hash length", bytes.length, "32 bytes");
        }
        return of(bytes, 0);
    }

    /// The hash in the 32 bytes from `offset` on, which are copied.
    ///
    /// @throws IndexOutOfBoundsException if the array ends before
    public static Hash of(byte[] bytes, int offset) {
        return of(
                BigEndian.readLong(bytes, offset),
                BigEndian.readLong(bytes, offset + 8),
                BigEndian.readLong(bytes, offset + 16),
                BigEndian.readLong(bytes, offset + 24));
    }

    /// The hash made of four big-endian words, first bytes first.
    public static Hash of(long word0, long word1, long word2, long word3) {
        return (word0 | word1 | word2 | word3) == 0 ? ZERO : new Hash(word0, word1, word2, word3);
    }

    /// BLAKE3 of these bytes. It names payloads and evidence; callers make ids of their own names with it.
    public static Hash blake3(byte[] bytes) {
        return of(Hash256.blake3().digest(bytes), 0);
    }

    /// The hash of exactly 64 hexadecimal digits of either case.
    ///
    /// @throws InvalidArgumentException if the text is anything else
    public static Hash fromHex(String digits) {
        if (digits.length() != 2 * BYTES || !digits.chars().allMatch(HexFormat::isHexDigit)) {
            throw new InvalidArgumentException("hash text", digits.length() + " characters", "64 hexadecimal digits");
        }
        return of(HexFormat.of().parseHex(digits), 0);
    }

    /// Whether all bits are zero.
    public boolean isZero() {
        return (word0 | word1 | word2 | word3) == 0;
    }

    /// The `index`-th group of 8 bytes, big-endian.
    ///
    /// @throws IndexOutOfBoundsException if `index` is not 0..3
    public long word(int index) {
        return switch (index) {
            case 0 -> word0;
            case 1 -> word1;
            case 2 -> word2;
            case 3 -> word3;
            default -> throw new IndexOutOfBoundsException(index);
        };
    }

    /// Stores the 32 bytes from `offset` on.
    ///
    /// @throws IndexOutOfBoundsException if they do not fit
    public void write(byte[] target, int offset) {
        BigEndian.writeLong(target, offset, word0);
        BigEndian.writeLong(target, offset + 8, word1);
        BigEndian.writeLong(target, offset + 16, word2);
        BigEndian.writeLong(target, offset + 24, word3);
    }

    /// The 32 bytes as a new array.
    public byte[] toByteArray() {
        byte[] bytes = new byte[BYTES];
        write(bytes, 0);
        return bytes;
    }

    /// 64 lower-case hexadecimal digits.
    public String hex() {
        HexFormat digits = HexFormat.of();
        return digits.toHexDigits(word0)
                + digits.toHexDigits(word1)
                + digits.toHexDigits(word2)
                + digits.toHexDigits(word3);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hash hash
                && word0 == hash.word0
                && word1 == hash.word1
                && word2 == hash.word2
                && word3 == hash.word3;
    }

    /// The bits of a hash are already well mixed, so some of them are taken.
    @Override
    public int hashCode() {
        return (int) word0;
    }

    /// The same as [#hex()].
    @Override
    public String toString() {
        return hex();
    }
}
