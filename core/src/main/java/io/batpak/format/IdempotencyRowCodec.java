package io.batpak.format;

import io.batpak.hash.Hash256;
import io.batpak.model.Coordinate;
import io.batpak.model.CoordinateException;
import io.batpak.model.EventId;
import io.batpak.model.EventKind;
import io.batpak.model.Extensions;
import io.batpak.model.FramePosition;
import io.batpak.model.Hash;
import io.batpak.model.IdempotencyKey;
import io.batpak.msgpack.MessageReader;
import io.batpak.msgpack.MessageType;
import io.batpak.msgpack.MessageWriter;
import java.util.HashMap;
import java.util.Map;

/// One row of `index.idemp`, to and from MessagePack. Reusable, one thread at a time. Bytes:
/// [IdempotencyTable].
final class IdempotencyRowCodec {
    private static final long U16_MAX = 0xFFFFL;
    private static final long U32_MAX = 0xFFFF_FFFFL;
    private static final long U64_MAX = -1L;
    private static final int KEY = 0;
    private static final int EVENT_ID = 1;
    private static final int SEQUENCE = 2;
    private static final int SEGMENT = 3;
    private static final int OFFSET = 4;
    private static final int LENGTH = 5;
    private static final int CONTENT_HASH = 6;
    private static final int PREVIOUS_HASH = 7;
    private static final int ENTITY = 8;
    private static final int SCOPE = 9;
    private static final int KIND = 10;
    private static final int RECORDED = 11;
    private static final int EVICTED = 12;
    private static final int EXTENSIONS = 13;
    private static final String[] NAMES = {
        "key",
        "event_id",
        "global_sequence",
        "disk_pos_segment",
        "disk_pos_offset",
        "disk_pos_length",
        "content_hash",
        "prev_hash",
        "entity",
        "scope",
        "kind",
        "recorded_global_sequence",
        "event_evicted",
        "receipt_extensions"
    };
    private static final int REQUIRED = (1 << NAMES.length) - 1 & ~(1 << EVICTED);
    private static final int DEPTH = 2; // the array of rows and the row

    private final Struct fields = new Struct("idempotency row", DEPTH, REQUIRED, NAMES);
    private final byte[] hash = new byte[Hash256.BYTES];
    private final Map<Coordinate, Coordinate> coordinates = new HashMap<>();
    private final long[] numbers = new long[NAMES.length];

    /// Appends a row.
    void write(IdempotencyRow row, MessageWriter out) {
        out.mapHeader(NAMES.length);
        out.string(NAMES[KEY]);
        out.id(row.key().high(), row.key().low());
        out.string(NAMES[EVENT_ID]);
        out.id(row.eventId().high(), row.eventId().low());
        unsigned(SEQUENCE, row.sequence(), out);
        unsigned(SEGMENT, row.position().segment(), out);
        unsigned(OFFSET, row.position().offset(), out);
        unsigned(LENGTH, Integer.toUnsignedLong(row.position().length()), out);
        hash(CONTENT_HASH, row.contentHash(), out);
        hash(PREVIOUS_HASH, row.previousHash(), out);
        out.string(NAMES[ENTITY]);
        out.string(row.at().entity());
        out.string(NAMES[SCOPE]);
        out.string(row.at().scope());
        unsigned(KIND, row.kind().raw(), out);
        unsigned(RECORDED, row.recordedSequence(), out);
        out.string(NAMES[EVICTED]);
        out.bool(row.evicted());
        out.string(NAMES[EXTENSIONS]);
        ExtensionMap.write(row.extensions(), out);
    }

    private static void unsigned(int field, long bits, MessageWriter out) {
        out.string(NAMES[field]);
        out.unsigned(bits);
    }

    private void hash(int field, Hash value, MessageWriter out) {
        out.string(NAMES[field]);
        value.write(hash, 0);
        out.intArray(hash, 0, hash.length);
    }

    /// Reads the row the reader stands at.
    ///
    /// @throws FormatSignal if a field is missing, repeated or not what it should be
    /// @throws io.batpak.msgpack.MessageFormatException if the bytes are not what they should be
    IdempotencyRow read(MessageReader reader) {
        IdempotencyKey key = IdempotencyKey.NIL;
        EventId eventId = EventId.NIL;
        Hash content = Hash.ZERO;
        Hash previous = Hash.ZERO;
        String entity = "";
        String scope = "";
        boolean evicted = false;
        Extensions extensions = Extensions.none();
        fields.open(reader);
        for (int field = fields.next(reader); field != Struct.END; field = fields.next(reader)) {
            switch (field) {
                case KEY -> {
                    EventId id = id(reader);
                    key = IdempotencyKey.of(id);
                }
                case EVENT_ID -> eventId = id(reader);
                case CONTENT_HASH -> content = hash(reader);
                case PREVIOUS_HASH -> previous = hash(reader);
                case ENTITY -> entity = reader.string();
                case SCOPE -> scope = reader.string();
                case EVICTED -> evicted = reader.bool();
                case EXTENSIONS -> extensions = ExtensionMap.read(reader);
                case LENGTH -> numbers[LENGTH] = reader.unsigned(U32_MAX);
                case KIND -> numbers[KIND] = reader.unsigned(U16_MAX);
                default -> numbers[field] = reader.unsigned(U64_MAX);
            }
        }
        return new IdempotencyRow(
                key,
                eventId,
                numbers[SEQUENCE],
                new FramePosition(numbers[SEGMENT], numbers[OFFSET], (int) numbers[LENGTH]),
                content,
                previous,
                coordinate(entity, scope),
                EventKind.ofRaw((int) numbers[KIND]),
                numbers[RECORDED],
                evicted,
                extensions);
    }

    /// Readers of the format take an id written as a plain integer as well.
    private static EventId id(MessageReader reader) {
        if (reader.peekType() == MessageType.INTEGER) {
            return new EventId(0, reader.unsigned(U64_MAX));
        }
        reader.id();
        return new EventId(reader.idHigh(), reader.idLow());
    }

    private Hash hash(MessageReader reader) {
        reader.intArrayExactly(hash, 0, hash.length);
        return Hash.of(hash);
    }

    /// Rows of one stream share their coordinate.
    private Coordinate coordinate(String entity, String scope) {
        try {
            Coordinate made = Coordinate.of(entity, scope);
            Coordinate known = coordinates.putIfAbsent(made, made);
            return known == null ? made : known;
        } catch (CoordinateException e) {
            throw new FormatSignal("idempotency row with a refused coordinate: " + e.getMessage());
        }
    }
}
