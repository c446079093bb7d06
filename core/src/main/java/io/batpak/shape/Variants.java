package io.batpak.shape;

import io.batpak.msgpack.KeyTable;
import io.batpak.msgpack.MessageReader;
import io.batpak.msgpack.MessageType;
import io.batpak.msgpack.MessageWriter;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A value in one of several forms: the bare name of one without a body, else a map of one from the name to the
/// body.
///
/// @param <T> the value
public final class Variants<T> extends Shape<T> {
    private final String name;
    private final List<Variant<T>> variants;
    private final KeyTable names;

    private Variants(String name, List<Variant<T>> variants) {
        this.name = name;
        this.variants = variants;
        names = KeyTable.of(variants.stream().map(Variant::name).toArray(String[]::new));
    }

    /// These forms, in the order that sorting follows.
    ///
    /// @param name what the value is called in findings
    public static <T> Shape<T> of(String name, List<Variant<T>> variants) {
        return new Variants<>(name, List.copyOf(variants));
    }

    /// The constants of an enum, called `LikeThis` if they are called `LIKE_THIS`.
    public static <E extends Enum<E>> Shape<E> of(Class<E> constants) {
        return of(
                constants.getSimpleName(),
                Arrays.stream(constants.getEnumConstants())
                        .map(each -> Variant.<E, E>constant(each, each))
                        .toList());
    }

    static <T> int indexOf(List<Variant<T>> variants, T value) {
        for (int index = 0; index < variants.size(); index++) {
            if (variants.get(index).is(value)) {
                return index;
            }
        }
        throw new IllegalArgumentException("a value of no declared form: " + value);
    }

    @Override
    void put(MessageWriter out, T value, int depth) {
        Variant<T> variant = variants.get(indexOf(variants, value));
        Shape<T> body = variant.body();
        if (body == null) {
            out.string(variant.name());
        } else {
            out.mapHeader(1);
            out.string(variant.name());
            body.put(out, value, depth);
        }
    }

    @Override
    T take(MessageReader in, int depth) {
        boolean bare = in.peekType() != MessageType.MAP;
        if (!bare && in.mapHeader() != 1) {
            throw new ShapeException(name + " is a map of more than one form", in.position());
        }
        int index = in.keyIndex(names);
        if (index < 0) {
            throw new ShapeException("unknown " + name, in.position());
        }
        Variant<T> variant = variants.get(index);
        Shape<T> body = variant.body();
        T unit = variant.unit();
        if (bare && unit != null) {
            return unit;
        }
        if (!bare && body != null) {
            return body.take(in, depth);
        }
        throw new ShapeException("unknown " + name, in.position());
    }

    @Override
    @Nullable
    Object tree(T value, int depth) {
        Variant<T> variant = variants.get(indexOf(variants, value));
        Shape<T> body = variant.body();
        return body == null ? variant.name() : Collections.singletonMap(variant.name(), body.tree(value, depth));
    }

    @Override
    public int compare(T left, T right) {
        return compare(variants, left, right);
    }

    static <T> int compare(List<Variant<T>> variants, T left, T right) {
        int index = indexOf(variants, left);
        int order = Integer.compare(index, indexOf(variants, right));
        Shape<T> body = variants.get(index).body();
        return order != 0 || body == null ? order : body.compare(left, right);
    }
}
