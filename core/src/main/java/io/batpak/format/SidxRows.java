package io.batpak.format;

import java.util.List;

/// The entries of one footer, read through a window of a few hundred rows.
///
/// Nothing is held but the window, so that a footer that claims four billion rows costs no more memory than
/// one that claims a hundred. Reading rows in order touches every byte once. The source must stay readable
/// while rows are read, and what it throws passes through.
///
/// Threads: one at a time. Row indexes are zero-based and must be below [#count].
public final class SidxRows {

    private static final int WINDOW_ROWS = 512;

    private final ByteSource source;
    private final long entriesAt;
    private final long count;
    private final List<String> strings;
    private final byte[] window;
    private final int windowRows;
    private long windowFirst = -1;

    SidxRows(ByteSource source, long entriesAt, long count, List<String> strings) {
        this.source = source;
        this.entriesAt = entriesAt;
        this.count = count;
        this.strings = strings;
        this.windowRows = (int) Math.min(count, WINDOW_ROWS);
        this.window = new byte[windowRows * SidxLayout.ENTRY_BYTES];
    }

    /// Number of rows.
    public long count() {
        return count;
    }

    /// The string table; empty when the rows were read without one.
    public List<String> strings() {
        return strings;
    }

    /// Most significant half of the event id.
    public long eventHigh(long row) {
        return SidxLayout.u64(window, at(row) + SidxLayout.EVENT_ID_AT + Long.BYTES);
    }

    /// Least significant half of the event id.
    public long eventLow(long row) {
        return SidxLayout.u64(window, at(row) + SidxLayout.EVENT_ID_AT);
    }

    /// Index of the entity in the string table.
    public long entityIndex(long row) {
        return SidxLayout.u32(window, at(row) + SidxLayout.ENTITY_AT);
    }

    /// Index of the scope in the string table.
    public long scopeIndex(long row) {
        return SidxLayout.u32(window, at(row) + SidxLayout.SCOPE_AT);
    }

    /// The entity. Only for rows that were read with their string table.
    public String entity(long row) {
        return strings.get((int) entityIndex(row));
    }

    /// The scope. Only for rows that were read with their string table.
    public String scope(long row) {
        return strings.get((int) scopeIndex(row));
    }

    /// Raw kind as stored; [Kinds#ofFooter] says what an index shows.
    public int kind(long row) {
        return SidxLayout.u16(window, at(row) + SidxLayout.KIND_AT);
    }

    /// Wall clock of the position in milliseconds, unsigned.
    public long wallMillis(long row) {
        return SidxLayout.u64(window, at(row) + SidxLayout.WALL_AT);
    }

    /// Clock of the (entity, lane).
    public long clock(long row) {
        return SidxLayout.u32(window, at(row) + SidxLayout.CLOCK_AT);
    }

    /// Lane.
    public long lane(long row) {
        return SidxLayout.u32(window, at(row) + SidxLayout.LANE_AT);
    }

    /// Depth in the tree of branches.
    public long depth(long row) {
        return SidxLayout.u32(window, at(row) + SidxLayout.DEPTH_AT);
    }

    /// Copies the hash of the previous event of the same (entity, lane); zeros for the first.
    public void previousHash(long row, byte[] target, int offset) {
        System.arraycopy(window, at(row) + SidxLayout.PREVIOUS_HASH_AT, target, offset, SidxLayout.HASH_BYTES);
    }

    /// Copies the hash of the event.
    public void eventHash(long row, byte[] target, int offset) {
        System.arraycopy(window, at(row) + SidxLayout.EVENT_HASH_AT, target, offset, SidxLayout.HASH_BYTES);
    }

    /// Offset of the frame in the segment, unsigned and not checked against the file.
    public long frameOffset(long row) {
        return SidxLayout.u64(window, at(row) + SidxLayout.FRAME_OFFSET_AT);
    }

    /// Length of the frame in bytes, head included, not checked against the file.
    public long frameLength(long row) {
        return SidxLayout.u32(window, at(row) + SidxLayout.FRAME_LENGTH_AT);
    }

    /// Sequence of the event in the whole store.
    public long sequence(long row) {
        return SidxLayout.u64(window, at(row) + SidxLayout.SEQUENCE_AT);
    }

    /// Most significant half of the correlation id.
    public long correlationHigh(long row) {
        return SidxLayout.u64(window, at(row) + SidxLayout.CORRELATION_AT + Long.BYTES);
    }

    /// Least significant half of the correlation id.
    public long correlationLow(long row) {
        return SidxLayout.u64(window, at(row) + SidxLayout.CORRELATION_AT);
    }

    /// Most significant half of the causation id; with [#causationLow] zero means none.
    public long causationHigh(long row) {
        return SidxLayout.u64(window, at(row) + SidxLayout.CAUSATION_AT + Long.BYTES);
    }

    /// Least significant half of the causation id.
    public long causationLow(long row) {
        return SidxLayout.u64(window, at(row) + SidxLayout.CAUSATION_AT);
    }

    /// Whether the rows account for every byte up to `framesEnd`: the greatest frame end equals it.
    ///
    /// False when a frame end overflows, and when there are no rows.
    public boolean endAt(long framesEnd) {
        long greatest = -1;
        for (long row = 0; row < count; row++) {
            long offset = frameOffset(row);
            long end = offset + frameLength(row);
            if (offset < 0 || end < 0) {
                return false;
            }
            greatest = Math.max(greatest, end);
        }
        return greatest == framesEnd;
    }

    /// Copies the 162 bytes of a row as they stand in the file.
    void copyRow(long row, byte[] target, int offset) {
        System.arraycopy(window, at(row), target, offset, SidxLayout.ENTRY_BYTES);
    }

    private int at(long row) {
        long inWindow = row - windowFirst;
        if (windowFirst < 0 || inWindow < 0 || inWindow >= windowRows) {
            inWindow = load(row);
        }
        return (int) inWindow * SidxLayout.ENTRY_BYTES;
    }

    private long load(long row) {
        if (row < 0 || row >= count) {
            throw new IndexOutOfBoundsException("row " + row + " of " + count);
        }
        long first = Math.min(row, count - windowRows);
        windowFirst = -1; // a failing read leaves no half-filled window behind
        source.read(entriesAt + first * SidxLayout.ENTRY_BYTES, window, 0, window.length);
        windowFirst = first;
        return row - first;
    }
}
