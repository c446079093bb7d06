package io.batpak.index;

import java.util.Arrays;

/// The columns of up to 4096 rows.
///
/// Values that are read together lie together, so that a point read touches one cache line per array. With
/// 4096 rows the largest array has 128 KiB and stays below the humongous limit of G1, which otherwise costs
/// 70 % more heap.
///
/// Threads: written by the inserting thread before the row is published; only [#forgetUnknownExtensions]
/// comes from readers, and every racing write of that byte stores the same value.
final class RowChunk {
    static final int ROW_BITS = 12;
    static final int ROWS_MAX = 1 << ROW_BITS;
    static final int ROW_MASK = ROWS_MAX - 1;

    // longs
    static final int SEQUENCE = 0;
    static final int WALL_MILLIS = SEQUENCE + 1;
    static final int OFFSET = WALL_MILLIS + 1;
    static final int LONGS = OFFSET + 1;

    // ints
    static final int ENTITY = 0;
    static final int SCOPE = ENTITY + 1;
    static final int LANE = SCOPE + 1;
    static final int DEPTH = LANE + 1;
    static final int CLOCK = DEPTH + 1;
    static final int LENGTH = CLOCK + 1;
    static final int HEAD_BEFORE = LENGTH + 1;
    static final int INTS = HEAD_BEFORE + 1;

    static final int ID_LONGS = 2;
    static final int HASH_LONGS = 4;

    // flags
    static final int EXTENSIONS_NONE = 0;
    static final int EXTENSIONS_KNOWN = 1;
    static final int EXTENSIONS_UNKNOWN = 2;
    static final int EXTENSIONS_MASK = 3;
    static final int PREVIOUS_HASH_ZERO = 0;
    static final int PREVIOUS_HASH_OF_HEAD = 1 << 2;
    static final int PREVIOUS_HASH_STORED = 2 << 2;
    static final int PREVIOUS_HASH_MASK = 3 << 2;
    static final int CORRELATION_STORED = 1 << 4;
    static final int CAUSATION_STORED = 1 << 5;

    final int capacity;
    final long[] ids;
    final long[] hashes;
    final long[] longs;
    final int[] ints;
    final short[] kinds;
    final byte[] flags;

    /// Unsigned bounds of the clocks of all rows, those that no reader sees yet included.
    int clockLeast = -1;

    int clockGreatest;

    RowChunk(int capacity) {
        this.capacity = capacity;
        ids = new long[capacity * ID_LONGS];
        hashes = new long[capacity * HASH_LONGS];
        longs = new long[capacity * LONGS];
        ints = new int[capacity * INTS];
        kinds = new short[capacity];
        flags = new byte[capacity];
    }

    private RowChunk(RowChunk from, int capacity) {
        this.capacity = capacity;
        ids = Arrays.copyOf(from.ids, capacity * ID_LONGS);
        hashes = Arrays.copyOf(from.hashes, capacity * HASH_LONGS);
        longs = Arrays.copyOf(from.longs, capacity * LONGS);
        ints = Arrays.copyOf(from.ints, capacity * INTS);
        kinds = Arrays.copyOf(from.kinds, capacity);
        flags = Arrays.copyOf(from.flags, capacity);
        clockLeast = from.clockLeast;
        clockGreatest = from.clockGreatest;
    }

    /// Widens the range of clocks in this chunk.
    void noteClock(int clock) {
        if (Integer.compareUnsigned(clock, clockLeast) < 0) {
            clockLeast = clock;
        }
        if (Integer.compareUnsigned(clock, clockGreatest) > 0) {
            clockGreatest = clock;
        }
    }

    /// A copy with room for twice the rows; readers keep the old one.
    RowChunk doubled() {
        return new RowChunk(this, Math.min(ROWS_MAX, capacity * 2));
    }

    /// The frame of the row at `slot` was read and stores no extensions.
    void forgetUnknownExtensions(int slot) {
        flags[slot] = (byte) (flags[slot] & ~EXTENSIONS_MASK);
    }
}
