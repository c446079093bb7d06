package io.batpak.verify.engine;

import io.batpak.format.FrameDraft;
import io.batpak.format.FrameEncoder;
import io.batpak.format.FrameHead;
import io.batpak.format.FrameView;
import io.batpak.format.Kinds;
import io.batpak.format.Preamble;
import io.batpak.msgpack.MessageWriter;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/// Changes a stored payload the way an adversary with write access would: all checksums are right afterwards.
final class Tampering {
    private Tampering() {}

    /// The segment with one payload byte of its only event of category 0xF changed, hashes kept, checksum
    /// renewed.
    static byte[] payloadOfLastUserEvent(byte[] segment) {
        long at = framesStart(segment);
        FrameView view = new FrameView();
        while (true) {
            int offset = Math.toIntExact(at);
            int body = Math.toIntExact(FrameHead.bodyLength(segment, offset));
            if (view.decode(segment, offset + FrameHead.BYTES, body) != null) {
                throw new IllegalStateException("no frame at " + at);
            }
            if (view.kind() >>> 12 == 0xF) {
                return rewritten(segment, view, offset);
            }
            at += FrameHead.BYTES + body;
        }
    }

    private static long framesStart(byte[] segment) {
        return switch (Preamble.decode(segment, segment.length)) {
            case io.batpak.format.Decoded.Ok<Preamble.Fields>(Preamble.Fields fields) -> fields.framesStart();
            case io.batpak.format.Decoded.Damaged<Preamble.Fields> damaged ->
                throw new IllegalStateException(damaged.toString());
        };
    }

    /// The segment without its footer, and with the link of its last event of category 0xF leading elsewhere.
    static byte[] linkOfLastUserEvent(byte[] segment) {
        FrameView view = new FrameView();
        FrameDraft draft = new FrameDraft();
        int found = -1;
        int at = Math.toIntExact(framesStart(segment));
        while (view.decode(segment, at + FrameHead.BYTES, Math.toIntExact(FrameHead.bodyLength(segment, at))) == null) {
            if (view.kind() >>> 12 == 0xF) {
                found = at;
            }
            at += FrameHead.BYTES + Math.toIntExact(FrameHead.bodyLength(segment, at));
            if (FrameHead.bodyLength(segment, at) > segment.length - at) {
                break; // the footer begins here
            }
        }
        view.decode(segment, found + FrameHead.BYTES, Math.toIntExact(FrameHead.bodyLength(segment, found)));
        if (view.copyTo(draft) != null) {
            throw new IllegalStateException("the frame cannot be copied");
        }
        byte[] elsewhere = new byte[32];
        java.util.Arrays.fill(elsewhere, (byte) 0x11);
        draft.previousHash(elsewhere, 0);
        MessageWriter out = new MessageWriter(1024);
        int length = FrameEncoder.encode(draft, out);
        byte[] changed = java.util.Arrays.copyOf(segment, found + length);
        System.arraycopy(out.array(), 0, changed, found, length);
        return changed;
    }

    /// The segment without its footer, and with every event of category 0xF changed.
    static byte[] userEvents(byte[] segment, Consumer<FrameDraft> change) {
        return changed(segment, kind -> kind >>> 12 == 0xF, change);
    }

    private static byte[] changed(byte[] segment, IntPredicate kinds, Consumer<FrameDraft> change) {
        FrameView view = new FrameView();
        FrameDraft draft = new FrameDraft();
        MessageWriter out = new MessageWriter(4096);
        int at = Math.toIntExact(framesStart(segment));
        out.raw(segment, 0, at);
        while (at + FrameHead.BYTES <= segment.length
                && FrameHead.bodyLength(segment, at) <= segment.length - at - FrameHead.BYTES) {
            int body = Math.toIntExact(FrameHead.bodyLength(segment, at));
            if (view.decode(segment, at + FrameHead.BYTES, body) != null || view.copyTo(draft) != null) {
                throw new IllegalStateException("no frame at " + at);
            }
            if (kinds.test(view.kind())) {
                change.accept(draft);
            }
            FrameEncoder.encode(draft, out);
            at += FrameHead.BYTES + body;
        }
        return out.toByteArray();
    }

    /// The segment without its footer, and with the markers of its only batch telling another sequence.
    static byte[] batchFrom(byte[] segment, long sequence) {
        return changed(
                segment, Kinds::isMarker, marker -> marker.eventId(0, sequence).correlationId(0, sequence));
    }

    private static byte[] rewritten(byte[] segment, FrameView view, int offset) {
        FrameDraft draft = new FrameDraft();
        byte[] payload = new byte[view.payloadLength()];
        if (view.copyTo(draft) != null || view.copyPayload(payload, 0) != null) {
            throw new IllegalStateException("the frame cannot be copied");
        }
        payload[payload.length - 1] ^= 1;
        byte[] hash = new byte[32];
        view.copyContentHash(hash, 0);
        draft.payload(payload, 0, payload.length).contentHash(hash, 0);
        MessageWriter out = new MessageWriter(1024);
        int length = FrameEncoder.encode(draft, out);
        byte[] changed = segment.clone();
        System.arraycopy(out.array(), 0, changed, offset, length);
        return changed;
    }
}
