package io.batpak.model;

import io.batpak.model.PayloadFormatException.Reason;
import io.batpak.msgpack.MessageFormatException;
import io.batpak.msgpack.MessageReader;
import io.batpak.msgpack.MessageType;
import io.batpak.msgpack.MessageWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Values to and from MessagePack. Both ways recurse, at most [Value#NESTING_MAX] deep.
final class ValueCodec {
    private static final int CAPACITY = 256;

    private ValueCodec() {}

    static byte[] encode(Value value) {
        MessageWriter writer = new MessageWriter(CAPACITY);
        encode(value, writer, 0);
        return writer.toByteArray();
    }

    private static void encode(Value value, MessageWriter writer, int depth) {
        switch (value) {
            case Value.Null nil -> writer.nil();
            case Value.Bool bool -> writer.bool(bool.value());
            case Value.Int number -> writer.signed(number.value());
            case Value.UInt number -> writer.unsigned(number.bits());
            case Value.Real number -> writer.float64(number.value());
            case Value.Text text -> writer.string(text.value());
            case Value.Items items -> {
                Values.requireDepth(depth + 1);
                writer.arrayHeader(items.values().size());
                for (Value item : items.values()) {
                    encode(item, writer, depth + 1);
                }
            }
            case Value.Fields fields -> {
                Values.requireDepth(depth + 1);
                writer.mapHeader(fields.values().size());
                for (Map.Entry<String, Value> field : fields.values().entrySet()) {
                    writer.string(field.getKey());
                    encode(field.getValue(), writer, depth + 1);
                }
            }
        }
    }

    static Value decode(byte[] bytes, int offset, int length) {
        MessageReader reader = new MessageReader();
        reader.reset(bytes, offset, length);
        try {
            return decode(reader, 0);
        } catch (MessageFormatException e) {
            throw new PayloadFormatException(Reason.MALFORMED, "the payload is not readable: " + e.getMessage(), e);
        }
    }

    private static Value decode(MessageReader reader, int depth) {
        return switch (reader.peekType()) {
            case NIL -> {
                reader.skipValue();
                yield Value.nil();
            }
            case BOOL -> new Value.Bool(reader.bool());
            case INTEGER ->
                reader.isAboveSigned() ? new Value.UInt(reader.unsigned(-1)) : new Value.Int(reader.signed());
            case FLOAT -> {
                double number = reader.real();
                yield Double.isFinite(number) ? new Value.Real(number) : Value.nil();
            }
            case STRING -> new Value.Text(reader.string());
            case ARRAY -> items(reader, depth + 1);
            case MAP -> fields(reader, depth + 1);
            case BINARY, EXTENSION -> throw refused(Reason.NOT_REPRESENTABLE, reader, "a bin or extension value");
            case RESERVED -> throw refused(Reason.MALFORMED, reader, "a byte that MessagePack never uses");
        };
    }

    private static Value items(MessageReader reader, int depth) {
        requireDepth(reader, depth);
        int count = reader.arrayHeader();
        List<Value> items = new ArrayList<>(count);
        for (int index = 0; index < count; index++) {
            items.add(decode(reader, depth));
        }
        return new Value.Items(items);
    }

    private static Value fields(MessageReader reader, int depth) {
        requireDepth(reader, depth);
        int count = reader.mapHeader();
        SortedMap<String, Value> fields = new TreeMap<>(Utf8.ORDER);
        for (int index = 0; index < count; index++) {
            if (reader.peekType() != MessageType.STRING) {
                throw refused(Reason.KEY_NOT_TEXT, reader, "a map key that is not text");
            }
            String key = reader.string();
            fields.put(key, decode(reader, depth));
        }
        return new Value.Fields(fields);
    }

    private static void requireDepth(MessageReader reader, int depth) {
        if (depth > Value.NESTING_MAX) {
            throw refused(Reason.NESTED_TOO_DEEP, reader, "more than " + Value.NESTING_MAX + " nested containers");
        }
    }

    private static PayloadFormatException refused(Reason reason, MessageReader reader, String what) {
        return new PayloadFormatException(reason, "the payload has " + what + " at offset " + reader.position(), null);
    }
}
