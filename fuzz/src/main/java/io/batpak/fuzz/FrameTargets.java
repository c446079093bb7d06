package io.batpak.fuzz;

import static io.batpak.fuzz.FindingException.require;
import static io.batpak.fuzz.FindingException.same;

import io.batpak.format.Decoded;
import io.batpak.format.FrameDraft;
import io.batpak.format.FrameEncoder;
import io.batpak.format.FrameHead;
import io.batpak.format.FrameView;
import io.batpak.format.Preamble;
import io.batpak.format.TombstoneFrames;
import io.batpak.msgpack.MessageWriter;
import java.util.Arrays;

/// The frames of a segment, and what stands in front of them.
final class FrameTargets {
    private static final int GROWTH_BYTES = 512;

    private FrameTargets() {}

    /// A frame: as it is, with a right checksum, and the input as the body of one.
    static void frame(byte[] input) {
        judged(input);
        if (input.length > FrameHead.BYTES) {
            byte[] sealed = input.clone();
            FrameHead.put(sealed, 0, sealed.length - FrameHead.BYTES);
            require(FrameHead.check(sealed, 0, sealed.length) == FrameHead.Verdict.OK, "a sealed frame is intact");
            judged(sealed);
        }
        byte[] behindHead = new byte[FrameHead.BYTES + input.length];
        System.arraycopy(input, 0, behindHead, FrameHead.BYTES, input.length);
        FrameHead.put(behindHead, 0, input.length);
        judged(behindHead);
        carried(input);
    }

    private static void judged(byte[] frame) {
        FrameHead.Verdict verdict = FrameHead.check(frame, 0, frame.length);
        if (verdict != FrameHead.Verdict.OK) {
            require(
                    verdict == FrameHead.Verdict.EMPTY || FrameHead.damage(verdict, 0) != null,
                    "what is not intact is damaged");
            return;
        }
        int length = (int) FrameHead.bodyLength(frame, 0);
        FrameView view = new FrameView();
        if (view.decode(frame, FrameHead.BYTES, length) == null) {
            written(view, FrameHead.BYTES + length);
            emptied(frame, FrameHead.BYTES + length);
        }
    }

    /// A frame that was decoded and encoded says the same again.
    private static void written(FrameView view, int length) {
        FrameDraft draft = new FrameDraft();
        String before = facts(view);
        if (view.copyTo(draft) != null) {
            require(view.payload() instanceof Decoded.Damaged<byte[]>, "a frame is refused for its payload alone");
            return;
        }
        MessageWriter out = new MessageWriter(length + GROWTH_BYTES);
        FrameEncoder.encode(draft, out);
        byte[] again = out.toByteArray();
        require(FrameHead.check(again, 0, again.length) == FrameHead.Verdict.OK, "what was encoded is intact");
        require(FrameHead.bodyLength(again, 0) == again.length - FrameHead.BYTES, "it is consumed exactly");
        FrameView second = new FrameView();
        require(second.decode(again, FrameHead.BYTES, again.length - FrameHead.BYTES) == null, "it is decoded");
        same(before, facts(second), "a frame says the same twice");
    }

    private static void emptied(byte[] frame, int length) {
        readable(TombstoneFrames.emptied(frame, 0, length));
        readable(TombstoneFrames.marked(frame, 0, length));
    }

    private static void readable(Decoded<byte[]> tombstone) {
        if (tombstone instanceof Decoded.Ok<byte[]>(byte[] frame)) {
            require(FrameHead.check(frame, 0, frame.length) == FrameHead.Verdict.OK, "a tombstone is intact");
            require(
                    new FrameView().decode(frame, FrameHead.BYTES, frame.length - FrameHead.BYTES) == null,
                    "a tombstone is decoded");
        }
    }

    private static String facts(FrameView view) {
        String payload = switch (view.payload()) {
            case Decoded.Ok<byte[]>(byte[] bytes) -> Arrays.toString(bytes);
            case Decoded.Damaged<byte[]> _ -> "damaged";
        };
        return view.eventHigh() + ":" + view.eventLow() + " " + view.correlationHigh() + ":" + view.correlationLow()
                + " " + view.causationHigh() + ":" + view.causationLow() + " " + view.timestampMicros() + " "
                + view.wallMillis() + " " + view.counter() + " " + view.depth() + " " + view.lane() + " "
                + view.kind() + " " + view.flags() + " " + view.payloadVersion() + " " + view.hasChain() + " "
                + view.chain() + " " + view.encryption() + " " + view.extensions() + " " + view.entity() + " "
                + view.scope() + " " + payload;
    }

    /// Any bytes are carried as a payload, and a reader passes over exactly the frame, whatever follows.
    private static void carried(byte[] payload) {
        FrameDraft draft = new FrameDraft()
                .eventId(1, 2)
                .correlationId(1, 2)
                .kind(0xF001)
                .payload(payload, 0, payload.length)
                .entity("e")
                .scope("s");
        MessageWriter out = new MessageWriter(payload.length + GROWTH_BYTES);
        int length = FrameEncoder.encode(draft, out);
        byte[] frame = Arrays.copyOf(out.toByteArray(), length + GROWTH_BYTES);
        require(FrameHead.check(frame, 0, frame.length) == FrameHead.Verdict.OK, "an encoded frame is intact");
        same(length, (int) FrameHead.bodyLength(frame, 0) + FrameHead.BYTES, "a frame is consumed exactly");
        FrameView view = new FrameView();
        require(view.decode(frame, FrameHead.BYTES, length - FrameHead.BYTES) == null, "an encoded frame is decoded");
        require(
                view.payload() instanceof Decoded.Ok<byte[]>(byte[] bytes) && Arrays.equals(bytes, payload),
                "a payload comes back");
    }

    /// The beginning of a segment, as it is and as the header behind magic and length.
    static void preamble(byte[] input) {
        preambleOf(input);
        byte[] file = new byte[Preamble.HEADER_AT + input.length];
        System.arraycopy(Preamble.encode(1, 0), 0, file, 0, Integer.BYTES);
        System.arraycopy(input, 0, file, Preamble.HEADER_AT, input.length);
        for (int i = 0; i < Integer.BYTES; i++) {
            file[Integer.BYTES + i] = (byte) (input.length >>> (Byte.SIZE * (Integer.BYTES - 1 - i)));
        }
        preambleOf(file);
    }

    private static void preambleOf(byte[] file) {
        if (Preamble.decode(file, file.length) instanceof Decoded.Ok<Preamble.Fields>(Preamble.Fields fields)) {
            require(
                    fields.framesStart() >= Preamble.HEADER_AT && fields.framesStart() <= file.length,
                    "frames begin behind the preamble");
            byte[] again = Preamble.encode(fields.segmentId(), fields.createdNanos());
            require(
                    Preamble.decode(again, again.length) instanceof Decoded.Ok<Preamble.Fields>(Preamble.Fields second)
                            && second.segmentId() == fields.segmentId()
                            && second.createdNanos() == fields.createdNanos(),
                    "a preamble says the same twice");
        }
    }
}
