package io.batpak.payload;

import io.batpak.model.Bytes;
import io.batpak.model.InvalidArgumentException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A stored payload of an older version, while [Upcasts] steps change it. Immutable.
///
/// Unlike `io.batpak.model.Value` it keeps everything that the bytes say: the order of pairs, double keys, `bin`
/// apart from text and from lists, and numbers of 32 bits apart from those of 64.
public sealed interface PayloadTree {
    /// The absence of a value.
    record Nil() implements PayloadTree {}

    /// A truth value.
    ///
    /// @param value that value
    record Bool(boolean value) implements PayloadTree {}

    /// An integer that fits a `long`.
    ///
    /// @param value that integer
    record Int(long value) implements PayloadTree {}

    /// An integer above `Long.MAX_VALUE`.
    ///
    /// @param bits its 64 bits, unsigned
    record UInt(long bits) implements PayloadTree {}

    /// A floating-point number of 32 bits.
    ///
    /// @param value that number
    record Real32(float value) implements PayloadTree {}

    /// A floating-point number of 64 bits.
    ///
    /// @param value that number
    record Real64(double value) implements PayloadTree {}

    /// Text.
    ///
    /// @param value that text
    record Text(String value) implements PayloadTree {}

    /// Bytes that stand as `bin`, or text that is no UTF-8.
    ///
    /// @param value those bytes
    record Binary(Bytes value) implements PayloadTree {}

    /// A value of an application-defined type.
    ///
    /// @param encoded its bytes, head included
    record Extension(Bytes encoded) implements PayloadTree {}

    /// Values in order.
    ///
    /// @param values those values
    record Items(List<PayloadTree> values) implements PayloadTree {
        /// Copies the list.
        public Items {
            values = List.copyOf(values);
        }
    }

    /// One pair of a map.
    ///
    /// @param key any value, text in a record
    /// @param value any value
    record Entry(PayloadTree key, PayloadTree value) {
        boolean isNamed(String name) {
            return key instanceof Text(String text) && text.equals(name);
        }
    }

    /// Pairs in the order in which they are stored: a map or a record.
    ///
    /// @param pairs those pairs
    record Entries(List<Entry> pairs) implements PayloadTree {
        /// Copies the list.
        public Entries {
            pairs = List.copyOf(pairs);
        }

        /// The value of the first pair with this name.
        public Optional<PayloadTree> find(String name) {
            return pairs.stream()
                    .filter(pair -> pair.isNamed(name))
                    .map(Entry::value)
                    .findFirst();
        }

        /// The same with another name for a field; it keeps its place. Without such a field, the same.
        public Entries renamed(String from, String to) {
            return new Entries(pairs.stream()
                    .map(pair -> pair.isNamed(from) ? new Entry(new Text(to), pair.value()) : pair)
                    .toList());
        }

        /// The same with this value for a field, which is added at the end if it is not there.
        public Entries with(String name, PayloadTree value) {
            List<Entry> changed = new ArrayList<>(pairs);
            changed.replaceAll(pair -> pair.isNamed(name) ? new Entry(pair.key(), value) : pair);
            if (find(name).isEmpty()) {
                changed.add(new Entry(new Text(name), value));
            }
            return new Entries(changed);
        }

        /// The same without a field.
        public Entries without(String name) {
            return new Entries(
                    pairs.stream().filter(pair -> !pair.isNamed(name)).toList());
        }
    }

    /// This value as pairs.
    ///
    /// @throws InvalidArgumentException if it is neither a map nor a record
    default Entries entries() {
        if (this instanceof Entries entries) {
            return entries;
        }
        throw new InvalidArgumentException("payload", getClass().getSimpleName(), "a map of field names and values");
    }

    /// Text.
    static PayloadTree text(String value) {
        return new Text(value);
    }

    /// An integer.
    static PayloadTree of(long value) {
        return new Int(value);
    }

    /// A truth value.
    static PayloadTree of(boolean value) {
        return new Bool(value);
    }

    /// A floating-point number of 64 bits.
    static PayloadTree of(double value) {
        return new Real64(value);
    }

    /// The absence of a value.
    static PayloadTree nil() {
        return new Nil();
    }

    /// A record without fields, to add some.
    static Entries empty() {
        return new Entries(List.of());
    }
}
