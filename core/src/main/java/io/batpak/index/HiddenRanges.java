package io.batpak.index;

import java.util.Arrays;

/// Sequences that no read shows: sorted, disjoint, half-open ranges `[start, end)`. Immutable.
public final class HiddenRanges {
    private static final HiddenRanges NONE = new HiddenRanges(new long[0], new long[0]);

    private final long[] starts;
    private final long[] ends;

    private HiddenRanges(long[] starts, long[] ends) {
        this.starts = starts;
        this.ends = ends;
    }

    public static HiddenRanges none() {
        return NONE;
    }

    /// The union of the ranges `[starts[i], ends[i])`, given in any order; empty ones are ignored, adjacent
    /// and overlapping ones are joined.
    ///
    /// @throws IllegalArgumentException if the arrays differ in length
    public static HiddenRanges of(long[] starts, long[] ends) {
        if (starts.length != ends.length) {
            throw new IllegalArgumentException(starts.length + " starts for " + ends.length + " ends");
        }
        long[][] ranges = new long[starts.length][];
        int count = 0;
        for (int i = 0; i < starts.length; i++) {
            if (starts[i] < ends[i]) {
                ranges[count++] = new long[] {starts[i], ends[i]};
            }
        }
        Arrays.sort(ranges, 0, count, (a, b) -> Long.compare(a[0], b[0]));
        long[] from = new long[count];
        long[] to = new long[count];
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (kept > 0 && ranges[i][0] <= to[kept - 1]) {
                to[kept - 1] = Math.max(to[kept - 1], ranges[i][1]);
            } else {
                from[kept] = ranges[i][0];
                to[kept++] = ranges[i][1];
            }
        }
        return kept == 0 ? NONE : new HiddenRanges(Arrays.copyOf(from, kept), Arrays.copyOf(to, kept));
    }

    public boolean isEmpty() {
        return starts.length == 0;
    }

    /// Number of joined ranges.
    public int count() {
        return starts.length;
    }

    /// First hidden sequence of the range at `index`.
    public long start(int index) {
        return starts[index];
    }

    /// First sequence after the range at `index`.
    public long end(int index) {
        return ends[index];
    }

    public boolean contains(long sequence) {
        if (starts.length == 0) {
            return false;
        }
        int found = Arrays.binarySearch(starts, sequence);
        int range = found >= 0 ? found : -found - 2;
        return range >= 0 && sequence < ends[range];
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("hidden");
        for (int i = 0; i < starts.length; i++) {
            text.append(" [").append(starts[i]).append(", ").append(ends[i]).append(')');
        }
        return text.toString();
    }
}
