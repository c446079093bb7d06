package io.batpak.evidence;

import io.batpak.error.EvidenceFormatException;
import io.batpak.model.Bytes;
import io.batpak.model.EventId;
import io.batpak.model.Hash;
import io.batpak.model.InvalidArgumentException;
import io.batpak.model.Value;
import io.batpak.shape.Id;
import io.batpak.shape.Shape;
import io.batpak.shape.ShapeException;
import io.batpak.shape.Shapes;

/// What the values of this package share.
final class Forms {
    static final Shape<Hash> HASH = Shapes.intBytes(Hash.BYTES).map(Hash::of, Hash::toByteArray);
    static final Shape<Bytes> BYTES = Shapes.INT_BYTES.map(Bytes::of, Bytes::toByteArray);

    static final Shape<EventId> EVENT_ID =
            Shapes.ID.map(id -> new EventId(id.high(), id.low()), id -> new Id(id.high(), id.low()));

    private static final long U32_MAX = 0xFFFF_FFFFL;
    private static final int U16_MAX = 0xFFFF;
    private static final int U8_MAX = 0xFF;

    private Forms() {}

    static <T> T read(String what, Shape<T> shape, byte[] bytes) {
        try {
            return shape.decode(bytes);
        } catch (ShapeException e) {
            throw new EvidenceFormatException(what, e.getMessage());
        }
    }

    static <T> String json(Shape<T> shape, T value) {
        return Value.of(shape.tree(value)).toJson();
    }

    static void u32(String argument, long value) {
        if ((value & ~U32_MAX) != 0) {
            throw new InvalidArgumentException(argument, value, "0..4294967295");
        }
    }

    static void u16(String argument, int value) {
        if ((value & ~U16_MAX) != 0) {
            throw new InvalidArgumentException(argument, value, "0..65535");
        }
    }

    static void u8(String argument, int value) {
        if ((value & ~U8_MAX) != 0) {
            throw new InvalidArgumentException(argument, value, "0..255");
        }
    }
}
