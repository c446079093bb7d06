package io.batpak.payload;

import io.batpak.model.Bytes;
import io.batpak.model.Hash;
import io.batpak.model.Identifier;
import io.batpak.msgpack.MessageWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Writes the stored form of a payload, for codecs. See docs/formats/typed-payloads.md for every form.
///
/// Heads promise items that the codec then writes; nothing checks that the promise is kept. Belongs to one thread.
public final class PayloadWriter {
    private static final int CAPACITY = 128;
    private static final RecordFields DURATION = RecordFields.of("java.time.Duration", "secs", "nanos");
    private static final Instant EPOCH = Instant.EPOCH;
    private static final long MICROS = 1_000_000L;

    private final MessageWriter out = new MessageWriter(CAPACITY);
    private @Nullable RecordFields fields;
    private int field;

    PayloadWriter() {}

    byte[] toByteArray() {
        return out.toByteArray();
    }

    /// The field written last, for messages; empty before the first.
    String place() {
        return fields == null ? "" : fields.name(field);
    }

    /// Begins a record; its fields follow, each as [#field(RecordFields, int)] and a value.
    public void record(RecordFields all) {
        out.mapHeader(all.size());
    }

    /// The name of a field; its value is next.
    public void field(RecordFields all, int index) {
        fields = all;
        field = index;
        byte[] name = all.encodedName(index);
        out.raw(name, 0, name.length);
    }

    /// A variant without fields.
    public void unit(VariantNames all, int index) {
        out.string(all.name(index));
    }

    /// Begins a variant with fields; its value is next.
    public void variant(VariantNames all, int index) {
        out.mapHeader(1);
        out.string(all.name(index));
    }

    /// The absence of a value.
    public void nil() {
        out.nil();
    }

    /// Begins a list of `count` values.
    public void list(int count) {
        out.arrayHeader(count);
    }

    /// Begins a map of `count` pairs, each as a text and a value, in the order of [#sorted(Map)].
    public void map(int count) {
        out.mapHeader(count);
    }

    /// The pairs of a map, ascending by the UTF-8 bytes of their keys.
    ///
    /// @param <V> the type of the values
    public static <V> List<Map.Entry<String, V>> sorted(Map<String, V> map) {
        List<Map.Entry<String, V>> pairs = new ArrayList<>(map.entrySet());
        pairs.sort(Map.Entry.comparingByKey(PayloadWriter::compare));
        return pairs;
    }

    private static int compare(String left, String right) {
        return Arrays.compareUnsigned(left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
    }

    /// A truth value.
    public void bool(boolean value) {
        out.bool(value);
    }

    /// A signed integer in its smallest form.
    public void signed(long value) {
        out.signed(value);
    }

    /// An integer of 64 bits without a sign, in its smallest form.
    public void unsigned(long bits) {
        out.unsigned(bits);
    }

    /// A floating-point number of 32 bits.
    public void float32(float value) {
        out.float32(value);
    }

    /// A floating-point number of 64 bits.
    public void float64(double value) {
        out.float64(value);
    }

    /// Text.
    ///
    /// @throws IllegalArgumentException if it has an unpaired surrogate
    public void text(String value) {
        out.string(value);
    }

    /// One character, as text.
    ///
    /// @throws IllegalArgumentException if it is half of a surrogate pair
    public void character(char value) {
        out.string(String.valueOf(value));
    }

    /// Bytes, as an array of integers.
    public void bytes(byte[] value) {
        out.intArray(value, 0, value.length);
    }

    /// Bytes, as an array of integers.
    public void bytes(Bytes value) {
        bytes(value.toByteArray());
    }

    /// A hash, as an array of 32 integers.
    public void hash(Hash value) {
        bytes(value.toByteArray());
    }

    /// An id, as 16 bytes of `bin`.
    public void id(Identifier value) {
        out.id(value.high(), value.low());
    }

    /// A UUID, as 16 bytes of `bin`.
    public void uuid(UUID value) {
        out.id(value.getMostSignificantBits(), value.getLeastSignificantBits());
    }

    /// A moment, as microseconds since 1970; what is finer is dropped.
    ///
    /// @throws ArithmeticException if it is more than 292 000 years from now
    public void instant(Instant value) {
        out.signed(micros(value));
    }

    /// Every number of microseconds that fits a `long` comes out as it went in, the least one too.
    ///
    /// @throws ArithmeticException if it does not fit
    public static long micros(Instant value) {
        long seconds = value.getEpochSecond();
        long micros = value.getNano() / 1000L;
        return seconds < 0
                ? Math.addExact(Math.multiplyExact(seconds + 1, MICROS), micros - MICROS)
                : Math.addExact(Math.multiplyExact(seconds, MICROS), micros);
    }

    /// A duration, as a record of `secs` and `nanos`.
    ///
    /// @throws IllegalArgumentException if it is negative
    public void duration(Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException("a negative duration has no stored form: " + value);
        }
        out.mapHeader(2);
        byte[] seconds = DURATION.encodedName(0);
        out.raw(seconds, 0, seconds.length);
        out.unsigned(value.getSeconds());
        byte[] nanos = DURATION.encodedName(1);
        out.raw(nanos, 0, nanos.length);
        out.unsigned(value.getNano());
    }

    /// A day, as text like `2026-11-28`.
    public void date(LocalDate value) {
        out.string(value.toString());
    }

    /// Any value, as a tree. Nothing checks how deep it lies, only how deep it is.
    ///
    /// @throws IllegalArgumentException if it has text with an unpaired surrogate
    public void tree(PayloadTree value) {
        TreeCodec.encode(value, out, 0);
    }

    static RecordFields durationFields() {
        return DURATION;
    }

    static Instant instant(long micros) {
        return EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
