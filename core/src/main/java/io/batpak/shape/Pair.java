package io.batpak.shape;

import io.batpak.msgpack.MessageReader;
import io.batpak.msgpack.MessageWriter;
import java.util.Arrays;
import java.util.Map;

/// Two values as an array of two.
final class Pair<A, B> extends Shape<Map.Entry<A, B>> {
    private final Shape<A> first;
    private final Shape<B> second;

    Pair(Shape<A> first, Shape<B> second) {
        this.first = first;
        this.second = second;
    }

    @Override
    void put(MessageWriter out, Map.Entry<A, B> value, int depth) {
        out.arrayHeader(2);
        first.put(out, value.getKey(), depth);
        second.put(out, value.getValue(), depth);
    }

    @Override
    Map.Entry<A, B> take(MessageReader in, int depth) {
        if (in.arrayHeader() != 2) {
            throw new ShapeException("a pair that is none", in.position());
        }
        A key = first.take(in, depth);
        return Map.entry(key, second.take(in, depth));
    }

    @Override
    Object tree(Map.Entry<A, B> value, int depth) {
        return Arrays.asList(first.tree(value.getKey(), depth), second.tree(value.getValue(), depth));
    }

    @Override
    public int compare(Map.Entry<A, B> left, Map.Entry<A, B> right) {
        int order = first.compare(left.getKey(), right.getKey());
        return order != 0 ? order : second.compare(left.getValue(), right.getValue());
    }
}
