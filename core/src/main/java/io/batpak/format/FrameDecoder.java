package io.batpak.format;

import io.batpak.hash.Hash256;
import io.batpak.model.Bytes;
import io.batpak.model.PayloadEncryption;
import io.batpak.msgpack.MessageFormatException;
import io.batpak.msgpack.MessageReader;
import io.batpak.msgpack.UsualForms;
import org.jspecify.annotations.Nullable;

/// Fills a [FrameView] from the body of a frame.
///
/// Nearly every frame was written by an encoder with fixed keys in fixed order, so the one straight pass of
/// [UsualFrame] is tried first. Anything it does not expect, damage included, goes to the second pass, which alone
/// decides: both give the same result wherever the first one gives any.
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
        view.begin(b);
        try {
            return isUsual(view, b, offset, length) ? null : decodeAnyOrder(view, b, offset, length);
        } catch (MessageFormatException | FormatSignal _) {
            // An unusual or damaged frame: the second pass starts over and finds the words for it.
            return decodeAnyOrder(view, b, offset, length);
        }
    }

    /// The second pass alone.
    @Nullable
    Damage decodeAnyOrder(FrameView view, byte[] b, int offset, int length) {
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

    /// Whether the frame was written as usual, and the view is filled.
    private boolean isUsual(FrameView view, byte[] b, int offset, int length) {
        int at = UsualFrame.read(view, b, offset);
        int end = offset + length;
        if (at == UsualForms.NONE || at >= end) {
            return false;
        }
        reader.reset(b, at, end - at);
        extensions(view);
        return true;
    }

    // ---- keys in any order

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
