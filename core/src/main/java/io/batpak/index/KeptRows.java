package io.batpak.index;

/// Numbers the events of a stretch that stay, and finds them: 4 bytes per 64 events. Remembers the last answer, so
/// going up by one is fast.
///
/// Threads: one at a time.
final class KeptRows {
    private static final int BLOCK_BITS = 6;
    private static final int BLOCK = 1 << BLOCK_BITS;

    private final Reshaping reshaping;
    private final int count;
    /// How many events stay before each block of the stretch.
    private final int[] before;

    private int lastKept = -1;
    private int lastSource = -1;

    KeptRows(Reshaping reshaping) {
        this.reshaping = reshaping;
        int rows = reshaping.rows();
        before = new int[(rows >> BLOCK_BITS) + 1];
        int kept = 0;
        for (int row = 0; row < rows; row++) {
            if ((row & (BLOCK - 1)) == 0) {
                before[row >> BLOCK_BITS] = kept;
            }
            kept += reshaping.isDropped(row) ? 0 : 1;
        }
        if ((rows & (BLOCK - 1)) == 0) {
            before[rows >> BLOCK_BITS] = kept;
        }
        count = kept;
    }

    /// How many stay.
    int count() {
        return count;
    }

    /// The row in the stretch of the event that is number `kept` of those that stay.
    int source(int kept) {
        if (kept != lastKept) {
            lastSource = kept == lastKept + 1 ? reshaping.nextKept(lastSource + 1) : search(kept);
            lastKept = kept;
        }
        return lastSource;
    }

    private int search(int kept) {
        int low = 0;
        int high = before.length - 1;
        while (low < high) { // the last block with at most `kept` before it
            int middle = (low + high + 1) >>> 1;
            if (before[middle] <= kept) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        int row = reshaping.nextKept(low << BLOCK_BITS);
        for (int left = kept - before[low]; left > 0; left--) {
            row = reshaping.nextKept(row + 1);
        }
        return row;
    }

    /// The number among those that stay of the event in row `source` of the stretch, which stays; of others the
    /// number that the next one has.
    int kept(int source) {
        int block = source >> BLOCK_BITS;
        int kept = before[block];
        for (int row = block << BLOCK_BITS; row < source; row++) {
            kept += reshaping.isDropped(row) ? 0 : 1;
        }
        return kept;
    }
}
