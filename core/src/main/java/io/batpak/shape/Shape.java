package io.batpak.shape;

import io.batpak.msgpack.MessageFormatException;
import io.batpak.msgpack.MessageReader;
import io.batpak.msgpack.MessageWriter;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What values of one type are made of. Immutable.
///
/// The order of two values is that of their parts in the order of declaration: numbers unsigned, bytes and texts
/// by unsigned bytes, a shorter one before those it begins, variants by their declaration, absent before
/// present.
///
/// @param <T> the type
public abstract class Shape<T> implements Comparator<T> {
    /// How deep values may stand inside values of their own type.
    public static final int NESTING_MAX = 256;

    private static final int TYPICAL_BYTES = 256;

    Shape() {}

    /// Writes the value; `depth` counts values of recursive shapes around it.
    abstract void put(MessageWriter out, T value, int depth);

    /// Reads the value that is next.
    abstract T take(MessageReader in, int depth);

    /// The value as text, numbers, truth values, lists, maps and null.
    abstract @Nullable Object tree(T value, int depth);

    /// What a struct without this field's key has; null if the key must be there.
    @Nullable
    T missing() {
        return null;
    }

    /// The canonical bytes.
    ///
    /// @throws ShapeException if the value is nested deeper than [#NESTING_MAX]
    public final byte[] encode(T value) {
        MessageWriter out = new MessageWriter(TYPICAL_BYTES);
        put(out, value, 0);
        return out.toByteArray();
    }

    /// The value of these bytes, all of which must belong to it.
    ///
    /// @throws ShapeException if the bytes are anything else
    public final T decode(byte[] bytes) {
        MessageReader in = new MessageReader(bytes);
        try {
            T value = take(in, 0);
            if (in.remaining() > 0) {
                throw new ShapeException("bytes behind the value", in.position());
            }
            return value;
        } catch (MessageFormatException e) {
            throw new ShapeException(String.valueOf(e.reason()), e.offset());
        }
    }

    /// The value for people: text, numbers, truth values, lists and maps in the order of declaration; bytes as
    /// hexadecimal digits.
    ///
    /// @throws ShapeException if the value is nested deeper than [#NESTING_MAX]
    public final @Nullable Object tree(T value) {
        return tree(value, 0);
    }

    /// A sorted, unmodifiable copy in which equal values stay.
    public final List<T> sorted(List<T> values) {
        return values.stream().sorted(this).toList();
    }

    /// Whether each value goes before the next, or equals it.
    public final boolean isSorted(List<T> values) {
        for (int index = 1; index < values.size(); index++) {
            if (compare(values.get(index - 1), values.get(index)) > 0) {
                return false;
            }
        }
        return true;
    }

    /// The same bytes for another type.
    public final <U> Shape<U> map(Function<T, U> to, Function<U, T> from) {
        return new Mapped<>(this, to, from);
    }

    /// A shape in the clothes of another one.
    private static final class Mapped<S, T> extends Shape<T> {
        private final Shape<S> inner;
        private final Function<S, T> to;
        private final Function<T, S> from;

        Mapped(Shape<S> inner, Function<S, T> to, Function<T, S> from) {
            this.inner = inner;
            this.to = to;
            this.from = from;
        }

        @Override
        void put(MessageWriter out, T value, int depth) {
            inner.put(out, from.apply(value), depth);
        }

        @Override
        T take(MessageReader in, int depth) {
            return to.apply(inner.take(in, depth));
        }

        @Override
        @Nullable
        Object tree(T value, int depth) {
            return inner.tree(from.apply(value), depth);
        }

        @Override
        @Nullable
        T missing() {
            S value = inner.missing();
            return value == null ? null : to.apply(value);
        }

        @Override
        public int compare(T left, T right) {
            return inner.compare(from.apply(left), from.apply(right));
        }
    }
}
