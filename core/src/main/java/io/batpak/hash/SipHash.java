package io.batpak.hash;

/// SipHash with the key 0, as the hash tables of Rust use it. Not for anything that must resist an attack.
///
/// Pure computation; any thread.
public final class SipHash {
    private static final long START_0 = 0x736f6d6570736575L;
    private static final long START_1 = 0x646f72616e646f6dL;
    private static final long START_2 = 0x6c7967656e657261L;
    private static final long START_3 = 0x7465646279746573L;

    private long v0 = START_0;
    private long v1 = START_1;
    private long v2 = START_2;
    private long v3 = START_3;

    private SipHash() {}

    /// SipHash-1-3 of these bytes.
    public static long sip13(byte[] bytes) {
        return new SipHash().run(bytes, 1, 3);
    }

    /// SipHash-2-4 of these bytes, for which there are well-known answers.
    static long sip24(byte[] bytes) {
        return new SipHash().run(bytes, 2, 4);
    }

    private long run(byte[] bytes, int rounds, int lastRounds) {
        int whole = bytes.length & -Long.BYTES;
        for (int at = 0; at < whole; at += Long.BYTES) {
            mix(word(bytes, at, Long.BYTES), rounds);
        }
        mix(word(bytes, whole, bytes.length - whole) | (long) bytes.length << 56, rounds);
        v2 ^= 0xFF;
        round(lastRounds);
        return v0 ^ v1 ^ v2 ^ v3;
    }

    private static long word(byte[] bytes, int at, int length) {
        long word = 0;
        for (int i = 0; i < length; i++) {
            word |= (bytes[at + i] & 0xFFL) << (Byte.SIZE * i);
        }
        return word;
    }

    private void mix(long word, int rounds) {
        v3 ^= word;
        round(rounds);
        v0 ^= word;
    }

    private void round(int times) {
        for (int i = 0; i < times; i++) {
            v0 += v1;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v3;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 += v3;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 += v1;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v2 = Long.rotateLeft(v2, 32);
        }
    }
}
