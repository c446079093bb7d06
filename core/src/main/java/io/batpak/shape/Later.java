package io.batpak.shape;

import io.batpak.msgpack.MessageReader;
import io.batpak.msgpack.MessageWriter;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A shape that is declared later; the one place where shapes can contain themselves, so depth is watched here.
final class Later<T> extends Shape<T> {
    private final Supplier<Shape<T>> shape;

    Later(Supplier<Shape<T>> shape) {
        this.shape = shape;
    }

    private static int inside(int depth, int offset) {
        if (depth >= NESTING_MAX) {
            throw new ShapeException("more than " + NESTING_MAX + " values inside each other", offset);
        }
        return depth + 1;
    }

    @Override
    void put(MessageWriter out, T value, int depth) {
        shape.get().put(out, value, inside(depth, out.length()));
    }

    @Override
    T take(MessageReader in, int depth) {
        return shape.get().take(in, inside(depth, in.position()));
    }

    @Override
    @Nullable
    Object tree(T value, int depth) {
        return shape.get().tree(value, inside(depth, 0));
    }

    @Override
    public int compare(T left, T right) {
        return shape.get().compare(left, right);
    }
}
