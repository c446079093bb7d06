package io.batpak.segment;

import io.batpak.format.FrameHead;
import io.batpak.fs.Retirable;
import io.batpak.model.FramePosition;

/// Reads frames one after another, in pieces that grow as long as the frames stand close to each other: reading what
/// lies between two of them costs less than a second read.
///
/// Holds nothing but memory between two frames, so it needs no closing. One thread. Positions in log order are
/// fast; any order is correct.
public final class SegmentSweep {
    private static final int WINDOW_BYTES = 256 << 10;
    private static final int AHEAD_BYTES_MIN = 4 << 10;
    /// Reading so much more takes about as long as one more read.
    private static final int GAP_BYTES = 4 << 10;

    private final SegmentReads reads;
    private byte[] bytes = new byte[4 << 10];
    private long segment = -1;
    /// Whose segment the bytes are from.
    private Retirable file = Retirable.NEVER;

    private long start;
    private int filled;
    /// How many frames were asked for from these bytes, and how long they are together.
    private int asked;

    private long askedBytes;
    /// How much to read ahead of the frame that is asked for.
    private int ahead;

    /// How much of that with the next piece, whatever was read before; 0 if nobody knows.
    private int expected;

    /// Reads through `reads`.
    public SegmentSweep(SegmentReads reads) {
        this.reads = reads;
    }

    /// Tells that about so many bytes will be asked for from the first frame on, so that they are read at once.
    public void expect(long span) {
        expected = (int) Math.min(WINDOW_BYTES, span);
    }

    /// Keeps its memory, and nothing of what was read: for another use.
    public void forget() {
        segment = -1;
        file = Retirable.NEVER;
        start = 0;
        filled = 0;
        asked = 0;
        askedBytes = 0;
        ahead = 0;
        expected = 0;
    }

    /// Makes the frame at `position` available and returns where its body begins in {@link #array()}.
    ///
    /// @throws SegmentDamageException when no whole frame of that length stands there
    /// @throws StoreClosedException when the frame has to be read and the store was closed
    public int bodyAt(FramePosition position) {
        return bodyAt(position, Retirable.NEVER);
    }

    /// The same for a segment that may have lost its name, or lose it now.
    ///
    /// @param of the file that the position is about
    public int bodyAt(FramePosition position, Retirable of) {
        FrameProof.requirePossible(position);
        int at = require(position, of);
        FrameProof.check(position, bytes, at);
        return at + FrameHead.BYTES;
    }

    /// The bytes that hold the frame made available last. Do not modify.
    public byte[] array() {
        return bytes;
    }

    private int require(FramePosition position, Retirable of) {
        long offset = position.offset();
        boolean inside = isSame(position.segment(), of)
                && offset >= start
                && offset - start <= filled - (long) position.length();
        if (!inside) {
            load(position, of);
        }
        asked++;
        askedBytes += position.length();
        return (int) (offset - start);
    }

    /// Whether the bytes are from the file that `of` means by this id. One that still has its name after what was
    /// read before is asked is the same one: whoever means another file by the name came after that was retired.
    @SuppressWarnings("ReferenceEquality") // one file has one mapping when it is retired
    private boolean isSame(long id, Retirable of) {
        return id == segment && (of == file || file.retired() == of.retired());
    }

    private void load(FramePosition position, Retirable of) {
        int length = position.length();
        long offset = position.offset();
        ahead = isDense(position, of) ? Math.clamp(2L * Math.max(ahead, length), AHEAD_BYTES_MIN, WINDOW_BYTES) : 0;
        ahead = Math.max(ahead, expected);
        expected = 0;
        int wanted = Math.max(length, ahead);
        makeRoom(position, of, wanted);
        filled = 0;
        asked = 0;
        askedBytes = 0;
        segment = position.segment();
        file = of;
        start = offset;
        filled = reads.read(new SegmentReads.Place(segment, of, offset), bytes, length, wanted);
        if (filled < length) {
            throw FrameProof.endsInside(position);
        }
    }

    /// Whether the frames that were asked for since the last read, and this one, are worth reading what lies between
    /// them.
    private boolean isDense(FramePosition position, Retirable of) {
        if (!isSame(position.segment(), of) || position.offset() < start) {
            return false;
        }
        long between = position.offset() - start - askedBytes;
        return between <= (long) GAP_BYTES * asked;
    }

    private void makeRoom(FramePosition position, Retirable of, int wanted) {
        if (wanted <= bytes.length) {
            return;
        }
        long end = position.offset() + position.length();
        if (wanted > WINDOW_BYTES && !reads.reaches(new SegmentReads.Place(position.segment(), of, end))) {
            throw FrameProof.endsInside(position);
        }
        bytes = new byte[wanted > WINDOW_BYTES ? wanted : Math.min(WINDOW_BYTES, Math.max(wanted, 4 * bytes.length))];
    }
}
