package io.batpak.format;

import io.batpak.model.BackupManifest.SegmentRef;
import io.batpak.model.Bytes;
import io.batpak.model.EventId;
import io.batpak.model.Hash;
import io.batpak.msgpack.KeyTable;
import io.batpak.msgpack.MessageFormatException;
import io.batpak.msgpack.MessageReader;
import io.batpak.msgpack.MessageType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;

/// Reads one evidence body as leniently as readers of the format have to, but for bytes behind it, which are
/// refused: a body that comes back must hash to what its bytes hash to. One thread at a time.
final class BodyReader {
    static final long U16_MAX = 0xFFFFL;
    static final long U32_MAX = 0xFFFF_FFFFL;
    private static final long U64_MAX = -1L;
    private static final String[] SEGMENT = {"segment_id", "bytes_digest"};

    private final MessageReader reader = new MessageReader();

    private BodyReader(byte[] bytes, int offset) {
        reader.reset(bytes, offset, bytes.length - offset);
    }

    /// Reads everything from `offset` on.
    ///
    /// @param name what the bytes should be, for findings
    static <T> Decoded<T> decode(String name, byte[] bytes, int offset, Function<BodyReader, T> body) {
        return peek(name, bytes, offset, in -> {
            T value = body.apply(in);
            if (in.reader.remaining() > 0) {
                throw new FormatSignal(name + " has bytes behind it");
            }
            return value;
        });
    }

    /// Reads something from `offset` on and lets the rest be.
    ///
    /// @param name what the bytes should be, for findings
    static <T> Decoded<T> peek(String name, byte[] bytes, int offset, Function<BodyReader, T> body) {
        BodyReader in = new BodyReader(bytes, offset);
        try {
            return new Decoded.Ok<>(body.apply(in));
        } catch (MessageFormatException e) {
            return damaged(name + ": " + e.getMessage(), offset + e.offset());
        } catch (FormatSignal e) {
            return damaged(e.detail(), offset + in.reader.position());
        }
    }

    private static <T> Decoded<T> damaged(String detail, long at) {
        return new Decoded.Damaged<>(new Damage(Damage.Reason.VALUE_UNDECODABLE, detail, at));
    }

    /// The version a body claims, in its first key as a rule; 0 where it has none.
    ///
    /// @throws MessageFormatException if the bytes in front of it cannot be read
    /// @throws FormatSignal if they are no body
    long version(String name, String... keys) {
        Struct fields = new Struct(name, 1, 0, keys);
        fields.open(reader);
        for (int field = fields.next(reader); field != Struct.END; field = fields.next(reader)) {
            if (field == 0) {
                return number();
            }
            reader.skipValue(1);
        }
        return 0;
    }

    /// Walks a struct; `field` reads the value of each key that is there.
    void struct(String name, int depth, int required, String[] keys, FieldHandler field) {
        Struct fields = new Struct(name, depth, required, keys);
        fields.open(reader);
        for (int index = fields.next(reader); index != Struct.END; index = fields.next(reader)) {
            field.read(index);
        }
    }

    /// Reads the value of one field, given the index of its key.
    @FunctionalInterface
    interface FieldHandler {
        void read(int field);
    }

    /// The same when all keys must be there.
    void struct(String name, int depth, String[] keys, FieldHandler field) {
        struct(name, depth, (1 << keys.length) - 1, keys, field);
    }

    long number() {
        return reader.unsigned(U64_MAX);
    }

    long number(long max) {
        return reader.unsigned(max);
    }

    /// A version that must not be above the one that is known.
    int version(String name, long supported) {
        long version = reader.unsigned(U64_MAX);
        if (Long.compareUnsigned(version, supported) > 0) {
            throw new FormatSignal(
                    name + " has version " + Long.toUnsignedString(version) + ", supported up to " + supported);
        }
        return (int) version;
    }

    OptionalLong optionalNumber() {
        return reader.tryNil() ? OptionalLong.empty() : OptionalLong.of(number());
    }

    boolean flag() {
        return reader.bool();
    }

    String text() {
        return reader.string();
    }

    Optional<String> optionalText() {
        return reader.tryNil() ? Optional.empty() : Optional.of(reader.string());
    }

    Hash hash() {
        byte[] bytes = new byte[Hash.BYTES];
        reader.intArrayExactly(bytes, 0, Hash.BYTES);
        return Hash.of(bytes);
    }

    Optional<Hash> optionalHash() {
        return reader.tryNil() ? Optional.empty() : Optional.of(hash());
    }

    Bytes bytes() {
        return Bytes.of(reader.intArray());
    }

    EventId eventId() {
        reader.id();
        return new EventId(reader.idHigh(), reader.idLow());
    }

    /// An array; its list grows with what was read, never with what was claimed.
    <T> List<T> each(Supplier<T> element) {
        int count = reader.arrayHeader();
        List<T> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(element.get());
        }
        return values;
    }

    List<Long> numbers() {
        return each(this::number);
    }

    /// @param depth containers around each element's fields
    List<SegmentRef> segments(int depth) {
        return each(() -> {
            long[] id = new long[1];
            Hash[] digest = {Hash.ZERO};
            struct("segment", depth, SEGMENT, field -> {
                if (field == 0) {
                    id[0] = number();
                } else {
                    digest[0] = hash();
                }
            });
            return new SegmentRef(id[0], digest[0]);
        });
    }

    /// The value among these that has the name that is next.
    <E> E named(String what, E[] values, Function<E, String> name) {
        String found = reader.string();
        for (E value : values) {
            if (name.apply(value).equals(found)) {
                return value;
            }
        }
        throw new FormatSignal("unknown " + what + " " + found);
    }

    /// The index of the variant that is next: a bare name, or a map of one whose value is then next.
    ///
    /// @param units bit set of the variants without fields
    int variant(String what, KeyTable variants, int units) {
        boolean bare = reader.peekType() != MessageType.MAP;
        if (!bare && reader.mapHeader() != 1) {
            throw new FormatSignal(what + " is a map of more than one variant");
        }
        int variant = reader.keyIndex(variants);
        if (variant < 0 || bare != ((units >>> variant & 1) != 0)) {
            throw new FormatSignal("unknown " + what);
        }
        return variant;
    }
}
