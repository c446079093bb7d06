package io.batpak.format;

import io.batpak.model.Coordinate;
import io.batpak.model.CoordinateException;
import io.batpak.model.DagPosition;
import io.batpak.msgpack.MessageFormatException;
import io.batpak.msgpack.MessageReader;
import io.batpak.msgpack.MessageWriter;

/// Canonical bytes of small model values.
///
/// ```
/// coordinate   {entity str, scope str}
/// position     {wall_ms u64, counter u16, depth u32, lane u32, sequence u32}
/// ```
///
/// Bytes: docs/formats/values.md
public final class ModelCodec {

    private static final int TYPICAL_BYTES = 64;
    private static final long U16_MAX = 0xFFFFL;
    private static final long U32_MAX = 0xFFFF_FFFFL;
    private static final long U64_MAX = -1L;
    private static final String[] COORDINATE = {"entity", "scope"};

    private ModelCodec() {}

    /// The coordinate's canonical bytes.
    public static byte[] encode(Coordinate coordinate) {
        MessageWriter out = new MessageWriter(TYPICAL_BYTES);
        out.mapHeader(COORDINATE.length);
        out.string(COORDINATE[0]);
        out.string(coordinate.entity());
        out.string(COORDINATE[1]);
        out.string(coordinate.scope());
        return out.toByteArray();
    }

    /// Reads a coordinate and applies the rules of coordinates to it.
    public static Decoded<Coordinate> decodeCoordinate(byte[] b, int offset, int length) {
        MessageReader reader = new MessageReader();
        reader.reset(b, offset, length);
        String entity = "";
        String scope = "";
        try {
            Struct fields = new Struct("coordinate", 1, 0b11, COORDINATE);
            fields.open(reader);
            for (int field = fields.next(reader); field != Struct.END; field = fields.next(reader)) {
                if (field == 0) {
                    entity = reader.string();
                } else {
                    scope = reader.string();
                }
            }
        } catch (MessageFormatException e) {
            return undecodable("coordinate: " + e.getMessage(), e.offset());
        } catch (FormatSignal e) {
            return undecodable(e.detail(), reader.position());
        }
        return valid(entity, scope);
    }

    private static Decoded<Coordinate> valid(String entity, String scope) {
        try {
            return new Decoded.Ok<>(Coordinate.of(entity, scope));
        } catch (CoordinateException e) {
            String detail = String.valueOf(e.getMessage());
            return new Decoded.Damaged<>(Damage.of(Damage.Reason.COORDINATE_INVALID, detail));
        }
    }

    /// The position's canonical bytes.
    public static byte[] encode(DagPosition position) {
        MessageWriter out = new MessageWriter(TYPICAL_BYTES);
        out.mapHeader(FrameKeys.POSITION.length);
        out.string(FrameKeys.POSITION[0]);
        out.unsigned(position.wallMillis());
        out.string(FrameKeys.POSITION[1]);
        out.unsigned(position.counter());
        out.string(FrameKeys.POSITION[2]);
        out.unsigned(position.depth());
        out.string(FrameKeys.POSITION[3]);
        out.unsigned(position.lane());
        out.string(FrameKeys.POSITION[4]);
        out.unsigned(position.clock());
        return out.toByteArray();
    }

    /// Reads a position.
    public static Decoded<DagPosition> decodePosition(byte[] b, int offset, int length) {
        MessageReader reader = new MessageReader();
        reader.reset(b, offset, length);
        long[] values = new long[FrameKeys.POSITION.length];
        try {
            Struct fields = new Struct("position", 1, 0b11111, FrameKeys.POSITION);
            fields.open(reader);
            for (int field = fields.next(reader); field != Struct.END; field = fields.next(reader)) {
                values[field] = reader.unsigned(field == 0 ? U64_MAX : field == 1 ? U16_MAX : U32_MAX);
            }
        } catch (MessageFormatException e) {
            return undecodable("position: " + e.getMessage(), e.offset());
        } catch (FormatSignal e) {
            return undecodable(e.detail(), reader.position());
        }
        return new Decoded.Ok<>(new DagPosition(values[0], (int) values[1], values[2], values[3], values[4]));
    }

    private static <T> Decoded<T> undecodable(String detail, long at) {
        return new Decoded.Damaged<>(new Damage(Damage.Reason.VALUE_UNDECODABLE, detail, at));
    }
}
