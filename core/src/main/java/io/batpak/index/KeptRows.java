package io.batpak.index;

/// Numbers the events of a stretch that stay, and finds them: 12 bytes per 64 events; nothing where all stay.
///
/// Threads: share freely.
final class KeptRows {
    private static final int BLOCK_BITS = 6;

    private final int count;
    /// Whether every event stays, and so keeps its number.
    private final boolean all;
    /// A bit for each event that stays, 64 to a block.
    private final long[] stays;
    /// How many events stay before each block of the stretch.
    private final int[] before;

    KeptRows(Reshaping reshaping) {
        int rows = reshaping.rows();
        all = reshaping.droppedCount() == 0;
        int blocks = all ? 0 : (rows >> BLOCK_BITS) + 1;
        stays = new long[blocks];
        before = new int[blocks];
        int kept = 0;
        for (int block = 0; block < blocks; block++) {
            before[block] = kept;
            int end = Math.min(rows, (block + 1) << BLOCK_BITS);
            for (int row = block << BLOCK_BITS; row < end; row++) {
                stays[block] |= reshaping.isDropped(row) ? 0 : 1L << row;
            }
            kept += Long.bitCount(stays[block]);
        }
        count = all ? rows : kept;
    }

    /// How many stay.
    int count() {
        return count;
    }

    /// The row in the stretch of the event that is number `kept` of those that stay.
    int source(int kept) {
        return all ? kept : search(kept);
    }

    private int search(int kept) {
        int low = kept >> BLOCK_BITS; // no block before that can have so many before it
        int high = before.length - 1;
        while (low < high) { // the last block with at most `kept` before it
            int middle = (low + high + 1) >>> 1;
            if (before[middle] <= kept) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        long place = Long.expand(1L << (kept - before[low]), stays[low]);
        return (low << BLOCK_BITS) + Long.numberOfTrailingZeros(place);
    }

    /// The number among those that stay of the event in row `source` of the stretch, which stays; of others the
    /// number that the next one has.
    int kept(int source) {
        if (all) {
            return source;
        }
        int block = source >> BLOCK_BITS;
        long earlier = (1L << source) - 1; // those of its block
        return before[block] + Long.bitCount(stays[block] & earlier);
    }
}
