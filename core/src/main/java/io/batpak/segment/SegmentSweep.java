package io.batpak.segment;

import io.batpak.format.FrameHead;
import io.batpak.model.FramePosition;

/// Reads frames one after another, in pieces that grow as long as the frames stand close to each other.
///
/// Holds nothing but memory between two frames, so it needs no closing. One thread. Positions in log order are
/// fast; any order is correct.
public final class SegmentSweep {
    private static final int WINDOW_BYTES = 256 << 10;

    private final SegmentReads reads;
    private byte[] bytes = new byte[4 << 10];
    private long segment = -1;
    private long start;
    private int filled;
    /// How much to read ahead of the frame that is asked for.
    private int ahead;

    /// Reads through `reads`.
    public SegmentSweep(SegmentReads reads) {
        this.reads = reads;
    }

    /// Makes the frame at `position` available and returns where its body begins in {@link #array()}.
    ///
    /// @throws SegmentDamageException when no whole frame of that length stands there
    /// @throws StoreClosedException when the frame has to be read and the store was closed
    public int bodyAt(FramePosition position) {
        FrameProof.requirePossible(position);
        int at = require(position);
        FrameProof.check(position, bytes, at);
        return at + FrameHead.BYTES;
    }

    /// The bytes that hold the frame made available last. Do not modify.
    public byte[] array() {
        return bytes;
    }

    private int require(FramePosition position) {
        long offset = position.offset();
        boolean inside =
                position.segment() == segment && offset >= start && offset - start <= filled - (long) position.length();
        if (!inside) {
            load(position);
        }
        return (int) (offset - start);
    }

    private void load(FramePosition position) {
        int length = position.length();
        long offset = position.offset();
        long gap = position.segment() == segment ? offset - (start + filled) : Long.MAX_VALUE;
        boolean near = gap <= ahead && gap >= -filled;
        ahead = near ? Math.min(WINDOW_BYTES, 2 * Math.max(ahead, length)) : 0;
        int wanted = Math.max(length, ahead);
        makeRoom(position, wanted);
        filled = 0;
        segment = position.segment();
        start = offset;
        filled = reads.read(segment, offset, bytes, length, wanted);
        if (filled < length) {
            throw FrameProof.endsInside(position);
        }
    }

    private void makeRoom(FramePosition position, int wanted) {
        if (wanted <= bytes.length) {
            return;
        }
        if (wanted > WINDOW_BYTES && !reads.reaches(position.segment(), position.offset() + position.length())) {
            throw FrameProof.endsInside(position);
        }
        bytes = new byte[wanted > WINDOW_BYTES ? wanted : Math.min(WINDOW_BYTES, Math.max(wanted, 4 * bytes.length))];
    }
}
