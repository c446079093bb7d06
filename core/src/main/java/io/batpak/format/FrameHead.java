package io.batpak.format;

import io.batpak.hash.Checksum32;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The eight bytes in front of every frame of a segment.
///
/// ```
/// 0              4              8                8+n
/// | n    u32 BE  | crc  u32 BE  | body           |
///                                  crc covers the body only
/// ```
///
/// Version: the segment preamble's. Bytes: docs/formats/frame.md
public final class FrameHead {

    /// Offset of the body length inside a frame.
    public static final int LENGTH_AT = 0;

    /// Offset of the checksum inside a frame.
    public static final int CRC_AT = LENGTH_AT + Integer.BYTES;

    /// Offset of the body inside a frame, which is also the length of the head.
    public static final int BODY_AT = CRC_AT + Integer.BYTES;

    /// Length of the head in bytes.
    public static final int BYTES = BODY_AT;

    /// The longest body a reader accepts: 256 MiB.
    public static final int PAYLOAD_BYTES_MAX = 256 << 20;

    /// The longest frame a reader accepts, head included.
    public static final int FRAME_BYTES_MAX = BYTES + PAYLOAD_BYTES_MAX;

    private static final VarHandle INT_BE = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private static final Checksum32 CRC = Checksum32.crc32();

    private FrameHead() {}

    /// What can be said about the frame that begins at some offset.
    public enum Verdict {
        /// Fewer than eight bytes are left.
        INCOMPLETE_HEAD,
        /// The head claims a body above [FrameHead#PAYLOAD_BYTES_MAX].
        ABOVE_LIMIT,
        /// The body reaches past the end of the bytes.
        INCOMPLETE,
        /// The body is all there, but its checksum differs.
        CRC_MISMATCH,
        /// Length and checksum are zero: intact as a frame, yet no event. Zero-filled space looks like this.
        EMPTY,
        /// A complete body with the right checksum.
        OK
    }

    /// The body length the head at `at` claims, 0 to 2^32-1. All eight bytes of the head must be inside `b`.
    public static long bodyLength(byte[] b, int at) {
        return Integer.toUnsignedLong((int) INT_BE.get(b, at + LENGTH_AT));
    }

    /// The checksum the head at `at` claims.
    public static int crc(byte[] b, int at) {
        return (int) INT_BE.get(b, at + CRC_AT);
    }

    /// Judges a frame by its head alone, so that a reader knows whether to fetch the body.
    ///
    /// @param left bytes from the frame's first byte to the end of the region, in the file rather than in
    ///     `b`; when at least eight, `b` holds the head at `at`
    /// @return [Verdict#OK] (the body is inside the region and must still be checked),
    ///     [Verdict#INCOMPLETE_HEAD], [Verdict#ABOVE_LIMIT] or [Verdict#INCOMPLETE]
    public static Verdict checkHead(byte[] b, int at, long left) {
        if (left < BYTES) {
            return Verdict.INCOMPLETE_HEAD;
        }
        long length = bodyLength(b, at);
        if (length > PAYLOAD_BYTES_MAX) {
            return Verdict.ABOVE_LIMIT;
        }
        return length > left - BYTES ? Verdict.INCOMPLETE : Verdict.OK;
    }

    /// Judges the frame at `at`; bytes at and behind `limit` do not exist.
    public static Verdict check(byte[] b, int at, int limit) {
        Verdict head = checkHead(b, at, (long) limit - at);
        if (head != Verdict.OK) {
            return head;
        }
        int length = (int) bodyLength(b, at);
        if (CRC.of(b, at + BODY_AT, length) != crc(b, at)) {
            return Verdict.CRC_MISMATCH;
        }
        return length == 0 ? Verdict.EMPTY : Verdict.OK;
    }

    /// The finding a verdict other than [Verdict#OK] amounts to.
    public static Damage damage(Verdict verdict, long at) {
        return switch (verdict) {
            case INCOMPLETE_HEAD ->
                new Damage(Damage.Reason.FRAME_HEAD_SHORT, "fewer than " + BYTES + " bytes left for a frame head", at);
            case ABOVE_LIMIT ->
                new Damage(
                        Damage.Reason.FRAME_ABOVE_LIMIT, "frame claims more than " + PAYLOAD_BYTES_MAX + " bytes", at);
            case INCOMPLETE -> new Damage(Damage.Reason.FRAME_SHORT, "frame payload extends past the frame region", at);
            case CRC_MISMATCH -> new Damage(Damage.Reason.FRAME_CRC, "frame checksum does not match its body", at);
            case EMPTY -> new Damage(Damage.Reason.FRAME_EMPTY, "frame without a body", at);
            case OK -> throw new IllegalArgumentException("an intact frame is no damage");
        };
    }

    /// Writes a head for the body that stands behind it.
    ///
    /// @param at offset of the frame; its body begins eight bytes later
    /// @param length length of the body in bytes
    public static void put(byte[] b, int at, int length) {
        INT_BE.set(b, at + LENGTH_AT, length);
        INT_BE.set(b, at + CRC_AT, CRC.of(b, at + BODY_AT, length));
    }
}
