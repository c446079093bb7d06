package io.batpak.shape;

import io.batpak.msgpack.MessageReader;
import io.batpak.msgpack.MessageWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Values in order. What is read grows with what is there, never with what was claimed.
final class Items<T> extends Shape<List<T>> {
    private final Shape<T> element;

    Items(Shape<T> element) {
        this.element = element;
    }

    @Override
    void put(MessageWriter out, List<T> values, int depth) {
        out.arrayHeader(values.size());
        for (T value : values) {
            element.put(out, value, depth);
        }
    }

    @Override
    List<T> take(MessageReader in, int depth) {
        int count = in.arrayHeader();
        List<T> values = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            values.add(element.take(in, depth));
        }
        return values;
    }

    @Override
    Object tree(List<T> values, int depth) {
        List<@Nullable Object> trees = new ArrayList<>();
        for (T value : values) {
            trees.add(element.tree(value, depth));
        }
        return trees;
    }

    @Override
    public int compare(List<T> left, List<T> right) {
        int shared = Math.min(left.size(), right.size());
        for (int index = 0; index < shared; index++) {
            int order = element.compare(left.get(index), right.get(index));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.size(), right.size());
    }
}
