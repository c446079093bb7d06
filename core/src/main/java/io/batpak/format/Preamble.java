package io.batpak.format;

import io.batpak.msgpack.MessageFormatException;
import io.batpak.msgpack.MessageReader;
import io.batpak.msgpack.MessageWriter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The beginning of a segment file.
///
/// ```
/// 0        4                8                          8+h
/// | "FBAT" | h      u32 BE  | header                   | frames
///                             MessagePack map {version u16, flags u16, created_ns i64, segment_id u64}
/// ```
///
/// Versions: 1, the only one so far; 0 reads as too old, anything above as too new. The segment's real id is
/// its file name's; the one in here is not compared with it. Bytes: docs/formats/segment.md
public final class Preamble {

    static final int MAGIC_AT = 0;
    static final int MAGIC_BYTES = 4;
    static final int HEADER_LENGTH_AT = MAGIC_AT + MAGIC_BYTES;

    /// Offset of the header.
    public static final int HEADER_AT = HEADER_LENGTH_AT + Integer.BYTES;

    /// The longest header a reader accepts: 64 KiB.
    public static final int HEADER_BYTES_MAX = 65_536;

    /// The longest preamble a reader accepts; reading this many bytes of a file is always enough.
    public static final int BYTES_MAX = HEADER_AT + HEADER_BYTES_MAX;

    private static final int VERSION = 1;
    private static final long U16_MAX = 0xFFFFL;
    private static final long U64_MAX = -1L;
    private static final int TYPICAL_BYTES = 64;
    private static final byte[] MAGIC = {'F', 'B', 'A', 'T'};
    private static final String[] KEYS = {"version", "flags", "created_ns", "segment_id"};
    private static final VarHandle INT_BE = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private Preamble() {}

    /// What a preamble says.
    ///
    /// @param framesStart offset of the first frame in the file
    /// @param createdNanos wall clock at creation, in nanoseconds since 1970
    /// @param segmentId the id written into the file, unsigned; the file name decides
    public record Fields(long framesStart, long createdNanos, long segmentId) {}

    /// Everything in front of the first frame of a new segment.
    ///
    /// @param segmentId unsigned
    public static byte[] encode(long segmentId, long createdNanos) {
        MessageWriter out = new MessageWriter(TYPICAL_BYTES);
        out.raw(MAGIC, 0, MAGIC_BYTES);
        out.u32be(0);
        out.mapHeader(KEYS.length);
        out.string(KEYS[0]);
        out.unsigned(VERSION);
        out.string(KEYS[1]);
        out.unsigned(0);
        out.string(KEYS[2]);
        out.signed(createdNanos);
        out.string(KEYS[3]);
        out.unsigned(segmentId);
        out.patchU32be(HEADER_LENGTH_AT, out.length() - HEADER_AT);
        return out.toByteArray();
    }

    /// Decodes the first bytes of a segment.
    ///
    /// Checks, in order: enough bytes for magic and length, magic, header length, enough bytes for the header,
    /// header, version.
    ///
    /// @param length how many bytes of `b`, from 0 on, are the file's; [#BYTES_MAX] or the whole file
    public static Decoded<Fields> decode(byte[] b, int length) {
        int magic = Math.min(length, MAGIC_BYTES);
        for (int i = 0; i < magic; i++) {
            if (b[i] != MAGIC[i]) {
                return damaged(Damage.Reason.PREAMBLE_MAGIC, "bad magic", MAGIC_AT);
            }
        }
        if (length < HEADER_AT) {
            return damaged(
                    Damage.Reason.PREAMBLE_SHORT, "file of " + length + " bytes ends inside its preamble", length);
        }
        long headerLength = Integer.toUnsignedLong((int) INT_BE.get(b, HEADER_LENGTH_AT));
        if (headerLength > HEADER_BYTES_MAX) {
            String detail = "header of " + headerLength + " bytes exceeds MAX_SEGMENT_HEADER " + HEADER_BYTES_MAX;
            return damaged(Damage.Reason.PREAMBLE_TOO_LONG, detail, HEADER_LENGTH_AT);
        }
        if (headerLength > length - HEADER_AT) {
            String detail = "file of " + length + " bytes ends inside its header of " + headerLength + " bytes";
            return damaged(Damage.Reason.PREAMBLE_SHORT, detail, length);
        }
        return decodeHeader(b, HEADER_AT, (int) headerLength);
    }

    /// Decodes the header alone; `framesStart` is the offset behind it in `b`.
    static Decoded<Fields> decodeHeader(byte[] b, int offset, int length) {
        MessageReader reader = new MessageReader();
        reader.reset(b, offset, length);
        try {
            Decoded<Fields> fields = fields(reader, (long) offset + length);
            if (reader.remaining() > 0 && fields instanceof Decoded.Ok<Fields>) {
                // Nobody writes them: the length word is wrong, and the first frames would be taken for header.
                String detail = "header is followed by " + reader.remaining() + " other bytes";
                return damaged(Damage.Reason.PREAMBLE_UNDECODABLE, detail, offset + (long) reader.position());
            }
            return fields;
        } catch (MessageFormatException e) {
            return damaged(Damage.Reason.PREAMBLE_UNDECODABLE, "header: " + e.getMessage(), offset + (long) e.offset());
        } catch (FormatSignal e) {
            return damaged(Damage.Reason.PREAMBLE_UNDECODABLE, e.detail(), offset + (long) reader.position());
        }
    }

    private static Decoded<Fields> fields(MessageReader reader, long framesStart) {
        Struct header = new Struct("header", 1, 0b1111, KEYS);
        long version = 0;
        long createdNanos = 0;
        long segmentId = 0;
        header.open(reader);
        for (int field = header.next(reader); field != Struct.END; field = header.next(reader)) {
            switch (field) {
                case 0 -> version = reader.unsigned(U16_MAX);
                case 1 -> reader.unsigned(U16_MAX);
                case 2 -> createdNanos = reader.signed();
                default -> segmentId = reader.unsigned(U64_MAX);
            }
        }
        if (version != VERSION) {
            Damage.Reason reason = version < VERSION ? Damage.Reason.SEGMENT_TOO_OLD : Damage.Reason.SEGMENT_TOO_NEW;
            return damaged(reason, "unsupported segment version: " + version, HEADER_AT);
        }
        return new Decoded.Ok<>(new Fields(framesStart, createdNanos, segmentId));
    }

    private static Decoded<Fields> damaged(Damage.Reason reason, String detail, long at) {
        return new Decoded.Damaged<>(new Damage(reason, detail, at));
    }
}
