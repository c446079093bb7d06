package io.batpak.segment;

import io.batpak.format.FrameHead;
import io.batpak.hash.Checksum32;
import io.batpak.hash.RunningCrc32;

/// Steps from frame to frame and, where that ends, finds out why.
///
/// One thread. A frame counts only when its checksum matches; what it says is for the caller to decode.
final class FrameWalk {
    /// What stands at offset 8 of every frame: the map header and the key `event`.
    private static final byte[] FRAME_MARK = {(byte) 0x84, (byte) 0xa5, 'e', 'v', 'e', 'n', 't'};

    private static final int CHUNK_BYTES = 64 << 10;

    /// Frames above this length are not taken into memory before their checksum is known to match.
    private static final int LARGE_BYTES = 512 << 10;

    private static final int SECTOR_BYTES = 512;
    private static final int HEAD_ZEROS = 2;
    private static final long PROBE_BYTES_MIN = 64L << 20;

    private final SegmentWindow window;
    private final Checksum32 crc;
    private final long end;
    private final boolean endProven;
    private long offset;
    private int length;
    private Tail tail = Tail.CLEAN;
    private long probeBytesLeft;

    /// @param start offset of the first frame
    /// @param end where the frames end: the footer, or the end of the file
    /// @param endProven whether a checksummed footer says so
    FrameWalk(SegmentWindow window, Checksum32 crc, long start, long end, boolean endProven) {
        this.window = window;
        this.crc = crc;
        this.end = end;
        this.endProven = endProven;
        this.offset = start;
    }

    /// Moves to the next whole frame; false at the end, where {@link #tail()} tells how the frames end.
    boolean advance() {
        offset += length;
        length = 0;
        long left = end - offset;
        if (left == 0) {
            return false;
        }
        if (left < FrameHead.BYTES) {
            tail = endProven ? Tail.CHECKSUM : Tail.STUB;
            return false;
        }
        int at = window.require(offset, FrameHead.BYTES);
        long bodyLength = FrameHead.bodyLength(window.array(), at);
        if (bodyLength == 0) {
            tail = endProven ? Tail.EMPTY_FRAME : empty();
            return false;
        }
        if (bodyLength > FrameHead.PAYLOAD_BYTES_MAX || bodyLength > left - FrameHead.BYTES) {
            tail = endProven ? Tail.CHECKSUM : overlong();
            return false;
        }
        if (!wholeFrameAt(offset, bodyLength)) {
            tail = endProven ? Tail.CHECKSUM : wrong(offset + FrameHead.BYTES + bodyLength);
            return false;
        }
        length = FrameHead.BYTES + (int) bodyLength;
        return true;
    }

    /// Offset of the current frame; after the end, where the whole frames stop.
    long offset() {
        return offset;
    }

    /// Length of the current frame, head included.
    int length() {
        return length;
    }

    Tail tail() {
        return tail;
    }

    private boolean wholeFrameAt(long at, long bodyLength) {
        if (bodyLength > LARGE_BYTES) {
            return wholeLargeFrameAt(at, bodyLength);
        }
        int total = FrameHead.BYTES + (int) bodyLength;
        int index = window.require(at, total);
        byte[] bytes = window.array();
        return crc.of(bytes, index + FrameHead.BYTES, (int) bodyLength) == FrameHead.crc(bytes, index);
    }

    /// Reads the frame in pieces: only a checksum that matches may cost its length in memory.
    private boolean wholeLargeFrameAt(long at, long bodyLength) {
        int head = window.require(at, FrameHead.BYTES);
        int wanted = FrameHead.crc(window.array(), head);
        RunningCrc32 running = new RunningCrc32();
        long bodyEnd = at + FrameHead.BYTES + bodyLength;
        for (long from = at + FrameHead.BYTES; from < bodyEnd; ) {
            int available = (int) Math.min(window.available(from), bodyEnd - from);
            int index = window.require(from, available);
            running.update(window.array(), index, available);
            from += available;
        }
        return running.value() == wanted;
    }

    private Tail overlong() {
        long rest = end - offset - FrameHead.BYTES;
        if (rest > 0 && rest <= FrameHead.PAYLOAD_BYTES_MAX && wholeFrameAt(offset, rest)) {
            return Tail.LENGTH_WORD;
        }
        return wholeFrameAfter(offset + 1) ? Tail.HOLE : Tail.INCOMPLETE;
    }

    private Tail empty() {
        if (zeros(offset, end)) {
            return Tail.ZEROS;
        }
        return zeros(offset, sectorEnd(offset)) ? Tail.LOST_SECTOR : Tail.EMPTY_FRAME;
    }

    /// What is wrong with a frame that is all there. A sector of it that never reached the disk is zero from its
    /// border on, or from that of the frame, to its end: whatever else would be in it was written later. Where a
    /// head lies across a border, its first two bytes tell nothing: they are zero in every frame below 64 KiB.
    private Tail wrong(long frameEnd) {
        long firstEnd = sectorEnd(offset);
        if (firstEnd - offset > HEAD_ZEROS && firstEnd < end && zeros(offset, firstEnd)) {
            return Tail.LOST_SECTOR;
        }
        for (long sector = firstEnd; sector < frameEnd; sector = sectorEnd(sector)) {
            if (zeros(sector, sectorEnd(sector))) {
                return zeros(sector, end) ? Tail.ZEROS : Tail.LOST_SECTOR;
            }
        }
        return Tail.CHECKSUM;
    }

    /// The next border of a sector, or the end.
    private long sectorEnd(long from) {
        return Math.min(end, (from / SECTOR_BYTES + 1) * SECTOR_BYTES);
    }

    private boolean zeros(long from, long to) {
        for (long at = from; at < to; ) {
            int available = (int) Math.min(window.available(at), to - at);
            int index = window.require(at, available);
            byte[] bytes = window.array();
            for (int i = index; i < index + available; i++) {
                if (bytes[i] != 0) {
                    return false;
                }
            }
            at += available;
        }
        return true;
    }

    /// Whether any offset from `from` on holds a whole frame. Every writer starts a frame body with the same
    /// eight bytes, so only places with that mark are probed.
    ///
    /// Probing is bounded: bytes that keep promising frames and never hold one were made by somebody, not by a
    /// crash, and count as a hole.
    private boolean wholeFrameAfter(long from) {
        probeBytesLeft = PROBE_BYTES_MIN + 8 * (end - from);
        long lastStart = end - FrameHead.BYTES - FRAME_MARK.length;
        for (long at = from; at <= lastStart; ) {
            int span = (int) Math.min(CHUNK_BYTES, end - at);
            int index = window.require(at, span);
            int mark = indexOfMark(window.array(), index + FrameHead.BYTES, index + span);
            if (mark < 0) {
                at += Math.max(1, span - FrameHead.BYTES - FRAME_MARK.length + 1);
                continue;
            }
            long candidate = at + (mark - index) - FrameHead.BYTES;
            if (probe(candidate)) {
                return true;
            }
            at = candidate + 1;
        }
        return false;
    }

    private boolean probe(long at) {
        int index = window.require(at, FrameHead.BYTES);
        long bodyLength = FrameHead.bodyLength(window.array(), index);
        if (bodyLength < 1 || bodyLength > FrameHead.PAYLOAD_BYTES_MAX || at + FrameHead.BYTES + bodyLength > end) {
            return false;
        }
        probeBytesLeft -= bodyLength;
        return probeBytesLeft < 0 || wholeFrameAt(at, bodyLength);
    }

    private static int indexOfMark(byte[] bytes, int from, int to) {
        for (int i = from; i <= to - FRAME_MARK.length; i++) {
            if (bytes[i] == FRAME_MARK[0]
                    && java.util.Arrays.equals(bytes, i, i + FRAME_MARK.length, FRAME_MARK, 0, FRAME_MARK.length)) {
                return i;
            }
        }
        return -1;
    }
}
