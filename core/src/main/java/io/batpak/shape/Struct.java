package io.batpak.shape;

import io.batpak.msgpack.KeyTable;
import io.batpak.msgpack.MessageReader;
import io.batpak.msgpack.MessageType;
import io.batpak.msgpack.MessageWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A map of named fields in the order of declaration. Read leniently: in any order, or as an array by position;
/// unknown keys are passed over, a repeated one is refused, one that may be absent may be missing.
///
/// @param <T> the struct
public final class Struct<T> extends Shape<T> {
    private static final int SKIP_DEPTH = 8;

    private final String name;
    private final List<Field<T, ?>> fields;
    private final Function<Taken, T> make;
    private final KeyTable keys;

    private Struct(String name, List<Field<T, ?>> fields, Function<Taken, T> make) {
        this.name = name;
        this.fields = fields;
        this.make = make;
        keys = KeyTable.of(fields.stream().map(Field::key).toArray(String[]::new));
    }

    /// A struct of any number of fields.
    ///
    /// @param name what it is called in findings
    /// @param make builds it of its fields
    public static <T> Shape<T> of(String name, List<Field<T, ?>> fields, Function<Taken, T> make) {
        return new Struct<>(name, List.copyOf(fields), make);
    }

    /// A struct of one field.
    public static <T, A> Shape<T> of(Field<T, A> first, Function<A, T> make) {
        return of(first.key(), List.of(first), in -> make.apply(in.get(first)));
    }

    /// A struct of two fields.
    public static <T, A, B> Shape<T> of(Field<T, A> first, Field<T, B> second, BiFunction<A, B, T> make) {
        return of(first.key(), List.of(first, second), in -> make.apply(in.get(first), in.get(second)));
    }

    /// A struct of three fields.
    public static <T, A, B, C> Shape<T> of(
            Field<T, A> first, Field<T, B> second, Field<T, C> third, Make3<A, B, C, T> make) {
        return of(
                first.key(),
                List.of(first, second, third),
                in -> make.of(in.get(first), in.get(second), in.get(third)));
    }

    /// A struct of four fields.
    public static <T, A, B, C, D> Shape<T> of(
            Field<T, A> first, Field<T, B> second, Field<T, C> third, Field<T, D> fourth, Make4<A, B, C, D, T> make) {
        return of(
                first.key(),
                List.of(first, second, third, fourth),
                in -> make.of(in.get(first), in.get(second), in.get(third), in.get(fourth)));
    }

    /// Builds a struct of three fields.
    @FunctionalInterface
    public interface Make3<A, B, C, T> {
        /// The struct.
        T of(A first, B second, C third);
    }

    /// Builds a struct of four fields.
    @FunctionalInterface
    public interface Make4<A, B, C, D, T> {
        /// The struct.
        T of(A first, B second, C third, D fourth);
    }

    @Override
    void put(MessageWriter out, T value, int depth) {
        out.mapHeader(fields.size());
        for (Field<T, ?> field : fields) {
            out.string(field.key());
            put(out, value, field, depth);
        }
    }

    private static <T, V> void put(MessageWriter out, T value, Field<T, V> field, int depth) {
        field.shape().put(out, field.of().apply(value), depth);
    }

    @Override
    T take(MessageReader in, int depth) {
        boolean map = in.peekType() != MessageType.ARRAY;
        int count = map ? in.mapHeader() : in.arrayHeader();
        if (!map && count > fields.size()) {
            throw new ShapeException(name + " has " + count + " fields instead of " + fields.size(), in.position());
        }
        Taken taken = new Taken(fields);
        for (int index = 0; index < count; index++) {
            int field = map ? in.keyIndex(keys) : index;
            if (field < 0) {
                in.skipValue(SKIP_DEPTH);
                continue;
            }
            if (taken.has(field)) {
                throw new ShapeException(name + " repeats " + keys.name(field), in.position());
            }
            taken.set(field, take(in, fields.get(field), depth));
        }
        complete(taken, in.position());
        return make.apply(taken);
    }

    private static <V> Object take(MessageReader in, Field<?, V> field, int depth) {
        return Objects.requireNonNull(field.shape().take(in, depth));
    }

    private void complete(Taken taken, int offset) {
        for (int index = 0; index < fields.size(); index++) {
            if (!taken.has(index)) {
                Object absent = fields.get(index).shape().missing();
                if (absent == null) {
                    throw new ShapeException(name + " lacks " + keys.name(index), offset);
                }
                taken.set(index, absent);
            }
        }
    }

    @Override
    Object tree(T value, int depth) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        for (Field<T, ?> field : fields) {
            tree.put(field.key(), tree(value, field, depth));
        }
        return tree;
    }

    private static <T, V> @Nullable Object tree(T value, Field<T, V> field, int depth) {
        return field.shape().tree(field.of().apply(value), depth);
    }

    @Override
    public int compare(T left, T right) {
        for (Field<T, ?> field : fields) {
            int order = compare(left, right, field);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static <T, V> int compare(T left, T right, Field<T, V> field) {
        return field.shape().compare(field.of().apply(left), field.of().apply(right));
    }
}
