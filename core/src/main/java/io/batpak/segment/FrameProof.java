package io.batpak.segment;

import io.batpak.error.SegmentDamageException;
import io.batpak.format.FrameHead;
import io.batpak.hash.Checksum32;
import io.batpak.model.FramePosition;

/// What must hold of a frame before anybody looks into it. Pure; any thread.
public final class FrameProof {
    private static final Checksum32 CRC = Checksum32.crc32();
    /// No file is that long, and adding lengths to it does not overflow.
    private static final long OFFSET_MAX = 1L << 60;

    private FrameProof() {}

    /// Refuses a position where no frame can be, before its length sizes anything.
    ///
    /// @throws SegmentDamageException if no frame can stand there
    public static void requirePossible(FramePosition position) {
        int length = position.length();
        if (length <= FrameHead.BYTES || length - FrameHead.BYTES > FrameHead.PAYLOAD_BYTES_MAX) {
            throw SegmentDamageException.structure(
                    position.segment(), position.offset(), "no frame has length " + length);
        }
        if (position.offset() < 0 || position.offset() > OFFSET_MAX) {
            throw endsInside(position);
        }
    }

    /// Compares the length word and the checksum of the frame that begins at `at`.
    ///
    /// @throws SegmentDamageException if one of them does not fit
    public static void check(FramePosition position, byte[] bytes, int at) {
        int body = position.length() - FrameHead.BYTES;
        if (FrameHead.bodyLength(bytes, at) != body) {
            throw SegmentDamageException.structure(
                    position.segment(), position.offset(), "the frame's length word is not " + body);
        }
        if (CRC.of(bytes, at + FrameHead.BYTES, body) != FrameHead.crc(bytes, at)) {
            throw SegmentDamageException.checksum(position.segment(), position.offset());
        }
    }

    /// What is thrown where a file is too short for the frame.
    public static SegmentDamageException endsInside(FramePosition position) {
        return SegmentDamageException.structure(
                position.segment(), position.offset(), "the file ends inside the frame");
    }
}
