package io.batpak.shape;

import io.batpak.msgpack.KeyTable;
import io.batpak.msgpack.MessageReader;
import io.batpak.msgpack.MessageWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A value in one of several forms, each with a body: a map of the form's name under `type` and its body under
/// `data`. Read in either order.
///
/// @param <T> the value
public final class Adjacent<T> extends Shape<T> {
    private static final String TYPE = "type";
    private static final String DATA = "data";
    private static final KeyTable KEYS = KeyTable.of(TYPE, DATA);
    private static final int SKIP_DEPTH = 8;

    private final String name;
    private final List<Variant<T>> variants;
    private final KeyTable names;

    private Adjacent(String name, List<Variant<T>> variants) {
        this.name = name;
        this.variants = variants;
        names = KeyTable.of(variants.stream().map(Variant::name).toArray(String[]::new));
    }

    /// These forms, in the order that sorting follows.
    ///
    /// @param name what the value is called in findings
    public static <T> Shape<T> of(String name, List<Variant<T>> variants) {
        return new Adjacent<>(name, List.copyOf(variants));
    }

    private Shape<T> body(int index, int offset) {
        Shape<T> body = variants.get(index).body();
        if (body == null) {
            throw new ShapeException("a form without a body", offset);
        }
        return body;
    }

    @Override
    void put(MessageWriter out, T value, int depth) {
        int index = Variants.indexOf(variants, value);
        out.mapHeader(2);
        out.string(TYPE);
        out.string(variants.get(index).name());
        out.string(DATA);
        body(index, out.length()).put(out, value, depth);
    }

    @Override
    T take(MessageReader in, int depth) {
        int count = in.mapHeader();
        int variant = -1;
        T value = null;
        MessageReader early = null;
        for (int index = 0; index < count; index++) {
            switch (in.keyIndex(KEYS)) {
                case 0 -> {
                    once(variant < 0, in);
                    variant = in.keyIndex(names);
                    once(variant >= 0, in);
                }
                case 1 -> {
                    once(value == null && early == null, in);
                    if (variant >= 0) {
                        value = body(variant, in.position()).take(in, depth);
                    } else {
                        early = skipped(in);
                    }
                }
                default -> in.skipValue(SKIP_DEPTH);
            }
        }
        once(variant >= 0, in);
        if (early != null) {
            value = body(variant, in.position()).take(early, depth);
        }
        if (value == null) {
            throw new ShapeException(name + " lacks " + DATA, in.position());
        }
        return value;
    }

    private void once(boolean right, MessageReader in) {
        if (!right) {
            throw new ShapeException("unknown, missing or repeated part of " + name, in.position());
        }
    }

    /// A reader of the value that is next, which `in` passes over.
    private static MessageReader skipped(MessageReader in) {
        int from = in.arrayIndex();
        in.skipValue(SKIP_DEPTH);
        MessageReader value = new MessageReader();
        value.reset(in.array(), from, in.arrayIndex() - from);
        return value;
    }

    @Override
    Object tree(T value, int depth) {
        int index = Variants.indexOf(variants, value);
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put(TYPE, variants.get(index).name());
        tree.put(DATA, body(index, 0).tree(value, depth));
        return tree;
    }

    @Override
    public int compare(T left, T right) {
        return Variants.compare(variants, left, right);
    }
}
