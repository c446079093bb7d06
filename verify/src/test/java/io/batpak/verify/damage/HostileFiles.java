package io.batpak.verify.damage;

import io.batpak.format.FrameDraft;
import io.batpak.format.FrameEncoder;
import io.batpak.format.FrameHead;
import io.batpak.format.Preamble;
import io.batpak.hash.Hash256;
import io.batpak.model.Extensions;
import io.batpak.msgpack.MessageWriter;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

/// Segments that are right in every checksum and lie about a length.
final class HostileFiles {
    private static final byte[] PAYLOAD = {(byte) 0x81, (byte) 0xa1, 'n', 1};

    private HostileFiles() {}

    /// A segment: preamble, then the parts one after the other.
    static byte[] segment(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(Preamble.encode(1, 1_700_000_000_000_000_000L));
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /// A good frame.
    static byte[] event(int number) {
        MessageWriter out = new MessageWriter(1024);
        FrameEncoder.encode(draft(number), out);
        return out.toByteArray();
    }

    /// The BEGIN marker of a batch that claims to have `items` items.
    static byte[] batchBegin(long items) {
        MessageWriter out = new MessageWriter(1024);
        FrameEncoder.encode(new FrameDraft().batchBegin(1, items, 1_700_000_000_000_000L), out);
        return out.toByteArray();
    }

    /// Head of a frame with this length word and a checksum of nothing.
    static byte[] head(long length) {
        return ByteBuffer.allocate(FrameHead.BYTES)
                .putInt((int) length)
                .putInt(0)
                .array();
    }

    /// A frame whose checksum is right around any body.
    static byte[] frame(byte[] body) {
        CRC32 crc = new CRC32();
        crc.update(body);
        return ByteBuffer.allocate(FrameHead.BYTES + body.length)
                .putInt(body.length)
                .putInt((int) crc.getValue())
                .put(body)
                .array();
    }

    /// A good frame's body with one more field at its end, which every reader has to pass over.
    static byte[] withUnknownField(byte[] value) {
        byte[] frame = event(7);
        byte[] body = Arrays.copyOfRange(frame, FrameHead.BYTES, frame.length);
        body[0]++; // one more entry in the map
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(body);
        out.writeBytes(new byte[] {(byte) 0xa2, 'z', 'z'});
        out.writeBytes(value);
        return frame(out.toByteArray());
    }

    /// A good frame in which the bytes of `text`, header included, are replaced.
    static byte[] withText(String text, byte[] replacement) {
        byte[] frame = event(7);
        byte[] wanted = text.getBytes(StandardCharsets.US_ASCII);
        for (int at = FrameHead.BYTES; at < frame.length - wanted.length; at++) {
            if (Arrays.equals(frame, at, at + wanted.length, wanted, 0, wanted.length)) {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                out.write(frame, FrameHead.BYTES, at - 1 - FrameHead.BYTES);
                out.writeBytes(replacement);
                out.write(frame, at + wanted.length, frame.length - at - wanted.length);
                return frame(out.toByteArray());
            }
        }
        throw new IllegalStateException("no " + text + " in the frame");
    }

    /// An array in an array in an array, `depth` times.
    static byte[] nested(int depth) {
        byte[] bytes = new byte[depth + 1];
        Arrays.fill(bytes, (byte) 0x91);
        bytes[depth] = (byte) 0xc0;
        return bytes;
    }

    /// A MessagePack header with a length of 2^32 - 1.
    static byte[] endless(int code) {
        return new byte[] {(byte) code, -1, -1, -1, -1};
    }

    /// A footer whose trailer claims `entries` rows behind frames that end at `framesEnd`, with a right
    /// checksum over what is there.
    static byte[] footer(byte[] table, long framesEnd, long entries) {
        CRC32 crc = new CRC32();
        crc.update(table);
        return ByteBuffer.allocate(table.length + 20)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(table)
                .putInt((int) crc.getValue())
                .putLong(framesEnd)
                .putInt((int) entries)
                .put(new byte[] {'S', 'D', 'X', '3'})
                .array();
    }

    private static FrameDraft draft(int number) {
        byte[] payload = PAYLOAD.clone();
        payload[3] = (byte) number;
        return new FrameDraft()
                .eventId(1, number)
                .correlationId(1, number)
                .timestampMicros(1_700_000_000_000_000L)
                .wallMillis(1_700_000_000_000L)
                .clock(number - 1L)
                .kind(0xF001)
                .payload(payload, 0, payload.length)
                .contentHash(Hash256.blake3().digest(payload), 0)
                .entity("entity:one")
                .scope("scope:one")
                .extensions(Extensions.none());
    }
}
