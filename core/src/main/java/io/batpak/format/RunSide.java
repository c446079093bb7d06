package io.batpak.format;

/// A side table: values that only some rows have, found by row; and, where it is sorted by id, rows by id.
final class RunSide {
    private final RunBytes bytes;
    private final long rowsAt;
    private final long valuesAt;
    private final long orderAt;
    private final int count;
    private final int rowsMax;

    /// @param orderAt where the places by id stand, if the values are ids
    RunSide(RunBytes bytes, long rowsAt, long valuesAt, long orderAt, int[] countAndRows) {
        this.bytes = bytes;
        this.rowsAt = rowsAt;
        this.valuesAt = valuesAt;
        this.orderAt = orderAt;
        this.count = countAndRows[0];
        this.rowsMax = countAndRows[1];
    }

    long at() {
        return rowsAt;
    }

    int count() {
        return count;
    }

    int rowsMax() {
        return rowsMax;
    }

    /// The place of a row that is in the table.
    int place(int row) {
        if (count == rowsMax) {
            return row;
        }
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int found = bytes.i32(rowsAt + Integer.BYTES * (long) middle);
            if (found == row) {
                return middle;
            } else if (found < row) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        throw bytes.damaged("row " + row + " is missing in a side table");
    }

    /// 8 bytes of the value of a row, if values have `wordCount` of them.
    long word(int row, int word, int wordCount) {
        return bytes.u64(valuesAt + ((long) place(row) * wordCount + word) * Long.BYTES);
    }

    /// The rows whose value is this id.
    RunList rowsOf(long high, long low) {
        int from = countBelow(high, low, false);
        int to = from;
        if (from < count && compare(from, high, low) == 0) {
            to = countBelow(high, low, true);
        }
        return RunList.chosen(bytes, orderAt + Integer.BYTES * (long) from, Math.max(0, to - from), this);
    }

    /// How many ids are below this one, or not above it.
    private int countBelow(long high, long low, boolean orEqual) {
        int from = 0;
        int to = count;
        while (from < to) {
            int middle = (from + to) >>> 1;
            int order = compare(middle, high, low);
            if (order < 0 || (order == 0 && orEqual)) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    private int compare(int rank, long high, long low) {
        int place = bytes.i32(orderAt + Integer.BYTES * (long) rank);
        if (place < 0 || place >= count) {
            throw bytes.damaged("place " + place + " of " + count + " in a side table");
        }
        long at = valuesAt + 2L * Long.BYTES * place;
        int order = Long.compareUnsigned(bytes.u64(at), high);
        return order != 0 ? order : Long.compareUnsigned(bytes.u64(at + Long.BYTES), low);
    }
}
