package io.batpak.format;

import static io.batpak.msgpack.UsualForms.NONE;
import static io.batpak.msgpack.UsualForms.behind;
import static io.batpak.msgpack.UsualForms.behindBytes;
import static io.batpak.msgpack.UsualForms.behindUnsigned;

import io.batpak.hash.Hash256;
import io.batpak.model.Bytes;
import io.batpak.model.PayloadEncryption;
import io.batpak.msgpack.UsualForms;
import java.util.Arrays;

/// One straight pass over the body of a frame, as an encoder of today writes it: keys in their order, numbers and bytes
/// in their shortest forms. Nearly every frame is like that.
///
/// Says nothing about any other frame, a damaged one included; what it does say is what [FrameDecoder] would.
final class UsualFrame {
    /// A byte sequence of 32: the head of an array.
    private static final byte[] ARRAY_32 = {(byte) 0xDC, 0, Hash256.BYTES};

    /// An id: the head of 16 bytes.
    private static final byte[] BINARY_16 = {(byte) 0xC4, 16};

    private static final byte NIL = (byte) 0xC0;
    private static final int ID_BYTES = 16;
    private static final int NONCE_BYTES = 24;

    private static final byte[] PLAIN = FrameKeys.join(FrameKeys.BODY_OPEN, FrameKeys.HEADER_PLAIN, BINARY_16);
    private static final byte[] ENCRYPTED = FrameKeys.join(FrameKeys.BODY_OPEN, FrameKeys.HEADER_ENCRYPTED, BINARY_16);
    private static final byte[] CORRELATION = FrameKeys.join(FrameKeys.CORRELATION, BINARY_16);
    private static final byte[] CONTENT_HASH = FrameKeys.join(FrameKeys.CONTENT_HASH, ARRAY_32);
    private static final byte[] PREVIOUS_HASH = FrameKeys.join(FrameKeys.CHAIN_OPEN, ARRAY_32);
    private static final byte[] EVENT_HASH = FrameKeys.join(FrameKeys.EVENT_HASH, ARRAY_32);

    private UsualFrame() {}

    /// Fills the view but for the extensions.
    ///
    /// @return where the map of extensions begins, at or behind the end if the frame is cut off;
    ///     [UsualForms#NONE] if it is not as usual
    static int read(FrameView view, byte[] b, int offset) {
        try {
            int at = behind(b, offset, PLAIN);
            boolean encrypted = at == NONE;
            if (encrypted) {
                at = behind(b, offset, ENCRYPTED);
            }
            at = at == NONE ? NONE : ids(view, b, at);
            at = at == NONE ? NONE : position(view, b, at);
            at = at == NONE ? NONE : content(view, b, at);
            if (encrypted && at != NONE) {
                at = encryption(view, b, at);
            }
            at = at == NONE ? NONE : payload(view, b, at);
            at = at == NONE ? NONE : chain(view, b, at);
            return at == NONE ? NONE : names(view, b, at);
        } catch (IndexOutOfBoundsException _) {
            return NONE; // the array ends inside, so the frame is damaged
        }
    }

    private static int ids(FrameView view, byte[] b, int from) {
        view.eventHigh = UsualForms.word(b, from);
        view.eventLow = UsualForms.word(b, from + Long.BYTES);
        int at = behind(b, from + ID_BYTES, CORRELATION);
        if (at == NONE) {
            return NONE;
        }
        view.correlationHigh = UsualForms.word(b, at);
        view.correlationLow = UsualForms.word(b, at + Long.BYTES);
        at = behind(b, at + ID_BYTES, FrameKeys.CAUSATION);
        if (at == NONE) {
            return NONE;
        }
        if (b[at] == NIL) {
            at++;
        } else {
            at = behind(b, at, BINARY_16);
            if (at == NONE) {
                return NONE;
            }
            view.causationHigh = UsualForms.word(b, at);
            view.causationLow = UsualForms.word(b, at + Long.BYTES);
            at += ID_BYTES;
        }
        at = behind(b, at, FrameKeys.TIMESTAMP);
        int end = at == NONE ? NONE : behindUnsigned(b, at);
        if (end == NONE) {
            return NONE;
        }
        view.timestampMicros = UsualForms.unsigned(b, at);
        return view.timestampMicros < 0 ? NONE : behind(b, end, FrameKeys.POSITION_OPEN);
    }

    /// From the wall clock up to the key behind the clock.
    private static int position(FrameView view, byte[] b, int from) {
        int end = behindUnsigned(b, from);
        if (end == NONE) {
            return NONE;
        }
        view.wallMillis = UsualForms.unsigned(b, from);
        int at = behind(b, end, FrameKeys.COUNTER);
        end = behindSmall(b, at, Short.BYTES);
        if (end == NONE) {
            return NONE;
        }
        view.counter = (int) UsualForms.unsigned(b, at);
        at = behind(b, end, FrameKeys.DEPTH);
        end = behindSmall(b, at, Integer.BYTES);
        if (end == NONE) {
            return NONE;
        }
        view.depth = UsualForms.unsigned(b, at);
        at = behind(b, end, FrameKeys.LANE);
        end = behindSmall(b, at, Integer.BYTES);
        if (end == NONE) {
            return NONE;
        }
        view.lane = UsualForms.unsigned(b, at);
        at = behind(b, end, FrameKeys.CLOCK);
        end = behindSmall(b, at, Integer.BYTES);
        if (end == NONE) {
            return NONE;
        }
        view.clock = UsualForms.unsigned(b, at);
        return behind(b, end, FrameKeys.PAYLOAD_SIZE);
    }

    /// From the size of the payload up to the end of its version.
    private static int content(FrameView view, byte[] b, int from) {
        int end = behindSmall(b, from, Integer.BYTES);
        if (end == NONE) {
            return NONE;
        }
        view.payloadSize = UsualForms.unsigned(b, from);
        int at = behind(b, end, FrameKeys.KIND);
        end = behindSmall(b, at, Short.BYTES);
        if (end == NONE) {
            return NONE;
        }
        view.kind = (int) UsualForms.unsigned(b, at);
        at = behind(b, end, FrameKeys.FLAGS);
        end = behindSmall(b, at, Byte.BYTES);
        if (end == NONE) {
            return NONE;
        }
        view.flags = (int) UsualForms.unsigned(b, at);
        at = behind(b, end, CONTENT_HASH);
        end = at == NONE ? NONE : behindBytes(b, at, view.contentHash, Hash256.BYTES);
        if (end == NONE) {
            return NONE;
        }
        view.contentHashAt = at;
        view.contentHashEnd = end;
        at = behind(b, end, FrameKeys.PAYLOAD_VERSION);
        end = behindSmall(b, at, Short.BYTES);
        if (end != NONE) {
            view.payloadVersion = (int) UsualForms.unsigned(b, at);
        }
        return end;
    }

    private static int encryption(FrameView view, byte[] b, int from) {
        int at = behind(b, from, FrameKeys.ENCRYPTION_OPEN);
        int inside = at == NONE ? NONE : UsualForms.insideArray(b, at);
        int length = inside == NONE ? NONE : UsualForms.arrayLength(b, at);
        if (length < 0 || length > b.length - inside) {
            return NONE;
        }
        byte[] scope = new byte[length + UsualForms.SLACK_BYTES];
        at = behindBytes(b, inside, scope, length);
        at = at == NONE ? NONE : behind(b, at, FrameKeys.NONCE);
        inside = at == NONE ? NONE : UsualForms.insideArray(b, at);
        if (inside == NONE || UsualForms.arrayLength(b, at) != NONCE_BYTES) {
            return NONE;
        }
        byte[] nonce = new byte[NONCE_BYTES + UsualForms.SLACK_BYTES];
        at = behindBytes(b, inside, nonce, NONCE_BYTES);
        view.encryption = new PayloadEncryption(
                Bytes.of(Arrays.copyOf(scope, length)), Bytes.of(Arrays.copyOf(nonce, NONCE_BYTES)));
        return at;
    }

    /// A short payload is decoded on the way; a long one is passed over.
    private static int payload(FrameView view, byte[] b, int from) {
        int at = behind(b, from, FrameKeys.PAYLOAD);
        int inside = at == NONE ? NONE : UsualForms.insideArray(b, at);
        int length = inside == NONE ? NONE : UsualForms.arrayLength(b, at);
        if (length < 0) {
            return NONE;
        }
        view.payloadAt = at;
        view.payloadEnd = view.shortPayload.behind(b, inside, length);
        return view.payloadEnd == NONE ? NONE : behind(b, view.payloadEnd, FrameKeys.CHAIN_KEY);
    }

    private static int chain(FrameView view, byte[] b, int from) {
        if (b[from] == NIL) {
            return from + 1;
        }
        int at = behind(b, from, PREVIOUS_HASH);
        at = at == NONE ? NONE : behindBytes(b, at, view.previousHash, Hash256.BYTES);
        at = at == NONE ? NONE : behind(b, at, EVENT_HASH);
        if (at == NONE) {
            return NONE;
        }
        view.hasChain = true;
        // Both hashes are nearly always the same, and comparing them is cheaper than decoding them twice.
        int end = at + view.contentHashEnd - view.contentHashAt;
        if (end <= b.length && Arrays.equals(b, view.contentHashAt, view.contentHashEnd, b, at, end)) {
            System.arraycopy(view.contentHash, 0, view.eventHash, 0, Hash256.BYTES);
            return end;
        }
        return behindBytes(b, at, view.eventHash, Hash256.BYTES);
    }

    private static int names(FrameView view, byte[] b, int from) {
        int at = behind(b, from, FrameKeys.ENTITY);
        int inside = at == NONE ? NONE : UsualForms.insideText(b, at);
        if (inside == NONE) {
            return NONE;
        }
        view.entityAt = inside;
        view.entityLength = UsualForms.textLength(b, at);
        int end = inside + view.entityLength;
        if (!UsualForms.isText(b, inside, end)) {
            return NONE;
        }
        at = behind(b, end, FrameKeys.SCOPE);
        inside = at == NONE ? NONE : UsualForms.insideText(b, at);
        if (inside == NONE) {
            return NONE;
        }
        view.scopeAt = inside;
        view.scopeLength = UsualForms.textLength(b, at);
        end = inside + view.scopeLength;
        return UsualForms.isText(b, inside, end) ? behind(b, end, FrameKeys.EXTENSIONS) : NONE;
    }

    /// The position behind a number of at most so many bytes; [UsualForms#NONE] for others, and at no position.
    private static int behindSmall(byte[] b, int at, int bytesMax) {
        int end = at == NONE ? NONE : behindUnsigned(b, at);
        return end - at <= 1 + bytesMax ? end : NONE;
    }
}
