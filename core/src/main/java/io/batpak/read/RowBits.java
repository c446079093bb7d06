package io.batpak.read;

import java.util.ArrayList;
import java.util.List;

/// One bit per row.
///
/// Threads: each word of 64 rows belongs to one thread while it is written.
final class RowBits {
    static final int WORD_ROWS = Long.SIZE;

    private final int rows;
    private final long[] words;

    RowBits(int rows) {
        this.rows = rows;
        this.words = new long[Math.ceilDiv(rows, WORD_ROWS)];
    }

    void set(int row) {
        words[row / WORD_ROWS] |= 1L << row;
    }

    boolean get(int row) {
        return (words[row / WORD_ROWS] >>> row & 1) != 0;
    }

    /// The rows whose bit is `value`, ascending.
    List<Integer> rowsWith(boolean value) {
        List<Integer> found = new ArrayList<>();
        for (int word = 0; word < words.length; word++) {
            long left = value ? words[word] : ~words[word];
            for (; left != 0; left &= left - 1) {
                int row = word * WORD_ROWS + Long.numberOfTrailingZeros(left);
                if (row < rows) {
                    found.add(row);
                }
            }
        }
        return found;
    }
}
