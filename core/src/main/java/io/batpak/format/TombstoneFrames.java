package io.batpak.format;

import io.batpak.hash.Hash256;
import io.batpak.model.Hash;
import io.batpak.msgpack.MessageFormatException;
import io.batpak.msgpack.MessageReader;
import io.batpak.msgpack.MessageWriter;

/// Makes tombstones of frames: the kind [Kinds#TOMBSTONE] in the place of theirs, and a checksum to match.
///
/// A *marked* frame keeps everything else byte for byte. An *emptied* one keeps its id, place, chain and links, and
/// nothing of what it said: its payload is `c0`, its hash that of `c0`, without extensions, type version and
/// encryption.
///
/// Pure; any thread. Bytes: docs/formats/frame.md
public final class TombstoneFrames {
    private static final byte[] NIL = {(byte) 0xC0};
    private static final Hash NIL_HASH = Hash.blake3(NIL);
    private static final int GROWTH_BYTES = 8;
    private static final long U16_MAX = 0xFFFFL;

    private TombstoneFrames() {}

    /// The hash of an emptied event.
    public static Hash emptiedHash() {
        return NIL_HASH;
    }

    /// The frame as a tombstone that keeps what it says. Its checksum must have been checked.
    ///
    /// @param at offset of the frame in `b`
    /// @param length length of the frame, head included
    /// @return the whole new frame, or why its kind was not found
    public static Decoded<byte[]> marked(byte[] b, int at, int length) {
        MessageReader reader = new MessageReader();
        reader.reset(b, at + FrameHead.BYTES, length - FrameHead.BYTES);
        try {
            if (!find(reader, "event") || !find(reader, "header") || !find(reader, "event_kind")) {
                return undecodable("the frame has no event_kind");
            }
            int kindAt = reader.arrayIndex();
            reader.unsigned(U16_MAX);
            int rest = reader.arrayIndex();
            MessageWriter out = new MessageWriter(length + GROWTH_BYTES);
            out.raw(b, at, kindAt - at);
            out.unsigned(Kinds.TOMBSTONE);
            out.raw(b, rest, at + length - rest);
            byte[] frame = out.toByteArray();
            FrameHead.put(frame, 0, frame.length - FrameHead.BYTES);
            return new Decoded.Ok<>(frame);
        } catch (MessageFormatException e) {
            return undecodable(e.getMessage());
        }
    }

    /// Goes into a map, up to the value of this key.
    private static boolean find(MessageReader reader, String key) {
        int entries = reader.mapHeader();
        for (int i = 0; i < entries; i++) {
            if (reader.string().equals(key)) {
                return true;
            }
            reader.skipValue();
        }
        return false;
    }

    private static Decoded<byte[]> undecodable(String detail) {
        return new Decoded.Damaged<>(Damage.of(Damage.Reason.FRAME_UNDECODABLE, detail));
    }

    /// The frame as a tombstone that holds no more than the event's place. Its checksum must have been checked.
    ///
    /// @param at offset of the frame in `b`
    /// @param length length of the frame, head included
    /// @return the whole new frame, or why the old one cannot be read
    public static Decoded<byte[]> emptied(byte[] b, int at, int length) {
        FrameView view = new FrameView();
        Damage damage = view.decode(b, at + FrameHead.BYTES, length - FrameHead.BYTES);
        if (damage != null) {
            return new Decoded.Damaged<>(damage);
        }
        byte[] previousHash = new byte[Hash256.BYTES];
        view.copyPreviousHash(previousHash, 0);
        FrameDraft draft = new FrameDraft()
                .eventId(view.eventHigh(), view.eventLow())
                .correlationId(view.correlationHigh(), view.correlationLow())
                .causationId(view.causationHigh(), view.causationLow())
                .timestampMicros(view.timestampMicros())
                .wallMillis(view.wallMillis())
                .counter(view.counter())
                .depth(view.depth())
                .lane(view.lane())
                .clock(view.clock())
                .kind(Kinds.TOMBSTONE)
                .flags(view.flags())
                .payload(NIL, 0, NIL.length)
                .contentHash(NIL_HASH)
                .previousHash(previousHash, 0)
                .hasChain(view.hasChain())
                .entity(view.entity())
                .scope(view.scope());
        MessageWriter out = new MessageWriter(length + GROWTH_BYTES);
        FrameEncoder.encode(draft, out);
        return new Decoded.Ok<>(out.toByteArray());
    }
}
