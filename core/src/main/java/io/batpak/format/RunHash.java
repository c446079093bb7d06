package io.batpak.format;

/// The hashes of the lookup tables of an index run.
final class RunHash {
    /// Slots per bucket, at most on average.
    private static final int BUCKET_SLOTS = 8;

    private static final long FNV_BASIS = 0xCBF2_9CE4_8422_2325L;
    private static final long FNV_PRIME = 0x0100_0000_01B3L;

    private RunHash() {}

    static long ofId(long high, long low) {
        return mix(high * 0x9E37_79B9_7F4A_7C15L ^ low);
    }

    static long ofName(byte[] utf8) {
        long hash = FNV_BASIS;
        for (byte unit : utf8) {
            hash = (hash ^ (unit & 0xFF)) * FNV_PRIME;
        }
        return mix(hash);
    }

    /// Spreads 64 bits (finalizer of MurmurHash3).
    private static long mix(long bits) {
        long mixed = (bits ^ (bits >>> 33)) * 0xFF51_AFD7_ED55_8CCDL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xC4CE_B9FE_1A85_EC53L;
        return mixed ^ (mixed >>> 33);
    }

    /// How many bits of a hash choose the bucket, for `count` slots.
    static int bits(int count) {
        return count <= BUCKET_SLOTS ? 0 : Integer.SIZE - Integer.numberOfLeadingZeros((count - 1) / BUCKET_SLOTS);
    }

    /// The top `bits` bits; in two steps, since a shift by 64 would be none.
    static int bucket(long hash, int bits) {
        return (int) ((hash >>> 1) >>> (Long.SIZE - 1 - bits));
    }

    /// Eight bits that do not choose the bucket.
    static byte tag(long hash) {
        return (byte) (hash >>> 24);
    }
}
