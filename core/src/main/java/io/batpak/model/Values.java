package io.batpak.model;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Making values out of Java objects.
final class Values {
    private static final int U64_BITS = 64;
    private static final String ACCEPTED = "null, Boolean, a number, text, a collection or a map";

    private Values() {}

    static Value of(@Nullable Object object, int depth) {
        return switch (object) {
            case null -> Value.nil();
            case Value value -> value;
            case Boolean bool -> new Value.Bool(bool);
            case Byte number -> new Value.Int(number);
            case Short number -> new Value.Int(number);
            case Integer number -> new Value.Int(number);
            case Long number -> new Value.Int(number);
            case BigInteger number -> integer(number);
            case Float number -> new Value.Real(number);
            case Double number -> new Value.Real(number);
            case CharSequence text -> new Value.Text(text.toString());
            case Collection<?> items -> items(items, depth + 1);
            case Map<?, ?> fields -> fields(fields, depth + 1);
            default ->
                throw new InvalidArgumentException("value", object.getClass().getName(), ACCEPTED);
        };
    }

    private static Value integer(BigInteger number) {
        if (number.bitLength() < U64_BITS) {
            return new Value.Int(number.longValueExact());
        }
        if (number.signum() > 0 && number.bitLength() == U64_BITS) {
            return new Value.UInt(number.longValue());
        }
        throw new InvalidArgumentException("value", number, "-2^63..2^64-1");
    }

    private static Value items(Collection<?> items, int depth) {
        requireDepth(depth);
        List<Value> values = new ArrayList<>(items.size());
        for (Object item : items) {
            values.add(of(item, depth));
        }
        return new Value.Items(values);
    }

    private static Value fields(Map<?, ?> fields, int depth) {
        requireDepth(depth);
        SortedMap<String, Value> values = new TreeMap<>(Utf8.ORDER);
        fields.forEach((key, value) -> values.put(name(key), of(value, depth)));
        return new Value.Fields(values);
    }

    static Value.Fields map(@Nullable Object[] keysAndValues) {
        if (keysAndValues.length % 2 != 0) {
            throw new InvalidArgumentException("keysAndValues", keysAndValues.length, "an even number of arguments");
        }
        SortedMap<String, Value> values = new TreeMap<>(Utf8.ORDER);
        for (int index = 0; index < keysAndValues.length; index += 2) {
            values.put(name(keysAndValues[index]), of(keysAndValues[index + 1], 1));
        }
        return new Value.Fields(values);
    }

    private static String name(@Nullable Object key) {
        if (key instanceof CharSequence text) {
            return text.toString();
        }
        throw new InvalidArgumentException(
                "key", key == null ? "null" : key.getClass().getName(), "text");
    }

    static void requireDepth(int depth) {
        if (depth > Value.NESTING_MAX) {
            throw new InvalidArgumentException("nesting", depth, "at most " + Value.NESTING_MAX + " containers");
        }
    }

    static void requireWellFormed(String argument, String text) {
        if (!Utf8.isWellFormed(text)) {
            throw new InvalidArgumentException(argument, "text with an unpaired surrogate", "well-formed text");
        }
    }

    static SortedMap<String, Value> sorted(Map<String, Value> values) {
        SortedMap<String, Value> copy = new TreeMap<>(Utf8.ORDER);
        values.forEach((name, value) -> {
            requireWellFormed("name", name);
            copy.put(name, value);
        });
        return Collections.unmodifiableSortedMap(copy);
    }
}
