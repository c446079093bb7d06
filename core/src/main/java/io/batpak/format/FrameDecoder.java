package io.batpak.format;

import io.batpak.hash.Hash256;
import io.batpak.model.Bytes;
import io.batpak.model.PayloadEncryption;
import io.batpak.msgpack.MessageFormatException;
import io.batpak.msgpack.MessageReader;
import io.batpak.msgpack.MessageType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Fills a [FrameView] from the body of a frame.
///
/// Nearly every frame was written by an encoder with fixed keys in fixed order, so one straight pass that
/// compares whole keys is tried first. Anything it does not expect, damage included, goes to the second pass,
/// which alone decides: both give the same result wherever the first one gives any.
final class FrameDecoder {

    private static final long U8_MAX = 0xFFL;
    private static final long U16_MAX = 0xFFFFL;
    private static final long U32_MAX = 0xFFFF_FFFFL;
    private static final long U64_MAX = -1L;
    private static final int NONCE_BYTES = 24;

    /// Containers around the payload: the body and the event.
    private static final int PAYLOAD_DEPTH = 2;

    /// Fields of the header that may be missing: causation (bit 2), content hash, version, encryption (bits 8
    /// to 10).
    private static final int HEADER_REQUIRED = 0b000_1111_1011;

    private final MessageReader reader = new MessageReader();
    private final Struct body = new Struct("frame", 1, 0b0111, FrameKeys.BODY);
    private final Struct event = new Struct("event", PAYLOAD_DEPTH, 0b011, FrameKeys.EVENT);
    private final Struct header = new Struct("header", 3, HEADER_REQUIRED, FrameKeys.HEADER);
    private final Struct position = new Struct("position", 4, 0b11111, FrameKeys.POSITION);
    private final Struct chain = new Struct("hash_chain", 3, 0b11, FrameKeys.CHAIN);
    private final Struct encryption = new Struct("payload_encryption", 4, 0b11, FrameKeys.ENCRYPTION);

    FrameDecoder() {}

    @Nullable
    Damage decode(FrameView view, byte[] b, int offset, int length) {
        reader.reset(b, offset, length);
        view.begin(b);
        try {
            if (expected(view)) {
                return null;
            }
            return secondPass(view, b, offset, length);
        } catch (MessageFormatException | FormatSignal _) {
            // An unusual or damaged frame: the second pass starts over and finds the words for it.
            return secondPass(view, b, offset, length);
        }
    }

    private @Nullable Damage secondPass(FrameView view, byte[] b, int offset, int length) {
        reader.reset(b, offset, length);
        view.begin(b);
        try {
            general(view);
            return null;
        } catch (MessageFormatException e) {
            return new Damage(Damage.Reason.FRAME_UNDECODABLE, "frame body: " + e.getMessage(), e.offset());
        } catch (FormatSignal e) {
            return new Damage(Damage.Reason.FRAME_UNDECODABLE, e.detail(), reader.position());
        }
    }

    /// Decodes a header that stands alone.
    @Nullable
    Damage decodeHeader(FrameView view, byte[] b, int offset, int length) {
        reader.reset(b, offset, length);
        view.begin(b);
        try {
            header(view);
            return null;
        } catch (MessageFormatException e) {
            return new Damage(Damage.Reason.VALUE_UNDECODABLE, "header: " + e.getMessage(), e.offset());
        } catch (FormatSignal e) {
            return new Damage(Damage.Reason.VALUE_UNDECODABLE, e.detail(), reader.position());
        }
    }

    // ---- first pass: keys in wire order

    private boolean expected(FrameView view) {
        if (!reader.tryKey(FrameKeys.BODY_OPEN)) {
            return false;
        }
        boolean encrypted = reader.tryKey(FrameKeys.HEADER_ENCRYPTED);
        boolean current = encrypted || reader.tryKey(FrameKeys.HEADER_PLAIN);
        if (!current && !reader.tryKey(FrameKeys.HEADER_OLD)) {
            return false;
        }
        return expectedIds(view)
                && expectedPosition(view)
                && expectedRest(view)
                && (!current || expectedVersion(view, encrypted))
                && expectedTail(view);
    }

    private boolean expectedIds(FrameView view) {
        eventId(view);
        if (!reader.tryKey(FrameKeys.CORRELATION)) {
            return false;
        }
        correlationId(view);
        if (!reader.tryKey(FrameKeys.CAUSATION)) {
            return false;
        }
        causationId(view);
        if (!reader.tryKey(FrameKeys.TIMESTAMP)) {
            return false;
        }
        view.timestampMicros = reader.signed();
        return true;
    }

    private boolean expectedPosition(FrameView view) {
        if (!reader.tryKey(FrameKeys.POSITION_OPEN)) {
            return false;
        }
        view.wallMillis = reader.unsigned(U64_MAX);
        if (!reader.tryKey(FrameKeys.COUNTER)) {
            return false;
        }
        view.counter = (int) reader.unsigned(U16_MAX);
        if (!reader.tryKey(FrameKeys.DEPTH)) {
            return false;
        }
        view.depth = reader.unsigned(U32_MAX);
        if (!reader.tryKey(FrameKeys.LANE)) {
            return false;
        }
        view.lane = reader.unsigned(U32_MAX);
        if (!reader.tryKey(FrameKeys.CLOCK)) {
            return false;
        }
        view.clock = reader.unsigned(U32_MAX);
        return true;
    }

    private boolean expectedRest(FrameView view) {
        if (!reader.tryKey(FrameKeys.PAYLOAD_SIZE)) {
            return false;
        }
        view.payloadSize = reader.unsigned(U32_MAX);
        if (!reader.tryKey(FrameKeys.KIND)) {
            return false;
        }
        view.kind = (int) reader.unsigned(U16_MAX);
        if (!reader.tryKey(FrameKeys.FLAGS)) {
            return false;
        }
        view.flags = (int) reader.unsigned(U8_MAX);
        if (!reader.tryKey(FrameKeys.CONTENT_HASH)) {
            return false;
        }
        view.contentHashAt = at();
        hash(view.contentHash);
        view.contentHashEnd = at();
        return true;
    }

    private boolean expectedVersion(FrameView view, boolean encrypted) {
        if (!reader.tryKey(FrameKeys.PAYLOAD_VERSION)) {
            return false;
        }
        view.payloadVersion = (int) reader.unsigned(U16_MAX);
        if (!encrypted) {
            return true;
        }
        if (!reader.tryKey(FrameKeys.ENCRYPTION_OPEN)) {
            return false;
        }
        Bytes scope = byteString();
        if (!reader.tryKey(FrameKeys.NONCE)) {
            return false;
        }
        view.encryption = new PayloadEncryption(scope, nonce());
        return true;
    }

    private boolean expectedTail(FrameView view) {
        if (!reader.tryKey(FrameKeys.PAYLOAD)) {
            return false;
        }
        expectedPayload(view);
        if (!reader.tryKey(FrameKeys.CHAIN_KEY) || !expectedChain(view) || !reader.tryKey(FrameKeys.ENTITY)) {
            return false;
        }
        entity(view);
        if (!reader.tryKey(FrameKeys.SCOPE)) {
            return false;
        }
        scope(view);
        if (!reader.tryKey(FrameKeys.EXTENSIONS)) {
            return false;
        }
        extensions(view);
        return true;
    }

    /// An array of ints, as always, is decoded or passed over in large steps; should it hold anything else, that
    /// throws and the second pass skips it value by value.
    private void expectedPayload(FrameView view) {
        if (reader.peekType() != MessageType.ARRAY) {
            payload(view);
            return;
        }
        view.payloadAt = at();
        view.shortPayload.read(reader);
        view.payloadEnd = at();
    }

    private boolean expectedChain(FrameView view) {
        if (reader.tryNil()) {
            return true;
        }
        if (!reader.tryKey(FrameKeys.CHAIN_OPEN)) {
            return false;
        }
        hash(view.previousHash);
        if (!reader.tryKey(FrameKeys.EVENT_HASH)) {
            return false;
        }
        eventHash(view);
        view.hasChain = true;
        return true;
    }

    /// Both hashes are nearly always the same 32 ints, and comparing them is cheaper than decoding them twice.
    private void eventHash(FrameView view) {
        byte[] b = view.bytes;
        int length = view.contentHashEnd - view.contentHashAt;
        int here = at();
        if (length <= reader.remaining()
                && Arrays.equals(b, view.contentHashAt, view.contentHashEnd, b, here, here + length)) {
            reader.skipBytes(length);
            System.arraycopy(view.contentHash, 0, view.eventHash, 0, Hash256.BYTES);
        } else {
            hash(view.eventHash);
        }
    }

    // ---- second pass: keys in any order

    private void general(FrameView view) {
        body.open(reader);
        for (int field = body.next(reader); field != Struct.END; field = body.next(reader)) {
            switch (field) {
                case 0 -> event(view);
                case 1 -> entity(view);
                case 2 -> scope(view);
                default -> extensions(view);
            }
        }
    }

    private void event(FrameView view) {
        event.open(reader);
        for (int field = event.next(reader); field != Struct.END; field = event.next(reader)) {
            switch (field) {
                case 0 -> header(view);
                case 1 -> payload(view);
                default -> chain(view);
            }
        }
    }

    private void header(FrameView view) {
        header.open(reader);
        for (int field = header.next(reader); field != Struct.END; field = header.next(reader)) {
            switch (field) {
                case 0 -> eventId(view);
                case 1 -> correlationId(view);
                case 2 -> causationId(view);
                case 3 -> view.timestampMicros = reader.signed();
                case 4 -> position(view);
                case 5 -> view.payloadSize = reader.unsigned(U32_MAX);
                case 6 -> view.kind = (int) reader.unsigned(U16_MAX);
                case 7 -> view.flags = (int) reader.unsigned(U8_MAX);
                case 8 -> hash(view.contentHash);
                case 9 -> view.payloadVersion = (int) reader.unsigned(U16_MAX);
                default -> encryption(view);
            }
        }
    }

    private void position(FrameView view) {
        position.open(reader);
        for (int field = position.next(reader); field != Struct.END; field = position.next(reader)) {
            switch (field) {
                case 0 -> view.wallMillis = reader.unsigned(U64_MAX);
                case 1 -> view.counter = (int) reader.unsigned(U16_MAX);
                case 2 -> view.depth = reader.unsigned(U32_MAX);
                case 3 -> view.lane = reader.unsigned(U32_MAX);
                default -> view.clock = reader.unsigned(U32_MAX);
            }
        }
    }

    private void chain(FrameView view) {
        if (reader.tryNil()) {
            return;
        }
        chain.open(reader);
        for (int field = chain.next(reader); field != Struct.END; field = chain.next(reader)) {
            hash(field == 0 ? view.previousHash : view.eventHash);
        }
        view.hasChain = true;
    }

    private void encryption(FrameView view) {
        if (reader.tryNil()) {
            return;
        }
        Bytes scope = Bytes.of(new byte[0]);
        Bytes nonce = scope;
        encryption.open(reader);
        for (int field = encryption.next(reader); field != Struct.END; field = encryption.next(reader)) {
            if (field == 0) {
                scope = byteString();
            } else {
                nonce = nonce();
            }
        }
        view.encryption = new PayloadEncryption(scope, nonce);
    }

    // ---- values

    private void eventId(FrameView view) {
        reader.id();
        view.eventHigh = reader.idHigh();
        view.eventLow = reader.idLow();
    }

    private void correlationId(FrameView view) {
        reader.id();
        view.correlationHigh = reader.idHigh();
        view.correlationLow = reader.idLow();
    }

    private void causationId(FrameView view) {
        if (!reader.tryNil()) {
            reader.id();
            view.causationHigh = reader.idHigh();
            view.causationLow = reader.idLow();
        }
    }

    private void hash(byte[] target) {
        reader.intArrayExactly(target, 0, Hash256.BYTES);
    }

    private Bytes nonce() {
        Bytes nonce = byteString();
        if (nonce.length() != NONCE_BYTES) {
            throw new FormatSignal("nonce of " + nonce.length() + " bytes instead of " + NONCE_BYTES);
        }
        return nonce;
    }

    private Bytes byteString() {
        return Bytes.of(reader.intArray());
    }

    /// The payload is passed over without a look at what it is: whoever wants it finds out.
    private void payload(FrameView view) {
        view.payloadAt = at();
        reader.skipValue(PAYLOAD_DEPTH);
        view.payloadEnd = at();
    }

    private void entity(FrameView view) {
        view.entityLength = reader.skipString();
        view.entityAt = at() - view.entityLength;
    }

    private void scope(FrameView view) {
        view.scopeLength = reader.skipString();
        view.scopeAt = at() - view.scopeLength;
    }

    private void extensions(FrameView view) {
        view.extensionsAt = at();
        int count = reader.mapHeader();
        for (int i = 0; i < count; i++) {
            reader.skipString();
            reader.skipIntArray();
        }
        view.extensionsEnd = at();
    }

    private int at() {
        return reader.arrayIndex();
    }
}
