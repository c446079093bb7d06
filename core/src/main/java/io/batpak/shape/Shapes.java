package io.batpak.shape;

import io.batpak.msgpack.MessageReader;
import io.batpak.msgpack.MessageWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;

/// The shapes that others are made of.
public final class Shapes {
    /// An integer of 64 bits, unsigned.
    public static final Shape<Long> U64 = unsigned(-1);

    /// An integer of 32 bits, unsigned.
    public static final Shape<Long> U32 = unsigned(0xFFFF_FFFFL);

    /// An integer of 16 bits, unsigned.
    public static final Shape<Integer> U16 = unsigned(0xFFFF).map(Math::toIntExact, Integer::longValue);

    /// An integer of 8 bits, unsigned.
    public static final Shape<Integer> U8 = unsigned(0xFF).map(Math::toIntExact, Integer::longValue);

    /// An integer of 64 bits with a sign.
    public static final Shape<Long> I64 =
            new Leaf<>(MessageWriter::signed, MessageReader::signed, value -> value, Comparator.naturalOrder());

    /// A truth value.
    public static final Shape<Boolean> BOOL =
            new Leaf<>(MessageWriter::bool, MessageReader::bool, value -> value, Comparator.naturalOrder());

    /// Text. A lone surrogate is written as a question mark.
    public static final Shape<String> TEXT = new Leaf<>(
            (out, text) -> out.string(wellFormed(text)),
            MessageReader::string,
            Shapes::wellFormed,
            Comparator.comparing(text -> text.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned));

    /// Bytes as an array of integers.
    public static final Shape<byte[]> INT_BYTES = new Leaf<>(
            (out, bytes) -> out.intArray(bytes, 0, bytes.length),
            MessageReader::intArray,
            bytes -> HexFormat.of().formatHex(bytes),
            Arrays::compareUnsigned);

    /// One value that somebody else reads and writes: its MessagePack bytes, unchecked but for their extent.
    public static final Shape<byte[]> RAW = new Leaf<>(
            (out, bytes) -> out.raw(bytes, 0, bytes.length),
            Shapes::raw,
            bytes -> HexFormat.of().formatHex(bytes),
            Arrays::compareUnsigned);

    /// A number of 64 bits, unsigned, or nil.
    public static final Shape<OptionalLong> OPTIONAL_U64 = optional(U64)
            .map(
                    found -> found.map(OptionalLong::of).orElseGet(OptionalLong::empty),
                    number -> number.isPresent() ? Optional.of(number.getAsLong()) : Optional.empty());

    /// 128 bits as `bin`.
    public static final Shape<Id> ID =
            new Leaf<>((out, id) -> out.id(id.high(), id.low()), Shapes::id, Id::toString, Comparator.naturalOrder());

    /// 128 bits as an array of 16 integers.
    public static final Shape<Id> ID_INTS = new Leaf<>(
            (out, id) -> out.intArray(id.toByteArray(), 0, Id.BYTES),
            Shapes::id,
            Id::toString,
            Comparator.naturalOrder());

    private Shapes() {}

    private static Shape<Long> unsigned(long max) {
        return new Leaf<>(
                MessageWriter::unsigned,
                in -> in.unsigned(max),
                value -> value >= 0 ? value : (Object) new BigInteger(Long.toUnsignedString(value)),
                Long::compareUnsigned);
    }

    private static byte[] raw(MessageReader in) {
        int from = in.arrayIndex();
        in.skipValue();
        return Arrays.copyOfRange(in.array(), from, in.arrayIndex());
    }

    private static Id id(MessageReader in) {
        in.id();
        return new Id(in.idHigh(), in.idLow());
    }

    private static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    /// One value that another codec reads and writes.
    ///
    /// @param read the value of MessagePack bytes; throws a [ShapeException] if they are none
    /// @param write its MessagePack bytes
    /// @param tree the value for people
    public static <T> Shape<T> embedded(Function<byte[], T> read, Function<T, byte[]> write, Function<T, Object> tree) {
        return new Leaf<>(
                (out, value) -> {
                    byte[] bytes = write.apply(value);
                    out.raw(bytes, 0, bytes.length);
                },
                in -> read.apply(raw(in)),
                tree,
                Comparator.comparing(write, Arrays::compareUnsigned));
    }

    /// Exactly so many bytes as an array of integers.
    public static Shape<byte[]> intBytes(int length) {
        return new Leaf<>(
                (out, bytes) -> out.intArray(bytes, 0, length),
                in -> {
                    byte[] bytes = new byte[length];
                    in.intArrayExactly(bytes, 0, length);
                    return bytes;
                },
                bytes -> HexFormat.of().formatHex(bytes),
                Arrays::compareUnsigned);
    }

    /// The value or nil; nil too where a struct lacks the key.
    public static <T> Shape<Optional<T>> optional(Shape<T> inner) {
        return new Maybe<>(inner);
    }

    /// Values in order.
    public static <T> Shape<List<T>> list(Shape<T> element) {
        return new Items<>(element);
    }

    /// Two values as an array of two.
    public static <A, B> Shape<Map.Entry<A, B>> pair(Shape<A> first, Shape<B> second) {
        return new Pair<>(first, second);
    }

    /// A shape that is declared later, or contains itself; at most [Shape#NESTING_MAX] inside each other.
    public static <T> Shape<T> later(Supplier<Shape<T>> shape) {
        return new Later<>(shape);
    }
}
