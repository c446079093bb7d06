package io.batpak.shape;

import io.batpak.msgpack.MessageReader;
import io.batpak.msgpack.MessageWriter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A value or nil.
final class Maybe<T> extends Shape<Optional<T>> {
    private final Shape<T> inner;

    Maybe(Shape<T> inner) {
        this.inner = inner;
    }

    @Override
    void put(MessageWriter out, Optional<T> value, int depth) {
        value.ifPresentOrElse(present -> inner.put(out, present, depth), out::nil);
    }

    @Override
    Optional<T> take(MessageReader in, int depth) {
        return in.tryNil() ? Optional.empty() : Optional.of(inner.take(in, depth));
    }

    @Override
    @Nullable
    Object tree(Optional<T> value, int depth) {
        return value.isPresent() ? inner.tree(value.get(), depth) : null;
    }

    @Override
    Optional<T> missing() {
        return Optional.empty();
    }

    @Override
    public int compare(Optional<T> left, Optional<T> right) {
        if (left.isEmpty() || right.isEmpty()) {
            return Boolean.compare(left.isPresent(), right.isPresent());
        }
        return inner.compare(left.get(), right.get());
    }
}
