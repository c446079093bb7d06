package io.batpak.write;

import io.batpak.index.ReshapedRows;
import io.batpak.index.Stretch;
import java.util.BitSet;
import java.util.SortedMap;
import java.util.TreeMap;

/// Follows the rows of an index to where a compaction moves them, and forgets those of events that it drops or
/// empties. One thread.
final class RowMoves {
    private final Stretch before;
    private final ReshapedRows after;
    private final int end;

    RowMoves(Stretch before, ReshapedRows after) {
        this.before = before;
        this.after = after;
        this.end = before.endRow();
    }

    /// Where a row goes; for one of a dropped event, where the next one goes.
    int moved(int row) {
        return row < before.firstRow() || row >= end ? row : before.firstRow() + after.rowOf(before.rowFrom(row));
    }

    /// Moves the bits of rows.
    void move(BitSet bits) {
        BitSet from = (BitSet) bits.clone();
        bits.clear(before.firstRow(), end);
        for (int row = from.nextSetBit(before.firstRow()); row >= 0 && row < end; row = from.nextSetBit(row + 1)) {
            if (stays(row)) {
                bits.set(moved(row));
            }
        }
    }

    /// Moves the values of rows.
    <T> void move(SortedMap<Integer, T> values) {
        SortedMap<Integer, T> moving = values.subMap(before.firstRow(), end);
        TreeMap<Integer, T> following = new TreeMap<>();
        moving.forEach((row, value) -> {
            if (stays(row)) {
                following.put(moved(row), value);
            }
        });
        moving.clear();
        values.putAll(following);
    }

    private boolean stays(int row) {
        int at = before.rowFrom(row);
        return !after.reshaping().isDropped(at) && !after.reshaping().isEmptied(at);
    }
}
