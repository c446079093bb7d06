package io.batpak.index;

import io.batpak.model.Hash;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/// What a compaction makes of the events of a [Stretch]: which go, which become tombstones, and where the frames of
/// the others lie afterwards. Immutable.
///
/// Rows count the events of the stretch from 0 on. Two bits per row, and 8 bytes for each whose frame has another
/// length afterwards. Threads: share freely.
public final class Reshaping {
    private final int rows;
    private final BitSet dropped;
    private final BitSet tombstones;
    private final BitSet emptied;
    private final Hash emptiedHash;
    private final int[] resized;
    private final int[] lengths;
    private final Map<Long, Long> outputs;
    private final Map<Long, Long> framesStarts;

    private Reshaping(Builder from) {
        rows = from.rows;
        dropped = (BitSet) from.dropped.clone();
        tombstones = (BitSet) from.tombstones.clone();
        emptied = (BitSet) from.emptied.clone();
        emptiedHash = from.emptiedHash;
        resized = Arrays.copyOf(from.resized, from.resizedCount);
        lengths = Arrays.copyOf(from.lengths, from.resizedCount);
        outputs = Map.copyOf(from.outputs);
        framesStarts = Map.copyOf(from.framesStarts);
    }

    /// Begins with a stretch of which everything stays as it is.
    ///
    /// @param rows the events of the stretch, see [Stretch#rows]
    /// @param emptiedHash hash of the payload that an emptied tombstone has
    public static Builder of(int rows, Hash emptiedHash) {
        return new Builder(rows, emptiedHash);
    }

    /// Collects verdicts. One thread.
    public static final class Builder {
        private final int rows;
        private final Hash emptiedHash;
        private final BitSet dropped = new BitSet();
        private final BitSet tombstones = new BitSet();
        private final BitSet emptied = new BitSet();
        private int[] resized = {};
        private int[] lengths = {};
        private int resizedCount;
        private final Map<Long, Long> outputs = new HashMap<>();
        private final Map<Long, Long> framesStarts = new HashMap<>();

        private Builder(int rows, Hash emptiedHash) {
            this.rows = rows;
            this.emptiedHash = emptiedHash;
        }

        /// The frames of a segment move to an output. Of several, all of one output have neighbouring ids.
        ///
        /// @param output id of the output, which may be that of another source
        /// @param framesStart offset of the first frame in the output, bytes
        /// @throws IllegalArgumentException if the output was said to begin elsewhere
        public Builder move(long source, long output, long framesStart) {
            Long known = framesStarts.putIfAbsent(output, framesStart);
            if (known != null && known != framesStart) {
                throw new IllegalArgumentException("output " + output + " begins at " + known + ", " + framesStart);
            }
            outputs.put(source, output);
            return this;
        }

        /// The event goes.
        public Builder drop(int row) {
            dropped.set(checked(row));
            return this;
        }

        /// The event becomes a tombstone and keeps everything but its kind.
        ///
        /// Rows of this and [#empty] come in ascending order.
        ///
        /// @param lengthBefore length of its frame with the head, bytes
        /// @param length the same in the output
        /// @throws IllegalArgumentException if the row is not above the one before
        public Builder tombstone(int row, int lengthBefore, int length) {
            if (tombstones.length() > checked(row)) {
                throw new IllegalArgumentException("row " + row + " behind row " + (tombstones.length() - 1));
            }
            tombstones.set(row);
            if (length != lengthBefore) {
                resize(row, length);
            }
            return this;
        }

        /// The event becomes a tombstone without content: another payload, no extensions.
        ///
        /// @param lengthBefore length of its frame with the head, bytes
        /// @param length the same in the output
        /// @throws IllegalArgumentException as for [#tombstone]
        public Builder empty(int row, int lengthBefore, int length) {
            tombstone(row, lengthBefore, length);
            emptied.set(row);
            return this;
        }

        private void resize(int row, int length) {
            if (resizedCount == resized.length) {
                int more = (int) Math.min(Integer.MAX_VALUE - 8L, 16 + 2L * resizedCount);
                resized = Arrays.copyOf(resized, more);
                lengths = Arrays.copyOf(lengths, more);
            }
            resized[resizedCount] = row;
            lengths[resizedCount++] = length;
        }

        private int checked(int row) {
            if (row < 0 || row >= rows) {
                throw new IllegalArgumentException("row " + row + " of " + rows);
            }
            return row;
        }

        /// What was said so far.
        ///
        /// @throws IllegalArgumentException if an event both goes and becomes a tombstone
        public Reshaping build() {
            if (dropped.intersects(tombstones)) {
                throw new IllegalArgumentException("an event both goes and becomes a tombstone");
            }
            return new Reshaping(this);
        }
    }

    /// How many events it is about.
    public int rows() {
        return rows;
    }

    /// How many of them go.
    public int droppedCount() {
        return dropped.cardinality();
    }

    /// Whether an event goes.
    public boolean isDropped(int row) {
        return dropped.get(row);
    }

    /// The first event from `row` on that goes, or -1.
    public int nextDropped(int row) {
        return dropped.nextSetBit(row);
    }

    /// The first event from `row` on that goes or is emptied, or -1: what it said is in the log no more.
    public int nextGone(int row) {
        int drop = dropped.nextSetBit(row);
        int empty = emptied.nextSetBit(row);
        return drop < 0 || (empty >= 0 && empty < drop) ? empty : drop;
    }

    /// Whether an event becomes a tombstone, emptied or not.
    public boolean isTombstone(int row) {
        return tombstones.get(row);
    }

    /// Whether an event becomes a tombstone without content.
    public boolean isEmptied(int row) {
        return emptied.get(row);
    }

    /// Hash of the payload of emptied events.
    public Hash emptiedHash() {
        return emptiedHash;
    }

    /// Length of the frame of an event that stays, given its length before.
    int length(int row, int before) {
        if (!tombstones.get(row)) {
            return before;
        }
        int at = Arrays.binarySearch(resized, row);
        return at < 0 ? before : lengths[at];
    }

    /// Id of the segment that the frames of `source` lie in afterwards, `source` if they stay.
    long outputOf(long source) {
        Long output = outputs.get(source);
        return output == null ? source : output;
    }

    /// Whether the frames of a segment move, if only to another place in a segment with the same id.
    public boolean moves(long source) {
        return outputs.containsKey(source);
    }

    /// Offset of the first frame of an output.
    long framesStart(long output) {
        Long start = framesStarts.get(output);
        if (start == null) {
            throw new IllegalArgumentException("no output " + output);
        }
        return start;
    }
}
