package io.batpak.format;

import java.util.Arrays;

/// Half-open ranges of sequences, sorted and merged. Immutable, free to share.
///
/// Sequences are unsigned 64-bit numbers.
public final class SequenceRanges {

    /// No range.
    public static final SequenceRanges NONE = new SequenceRanges(new long[0]);

    private final long[] bounds; // start, end, start, end, ... strictly ascending

    private SequenceRanges(long[] bounds) {
        this.bounds = bounds;
    }

    /// Sorts ranges and merges those that overlap or touch.
    ///
    /// @param bounds start and end of each range in turn; every start below its end
    /// @throws IllegalArgumentException if a range is empty or turned around, or an end is missing
    public static SequenceRanges of(long... bounds) {
        if ((bounds.length & 1) != 0) {
            throw new IllegalArgumentException("a range has a start and no end");
        }
        int malformed = firstMalformed(bounds);
        if (malformed < bounds.length) {
            throw new IllegalArgumentException("range " + text(bounds, malformed) + " is empty");
        }
        return merged(bounds);
    }

    /// Index of the first range's start that is not below its end, or the length of the array.
    static int firstMalformed(long[] bounds) {
        int at = 0;
        while (at < bounds.length && Long.compareUnsigned(bounds[at], bounds[at + 1]) < 0) {
            at += 2;
        }
        return at;
    }

    /// A range in words.
    static String text(long[] bounds, int at) {
        return "[" + Long.toUnsignedString(bounds[at]) + ", " + Long.toUnsignedString(bounds[at + 1]) + ")";
    }

    private static SequenceRanges merged(long[] bounds) {
        Range[] ranges = new Range[bounds.length / 2];
        Arrays.setAll(ranges, i -> new Range(bounds[2 * i], bounds[2 * i + 1]));
        Arrays.sort(ranges, (a, b) -> Long.compareUnsigned(a.start, b.start));
        long[] merged = new long[bounds.length];
        int length = 0;
        for (Range range : ranges) {
            if (length > 0 && Long.compareUnsigned(range.start, merged[length - 1]) <= 0) {
                if (Long.compareUnsigned(range.end, merged[length - 1]) > 0) {
                    merged[length - 1] = range.end;
                }
            } else {
                merged[length++] = range.start;
                merged[length++] = range.end;
            }
        }
        return length == 0 ? NONE : new SequenceRanges(Arrays.copyOf(merged, length));
    }

    private record Range(long start, long end) {}

    /// Number of ranges.
    public int count() {
        return bounds.length / 2;
    }

    /// Whether there is no range.
    public boolean isEmpty() {
        return bounds.length == 0;
    }

    /// First sequence of a range, by its zero-based index.
    public long start(int index) {
        return bounds[2 * index];
    }

    /// First sequence behind a range, by its zero-based index.
    public long end(int index) {
        return bounds[2 * index + 1];
    }

    /// Whether a range contains the sequence.
    public boolean contains(long sequence) {
        int low = 0;
        int high = count() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(sequence, start(middle)) < 0) {
                high = middle - 1;
            } else if (Long.compareUnsigned(sequence, end(middle)) >= 0) {
                low = middle + 1;
            } else {
                return true;
            }
        }
        return false;
    }

    /// These ranges and those.
    public SequenceRanges and(SequenceRanges more) {
        long[] both = Arrays.copyOf(bounds, bounds.length + more.bounds.length);
        System.arraycopy(more.bounds, 0, both, bounds.length, more.bounds.length);
        return merged(both);
    }

    /// The part of these ranges below a sequence.
    public SequenceRanges below(long sequence) {
        long[] kept = new long[bounds.length];
        int length = 0;
        for (int i = 0; i < count() && Long.compareUnsigned(start(i), sequence) < 0; i++) {
            kept[length++] = start(i);
            kept[length++] = Long.compareUnsigned(end(i), sequence) < 0 ? end(i) : sequence;
        }
        return length == 0 ? NONE : new SequenceRanges(Arrays.copyOf(kept, length));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SequenceRanges that && Arrays.equals(bounds, that.bounds);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bounds);
    }

    @Override
    public String toString() {
        StringBuilder all = new StringBuilder();
        for (int at = 0; at < bounds.length; at += 2) {
            all.append(text(bounds, at));
        }
        return all.toString();
    }
}
