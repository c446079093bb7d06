package io.batpak.index;

/// Rows of one part in ascending order. Threads: share freely; a list in memory may grow at its end.
interface RowList {
    /// How many rows are listed.
    int size();

    /// The row at a place below a size read by this thread.
    int get(int at);

    /// How many listed rows are below `row`, which is also the place of the first row that is not.
    default int countBelow(int row) {
        int high = size();
        if (high == 0 || get(high - 1) < row) {
            return high;
        }
        int low = 0;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (get(middle) < row) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
