package io.batpak.index;

import java.util.concurrent.atomic.AtomicReferenceArray;

/// An open-addressing hash table of numbers, rows or ids of names; the keys stay where the numbers point to.
///
/// Extendible: a directory over buckets of at most 4096 slots, chosen by the top bits of the hash. A full
/// bucket is doubled or split alone, so that no insert ever pays for a rehash of the whole table. A tag of
/// one byte per slot keeps most probes away from the keys. Load is at most two thirds.
///
/// Threads: one inserting thread; readers probe without a lock. A bucket that is replaced is never written
/// again, and a slot once taken stays taken, so a probe chain is unbroken for every number that was published
/// before the reader began.
abstract class KeylessTable {
    private static final int SLOTS_FIRST = 64;
    private static final int SLOTS_MAX = 1 << 12;

    /// A bucket may be split this many bits deeper than evenly spread hashes would need.
    private static final int DEPTH_SLACK = 3;

    private volatile AtomicReferenceArray<Bucket> directory;
    private int count;

    /// `slots[i]` is a number plus one, or 0 when free; `tags[i]` are 8 bits of its hash.
    static final class Bucket {
        final int depth;
        final int[] slots;
        final byte[] tags;
        private int taken;

        Bucket(int depth, int slotCount) {
            this.depth = depth;
            slots = new int[slotCount];
            tags = new byte[slotCount];
        }

        boolean isFull() {
            return (taken + 1) * 3 > slots.length * 2;
        }

        void put(long hash, int number) {
            int mask = slots.length - 1;
            int at = (int) hash & mask;
            while (slots[at] != 0) {
                at = (at + 1) & mask;
            }
            tags[at] = tag(hash);
            slots[at] = number + 1;
            taken++;
        }
    }

    KeylessTable() {
        directory = new AtomicReferenceArray<>(1);
        directory.set(0, new Bucket(0, SLOTS_FIRST));
    }

    /// The hash of the key of a number that was added.
    abstract long hashOf(int number);

    static byte tag(long hash) {
        return (byte) (hash >>> 24);
    }

    /// Spreads 64 bits (finalizer of MurmurHash3).
    static long mix(long bits) {
        long mixed = (bits ^ (bits >>> 33)) * 0xFF51_AFD7_ED55_8CCDL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xC4CE_B9FE_1A85_EC53L;
        return mixed ^ (mixed >>> 33);
    }

    final Bucket bucket(long hash) {
        AtomicReferenceArray<Bucket> buckets = directory;
        return buckets.get(prefix(hash, depth(buckets)));
    }

    private static int depth(AtomicReferenceArray<Bucket> buckets) {
        return Integer.SIZE - 1 - Integer.numberOfLeadingZeros(buckets.length());
    }

    /// The top `bits` bits; in two steps, since a shift by 64 would be none.
    private static int prefix(long hash, int bits) {
        return (int) ((hash >>> 1) >>> (Long.SIZE - 1 - bits));
    }

    final void add(long hash, int number) {
        Bucket bucket = bucket(hash);
        while (bucket.isFull()) {
            makeRoom(bucket, hash);
            bucket = bucket(hash);
        }
        bucket.put(hash, number);
        count++;
    }

    /// Puts `number` in the place of `old`, whose key is the same.
    final void replace(long hash, int old, int number) {
        int[] slots = bucket(hash).slots;
        int mask = slots.length - 1;
        int at = (int) hash & mask;
        while (slots[at] != old + 1) {
            at = (at + 1) & mask;
        }
        slots[at] = number + 1;
    }

    private void makeRoom(Bucket bucket, long hash) {
        // Many numbers with one key end in one bucket whatever its depth; growing it then is the only help.
        int depthMax = Integer.SIZE - Integer.numberOfLeadingZeros(count / (SLOTS_MAX / 4)) + DEPTH_SLACK;
        if (bucket.slots.length < SLOTS_MAX || bucket.depth >= depthMax) {
            Bucket grown = new Bucket(bucket.depth, bucket.slots.length * 2);
            move(bucket, grown, grown);
            install(grown, prefix(hash, bucket.depth));
        } else {
            Bucket low = new Bucket(bucket.depth + 1, bucket.slots.length);
            Bucket high = new Bucket(bucket.depth + 1, bucket.slots.length);
            move(bucket, low, high);
            int half = prefix(hash, bucket.depth) << 1;
            if (bucket.depth == depth(directory)) {
                directory = doubled(directory);
            }
            install(low, half);
            install(high, half + 1);
        }
    }

    private void move(Bucket from, Bucket low, Bucket high) {
        for (int slot : from.slots) {
            if (slot != 0) {
                long hash = hashOf(slot - 1);
                ((prefix(hash, low.depth) & 1) == 0 ? low : high).put(hash, slot - 1);
            }
        }
    }

    private void install(Bucket bucket, int prefix) {
        AtomicReferenceArray<Bucket> buckets = directory;
        int shift = depth(buckets) - bucket.depth;
        for (int at = prefix << shift; at < (prefix + 1) << shift; at++) {
            buckets.set(at, bucket);
        }
    }

    private static AtomicReferenceArray<Bucket> doubled(AtomicReferenceArray<Bucket> buckets) {
        AtomicReferenceArray<Bucket> twice = new AtomicReferenceArray<>(buckets.length() * 2);
        for (int at = 0; at < buckets.length(); at++) {
            twice.set(at * 2, buckets.get(at));
            twice.set(at * 2 + 1, buckets.get(at));
        }
        return twice;
    }
}
