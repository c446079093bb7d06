package io.batpak.format;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Some rows of an index run, ascending. Immutable; threads share it freely.
///
/// Reading may throw [io.batpak.error.IndexRunDamageException].
public final class RunList {
    private final RunBytes bytes;
    /// Where the numbers stand; below 0 if number `i` is `i`.
    private final long at;
    private final int size;
    /// The table whose rows the numbers choose from; null if the numbers are the rows.
    private final @Nullable RunSide chosenFrom;

    private final int rowsMax;

    private RunList(RunBytes bytes, long at, int size, @Nullable RunSide chosenFrom, int rowsMax) {
        this.bytes = bytes;
        this.at = at;
        this.size = size;
        this.chosenFrom = chosenFrom;
        this.rowsMax = rowsMax;
    }

    static RunList none(RunBytes bytes) {
        return everything(bytes, 0);
    }

    static RunList everything(RunBytes bytes, int rows) {
        return new RunList(bytes, -1, rows, null, rows);
    }

    static RunList of(RunBytes bytes, long at, int size, int rows) {
        return new RunList(bytes, at, size, null, rows);
    }

    static RunList chosen(RunBytes bytes, long at, int size, RunSide from) {
        return new RunList(bytes, at, size, from, from.rowsMax());
    }

    /// Number of rows.
    public int size() {
        return size;
    }

    /// The `index`-th row, from 0.
    ///
    /// @throws IndexOutOfBoundsException if `index` is not in `0..size() - 1`
    public int get(int index) {
        Objects.checkIndex(index, size);
        if (at < 0) {
            return index;
        }
        int number = bytes.i32(at + Integer.BYTES * (long) index);
        if (chosenFrom != null) {
            number = bytes.i32(chosenFrom.at() + Integer.BYTES * (long) below(number, chosenFrom.count()));
        }
        return below(number, rowsMax);
    }

    private int below(int number, int max) {
        if (number < 0 || number >= max) {
            throw bytes.damaged("a list names row " + number + " of " + max);
        }
        return number;
    }

    /// How many of the rows are below `row`.
    public int countBelow(int row) {
        int low = 0;
        int high = size;
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
