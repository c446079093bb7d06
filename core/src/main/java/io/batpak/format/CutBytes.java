package io.batpak.format;

import java.io.ByteArrayOutputStream;

/// Collects the bytes of [RetentionCuts]. One thread.
final class CutBytes {
    private static final int GROUP_BITS = 7;
    private static final int GROUP = 0x7F;
    private static final int MORE = 0x80;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    void raw(byte[] bytes) {
        out.write(bytes, 0, bytes.length);
    }

    /// The low `bytes` bytes of a number, little-endian.
    void fixed(long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write((int) (value >>> (Byte.SIZE * i)));
        }
    }

    /// A number that is not negative, seven bits a byte.
    void varint(long value) {
        long rest = value;
        while (rest > GROUP) {
            out.write((int) (rest & GROUP) | MORE);
            rest >>>= GROUP_BITS;
        }
        out.write((int) rest);
    }

    byte[] toByteArray() {
        return out.toByteArray();
    }
}
