package io.batpak.verify.typed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.Value;
import org.msgpack.value.ValueFactory;

/// Stored payloads as another program could have written them, made with a MessagePack library that is not ours.
final class Rewritten {
    private Rewritten() {}

    /// The names of the fields of a record.
    static List<String> fields(byte[] payload) {
        List<String> names = new ArrayList<>();
        for (Value name : parsed(payload).asMapValue().keySet()) {
            names.add(name.asStringValue().asString());
        }
        return names;
    }

    /// The same without one field.
    static byte[] without(byte[] payload, String field) {
        List<Map.Entry<Value, Value>> pairs = pairs(parsed(payload));
        pairs.removeIf(pair -> isNamed(pair, field));
        return packed(map(pairs));
    }

    /// The same with a value of an extension type, which no field of ours can be.
    static byte[] withForeign(byte[] payload, String field) {
        List<Map.Entry<Value, Value>> pairs = pairs(parsed(payload));
        pairs.replaceAll(pair -> isNamed(pair, field)
                ? Map.entry(pair.getKey(), ValueFactory.newExtension((byte) 5, new byte[] {1}))
                : pair);
        return packed(map(pairs));
    }

    private static boolean isNamed(Map.Entry<Value, Value> pair, String field) {
        return pair.getKey().asStringValue().asString().equals(field);
    }

    /// The same with all maps in another order and with two fields that no shape has.
    static byte[] shuffledWithMore(byte[] payload, long seed) {
        Random random = new Random(seed);
        List<Map.Entry<Value, Value>> pairs = pairs(shuffled(parsed(payload), random));
        Value nested = ValueFactory.newMap(ValueFactory.newString("x"), ValueFactory.newArray(ValueFactory.newNil()));
        pairs.add(random.nextInt(pairs.size() + 1), Map.entry(ValueFactory.newString("not a field"), nested));
        pairs.add(0, Map.entry(ValueFactory.newString(""), ValueFactory.newBinary(new byte[300])));
        return packed(map(pairs));
    }

    private static Value shuffled(Value value, Random random) {
        if (value.isArrayValue()) {
            return ValueFactory.newArray(value.asArrayValue().list().stream()
                    .map(item -> shuffled(item, random))
                    .toList());
        }
        if (!value.isMapValue()) {
            return value;
        }
        List<Map.Entry<Value, Value>> pairs = pairs(value);
        pairs.replaceAll(pair -> Map.entry(pair.getKey(), shuffled(pair.getValue(), random)));
        Collections.shuffle(pairs, random);
        return map(pairs);
    }

    private static Value parsed(byte[] payload) {
        try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(payload)) {
            return unpacker.unpackValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] packed(Value value) {
        try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
            packer.packValue(value);
            return packer.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Map.Entry<Value, Value>> pairs(Value value) {
        return new ArrayList<>(value.asMapValue().entrySet());
    }

    private static Value map(List<Map.Entry<Value, Value>> pairs) {
        return ValueFactory.newMap(pairs.stream()
                .flatMap(pair -> List.of(pair.getKey(), pair.getValue()).stream())
                .toArray(Value[]::new));
    }
}
