package io.batpak.index;

/// Where the frames of the events of a stretch lie after a compaction: each behind the one before, so that 8 bytes
/// per 64 events are enough. Remembers the last answer, so going up by one is fast.
///
/// Threads: one at a time, the one of the rows.
final class KeptPlaces {
    private static final int BLOCK_BITS = 6;
    private static final int BLOCK_MASK = (1 << BLOCK_BITS) - 1;

    private final StretchSource source;
    private final Reshaping reshaping;
    private final KeptRows kept;
    /// Offset of the first frame of each block.
    private final long[] offsets;

    private int row;
    private long segment;
    private long offset;
    private int length;

    KeptPlaces(StretchSource source, Reshaping reshaping, KeptRows kept) {
        this.source = source;
        this.reshaping = reshaping;
        this.kept = kept;
        offsets = new long[(kept.count() + BLOCK_MASK) >> BLOCK_BITS];
        for (int at = 0; at < kept.count(); at++) {
            step(at, at == 0);
            if ((at & BLOCK_MASK) == 0) {
                offsets[at >> BLOCK_BITS] = offset;
            }
        }
    }

    /// Goes to row `at`, the one behind the current one unless it is the first of all.
    private void step(int at, boolean first) {
        int from = kept.source(at);
        long sourceSegment = source.segment(from);
        long next = reshaping.outputOf(sourceSegment);
        if (!reshaping.moves(sourceSegment)) {
            offset = source.offset(from);
        } else {
            offset = !first && next == segment ? offset + length : reshaping.framesStart(next);
        }
        take(at, from, next);
    }

    private void take(int at, int from, long newSegment) {
        row = at;
        segment = newSegment;
        length = reshaping.length(from, source.length(from));
    }

    private void moveTo(int at) {
        if (at == row) {
            return;
        }
        int block = at & ~BLOCK_MASK;
        if (at < row || block > row) {
            int from = kept.source(block);
            offset = offsets[block >> BLOCK_BITS];
            take(block, from, reshaping.outputOf(source.segment(from)));
        }
        while (row < at) {
            step(row + 1, false);
        }
    }

    /// Id of the segment of a row.
    long segment(int at) {
        moveTo(at);
        return segment;
    }

    /// Offset of its frame.
    long offset(int at) {
        moveTo(at);
        return offset;
    }

    /// Length of its frame.
    int length(int at) {
        moveTo(at);
        return length;
    }
}
