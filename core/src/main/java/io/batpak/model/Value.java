package io.batpak.model;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// A payload whose type is not known: what JSON can express, with exact integers. Immutable.
///
/// Bytes are MessagePack in canonical form: smallest integers, 64-bit floating point, map keys ascending by
/// their UTF-8 bytes. At most [#NESTING_MAX] containers may be nested.
public sealed interface Value {
    /// Most containers inside each other, the outermost included.
    int NESTING_MAX = 1023;

    /// The absence of a value.
    record Null() implements Value {}

    /// A truth value.
    ///
    /// @param value that value
    record Bool(boolean value) implements Value {}

    /// An integer that fits a `long`.
    ///
    /// @param value that integer
    record Int(long value) implements Value {}

    /// An integer above `Long.MAX_VALUE`, so that equal numbers are equal values.
    ///
    /// @param bits its 64 bits, unsigned
    record UInt(long bits) implements Value {
        /// @throws InvalidArgumentException if the number fits a `long`; that is an [Int]
        public UInt {
            if (bits >= 0) {
                throw new InvalidArgumentException("bits", bits, "above Long.MAX_VALUE as unsigned");
            }
        }
    }

    /// A finite floating-point number.
    ///
    /// @param value that number
    record Real(double value) implements Value {
        /// @throws InvalidArgumentException if the number is infinite or NaN, which JSON has no form for
        public Real {
            if (!Double.isFinite(value)) {
                throw new InvalidArgumentException("value", value, "finite");
            }
        }
    }

    /// Text.
    ///
    /// @param value that text
    record Text(String value) implements Value {
        /// @throws InvalidArgumentException if the text has an unpaired surrogate
        public Text {
            Values.requireWellFormed("value", value);
        }
    }

    /// Values in order.
    ///
    /// @param values those values; unmodifiable
    record Items(List<Value> values) implements Value {
        /// Copies the list.
        public Items {
            values = List.copyOf(values);
        }
    }

    /// Values by name, names ascending by their UTF-8 bytes.
    ///
    /// @param values those values; unmodifiable
    record Fields(SortedMap<String, Value> values) implements Value {
        /// Copies and sorts the map.
        ///
        /// @throws InvalidArgumentException if a name has an unpaired surrogate
        public Fields {
            values = Values.sorted(values);
        }

        /// The fields of any map.
        public static Fields of(Map<String, Value> values) {
            return new Fields(Values.sorted(values));
        }
    }

    /// The absence of a value.
    static Value nil() {
        return new Null();
    }

    /// The value of a Java object: null, a value, a Boolean, a number (Byte, Short, Integer, Long, Float,
    /// Double, or a BigInteger of at most 64 bits), text, a collection, or a map with text keys.
    ///
    /// @throws InvalidArgumentException if the object, or one inside it, is anything else, or is nested too
    ///     deep
    static Value of(@Nullable Object object) {
        return Values.of(object, 0);
    }

    /// The fields with these names and values, alternating; values as for [#of(Object)]. Of two equal names
    /// the last one counts.
    ///
    /// @throws InvalidArgumentException if a name is not text, has no value, or a value is not acceptable
    static Fields map(@Nullable Object... keysAndValues) {
        return Values.map(keysAndValues);
    }

    /// The canonical MessagePack bytes.
    ///
    /// @throws InvalidArgumentException if more than [#NESTING_MAX] containers are nested
    default byte[] toMessagePack() {
        return ValueCodec.encode(this);
    }

    /// The value that stored bytes stand for, by the reference's rules: bytes behind the first value are
    /// ignored, the last of two equal keys counts, NaN and infinities are null, 32-bit numbers widen.
    ///
    /// @throws PayloadFormatException if the bytes are no MessagePack, hold `bin`, extension values or keys
    ///     other
    /// than text, or nest too deep
    static Value fromMessagePack(byte[] bytes) {
        return ValueCodec.decode(bytes, 0, bytes.length);
    }

    /// The same as [#fromMessagePack(byte[])] for a part of an array.
    ///
    /// @throws IndexOutOfBoundsException if the range leaves the array
    static Value fromMessagePack(byte[] bytes, int offset, int length) {
        return ValueCodec.decode(bytes, offset, length);
    }

    /// JSON on one line, without spaces, keys in order.
    ///
    /// @throws InvalidArgumentException if more than [#NESTING_MAX] containers are nested
    default String toJson() {
        return JsonText.of(this);
    }
}
