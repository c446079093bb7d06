package io.batpak.index;

import io.batpak.format.RunFile;
import io.batpak.format.RunSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Neighbouring finished parts of an index, as a run file is made from them. Immutable.
///
/// Threads: share freely; a source that it gives belongs to one thread.
public final class Stretch {
    private final Parts parts;
    private final int first;
    private final int count;

    Stretch(Parts parts, int first, int count) {
        this.parts = parts;
        this.first = first;
        this.count = count;
    }

    /// A segment and how many rows of the stretch lie in it.
    public record SegmentRows(long segment, int rows) {}

    /// Rows in it, without those that were dropped.
    public int rows() {
        int rows = 0;
        for (int at = first; at < first + count; at++) {
            rows += parts.all[at].count();
        }
        return rows;
    }

    /// The row of its first event.
    public int firstRow() {
        return parts.all[first].base;
    }

    /// The row behind that of its last event.
    public int endRow() {
        Part last = parts.all[first + count - 1];
        return last.base + last.count();
    }

    /// Whether it is one part whose columns lie in memory.
    public boolean isInMemory() {
        return count == 1 && parts.all[first] instanceof MemoryPart;
    }

    /// Whether rows of dropped events lie between its parts. Such parts are only joined by [Index#reshape], which
    /// lets the rows of their events move.
    public boolean hasGaps() {
        return rows() < endRow() - firstRow();
    }

    /// The run files it consists of, oldest first; none if it lies in memory.
    public List<RunFile> runs() {
        List<RunFile> runs = new ArrayList<>();
        for (int at = first; at < first + count; at++) {
            if (parts.all[at] instanceof RunPart run) {
                runs.add(run.file());
            }
        }
        return runs;
    }

    /// Its segments that hold events, ascending.
    public List<SegmentRows> segments() {
        List<SegmentRows> found = new ArrayList<>();
        for (int at = first; at < first + count; at++) {
            Columns columns = parts.all[at].columns;
            int rows = parts.all[at].count();
            for (int from = 0; from < rows; ) {
                long segment = columns.segment(from);
                int end = endOfSegment(columns, from, rows);
                found.add(new SegmentRows(segment, end - from));
                from = end;
            }
        }
        return found;
    }

    private static int endOfSegment(Columns columns, int from, int rows) {
        long segment = columns.segment(from);
        int low = from + 1;
        int high = rows;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (columns.segment(middle) == segment) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// Everything a run file stores of these rows.
    public RunSource source() {
        return rowSource();
    }

    StretchSource rowSource() {
        return new StretchSource(parts, first, count);
    }

    /// The row in the index of the event that is number `row` of this stretch.
    ///
    /// @throws IndexOutOfBoundsException if it has no such event
    public int indexRow(int row) {
        int left = Objects.checkIndex(row, rows());
        int at = first;
        while (left >= parts.all[at].count()) {
            left -= parts.all[at].count();
            at++;
        }
        return parts.all[at].base + left;
    }

    /// The number in this stretch of the first event whose row in the index is not below `row`, [#rows] if there is
    /// none.
    public int rowFrom(int row) {
        int before = 0;
        for (int at = first; at < first + count; at++) {
            Part part = parts.all[at];
            if (row < part.base + part.count()) {
                return before + part.localBound(row);
            }
            before += part.count();
        }
        return before;
    }

    Part[] members() {
        Part[] members = new Part[count];
        System.arraycopy(parts.all, first, members, 0, count);
        return members;
    }
}
