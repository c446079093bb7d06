package io.batpak.shape;

import io.batpak.msgpack.MessageReader;
import io.batpak.msgpack.MessageWriter;
import java.util.Comparator;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A value without parts.
final class Leaf<T> extends Shape<T> {
    private final BiConsumer<MessageWriter, T> put;
    private final Function<MessageReader, T> take;
    private final Function<T, Object> tree;
    private final Comparator<T> order;

    Leaf(
            BiConsumer<MessageWriter, T> put,
            Function<MessageReader, T> take,
            Function<T, Object> tree,
            Comparator<T> order) {
        this.put = put;
        this.take = take;
        this.tree = tree;
        this.order = order;
    }

    @Override
    void put(MessageWriter out, T value, int depth) {
        put.accept(out, value);
    }

    @Override
    T take(MessageReader in, int depth) {
        return take.apply(in);
    }

    @Override
    @Nullable
    Object tree(T value, int depth) {
        return tree.apply(value);
    }

    @Override
    public int compare(T left, T right) {
        return order.compare(left, right);
    }
}
