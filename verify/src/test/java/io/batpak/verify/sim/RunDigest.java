package io.batpak.verify.sim;

/// The number a run is known by: FNV-1a with 64 bits over the eight bytes of each token, the lowest first.
final class RunDigest {
    private static final long BASIS = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private long value;

    /// The start of every run with that seed.
    RunDigest(long seed) {
        value = fold(BASIS, seed);
    }

    static long fold(long before, long token) {
        long hash = before;
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            hash = (hash ^ (token >>> shift & 0xFF)) * PRIME;
        }
        return hash;
    }

    RunDigest fold(long token) {
        value = fold(value, token);
        return this;
    }

    long value() {
        return value;
    }
}
