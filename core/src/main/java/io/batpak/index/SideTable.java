package io.batpak.index;

import java.util.Arrays;

/// A sparse column: a few longs for some rows, in ascending order of rows, found by binary search.
///
/// Threads: as [Postings]; the values are complete before the row is listed.
final class SideTable {
    private static final int CHUNK_BITS = 9;
    private static final int CHUNK = 1 << CHUNK_BITS;

    private final int width;
    private final Postings rows = new Postings();
    private volatile long[][] chunks = {};

    SideTable(int width) {
        this.width = width;
    }

    /// Adds the value of a row above all others.
    void add(int row, long... value) {
        int at = rows.size();
        long[][] all = chunks;
        int chunk = at >> CHUNK_BITS;
        if (chunk == all.length) {
            all = Arrays.copyOf(all, chunk + 1);
            all[chunk] = new long[CHUNK * width];
            chunks = all;
        }
        System.arraycopy(value, 0, all[chunk], (at & (CHUNK - 1)) * width, width);
        rows.add(row);
    }

    boolean isEmpty() {
        return rows.size() == 0;
    }

    int size() {
        return rows.size();
    }

    /// The row at a place, which is below a size read by this thread.
    int row(int place) {
        return rows.get(place);
    }

    /// How many rows with a value are below `row`.
    int placesBelow(int row) {
        return rows.countBelow(row);
    }

    /// Place of the value of the last listed row that is not above `row`; there must be one.
    int floor(int row) {
        return rows.countBelow(row + 1) - 1;
    }

    long word(int place, int word) {
        return chunks[place >> CHUNK_BITS][(place & (CHUNK - 1)) * width + word];
    }
}
