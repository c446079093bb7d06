package io.batpak.verify.typed;

import io.batpak.model.Bytes;
import io.batpak.model.CausationId;
import io.batpak.model.CorrelationId;
import io.batpak.model.EventId;
import io.batpak.model.Hash;
import io.batpak.model.IdempotencyKey;
import io.batpak.verify.typed.Shapes.Colour;
import io.batpak.verify.typed.Shapes.Line;
import io.batpak.verify.typed.Shapes.Pay;
import io.batpak.verify.typed.Shapes.Tree;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// The values that both sides write and expect, per shape and in this order (`interop/src/samples.rs`).
final class Samples {
    private static final long HIGH = 0x0123_4567_89AB_CDEFL;
    private static final long LOW = 0xFEDC_BA98_7654_3210L;
    private static final Pay CARD = new Shapes.Card("4711", (byte) -1);

    private Samples() {}

    /// The samples of every shape; those of one shape are instances of one record class.
    static List<List<Record>> all() {
        List<List<Record>> all = new ArrayList<>(numbers());
        all.addAll(texts());
        all.addAll(containers());
        all.addAll(variants());
        all.addAll(special());
        return all;
    }

    private static <V> List<Record> each(Function<V, Record> shape, Stream<V> values) {
        return values.map(shape).toList();
    }

    private static List<List<Record>> numbers() {
        return List.of(
                List.of(new Shapes.Flags(true, false), new Shapes.Flags(false, true)),
                each(v -> new Shapes.Int8(v.byteValue()), Stream.of(0, 127, -1, -32, -33, -128)),
                each(v -> new Shapes.Int16(v.shortValue()), Stream.of(127, 128, 255, 256, 32767, -129, -32768)),
                each(Shapes.Int32::new, Stream.of(65535, 65536, Integer.MAX_VALUE, -32769, Integer.MIN_VALUE)),
                each(
                        Shapes.Int64::new,
                        Stream.of(4294967295L, 4294967296L, Long.MAX_VALUE, -2147483649L, Long.MIN_VALUE)),
                each(Shapes.Word64::new, Stream.of(0L, Long.MAX_VALUE, Long.MIN_VALUE, -1L)),
                each(
                        Shapes.Real32::new,
                        Stream.of(1.5f, -0.0f, Float.MAX_VALUE, Float.MIN_NORMAL, Float.POSITIVE_INFINITY)),
                each(
                        Shapes.Real64::new,
                        Stream.of(0.1, -0.0, Double.MAX_VALUE, Double.MIN_VALUE, Double.NEGATIVE_INFINITY)),
                List.of(new Shapes.Wide(
                        1,
                        -1,
                        127,
                        128,
                        -32,
                        -33,
                        255,
                        256,
                        -128,
                        -129,
                        65535,
                        65536,
                        -32768,
                        -32769,
                        Integer.MAX_VALUE,
                        Integer.MIN_VALUE,
                        0)));
    }

    private static byte[] counting(int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    private static List<List<Record>> texts() {
        byte[] ones = new byte[Hash.BYTES];
        Arrays.fill(ones, (byte) 0xFF);
        return List.of(
                each(Shapes.Letter::new, Stream.of('a', 'ü', '\0', '\uFFFD')),
                each(
                        Shapes.Text::new,
                        Stream.of(
                                "",
                                "plain",
                                "😀 žluťoučký 漢字 \0\n",
                                "x".repeat(31),
                                "x".repeat(32),
                                "ü".repeat(128),
                                "x".repeat(255),
                                "x".repeat(256),
                                "x".repeat(65536))),
                each(
                        bytes -> new Shapes.Raw(Bytes.of(bytes)),
                        Stream.of(new byte[0], new byte[] {0, 127, -128, -1}, counting(300))),
                List.of(new Shapes.Digest(Hash.ZERO), new Shapes.Digest(Hash.of(ones))),
                List.of(new Shapes.Renamed("t", -32768)));
    }

    private static Shapes.Numbers numbers(long from, long to) {
        return new Shapes.Numbers(LongStream.range(from, to).boxed().toList());
    }

    private static List<List<Record>> containers() {
        Map<String, Long> many = new HashMap<>();
        LongStream.range(10, 30).forEach(i -> many.put("k" + i, i));
        return List.of(
                List.of(
                        new Shapes.Maybe(Optional.empty(), Optional.empty()),
                        new Shapes.Maybe(Optional.of(-7L), Optional.of("ü")),
                        new Shapes.Maybe(Optional.of(0L), Optional.empty())),
                List.of(new Shapes.Absent(null), new Shapes.Absent("")),
                List.of(
                        numbers(0, 0),
                        new Shapes.Numbers(List.of(-1L, 1L)),
                        numbers(0, 15),
                        numbers(0, 16),
                        numbers(-150, 150)),
                List.of(
                        new Shapes.Table(List.of()),
                        new Shapes.Table(List.of(List.of(), List.of("a", "😀"), List.of("")))),
                List.of(
                        new Shapes.Counts(Map.of()),
                        new Shapes.Counts(Map.of("b", -1L, "a", 1L)),
                        new Shapes.Counts(Map.of("～", 1L, "😀", 2L, "a", 3L, "aa", 4L)),
                        new Shapes.Counts(many)),
                List.of(new Shapes.Answers(Map.of(
                        "none", List.of(), "some", List.of(Optional.of(true), Optional.empty(), Optional.of(false))))),
                List.of(
                        new Shapes.Deep(List.of()),
                        new Shapes.Deep(List.of(
                                List.of(),
                                List.of(List.of()),
                                List.of(List.of(Map.of("x", Optional.empty(), "w", Optional.of(Colour.GREEN))))))));
    }

    private static Tree leaf(String label) {
        return new Tree(label, List.of(), Optional.empty());
    }

    private static List<List<Record>> variants() {
        Tree chain = new Tree("e", List.of(), Optional.of(leaf("f")));
        Tree branch = new Tree("c", List.of(leaf("d")), Optional.empty());
        return List.of(
                List.of(
                        new Shapes.Colours(Colour.RED, List.of()),
                        new Shapes.Colours(Colour.GREEN, List.of(Colour.BLUE, Colour.GREEN))),
                List.of(
                        new Shapes.Paid(new Shapes.Cash()),
                        new Shapes.Paid(CARD),
                        new Shapes.Paid(new Shapes.Points(Long.MIN_VALUE))),
                List.of(
                        new Shapes.Ways(List.of()),
                        new Shapes.Ways(List.of(new Shapes.Points(1), new Shapes.Cash(), CARD))),
                List.of(
                        new Shapes.Basket(List.of(), new Shapes.Money(0)),
                        new Shapes.Basket(
                                List.of(new Line("ü", (short) -2), new Line("", (short) 300)), new Shapes.Money(-1))),
                List.of(leaf("root"), new Tree("a", List.of(leaf("b"), branch), Optional.of(chain))),
                List.of(
                        new Shapes.Mixed(Optional.empty(), Optional.empty(), Map.of()),
                        new Shapes.Mixed(
                                Optional.of(new Shapes.Cash()),
                                Optional.of(new Line("x", (short) 1)),
                                Map.of("b", CARD, "a", new Shapes.Points(7)))));
    }

    private static List<List<Record>> special() {
        return List.of(
                List.of(new Shapes.Wrapped(new Shapes.Ordinal(-1), new Shapes.Name("漢字"))),
                List.of(new Shapes.Links(
                        new EventId(0, 1),
                        new CorrelationId(-1, -1),
                        new CausationId(0, 0),
                        new IdempotencyKey(HIGH, LOW))),
                each(
                        Shapes.Took::new,
                        Stream.of(
                                Duration.ZERO, Duration.ofSeconds(3, 4), Duration.ofSeconds(4294967296L, 999_999_999))),
                List.of(
                        when(0, LocalDate.EPOCH),
                        when(1795852800000001L, LocalDate.of(2026, 11, 28)),
                        when(-1, LocalDate.of(1, 1, 1))),
                each(Shapes.Unique::new, Stream.of(new UUID(0, 0), new UUID(-1, -1), new UUID(HIGH, LOW))));
    }

    private static Shapes.When when(long micros, LocalDate day) {
        return new Shapes.When(Instant.EPOCH.plusNanos(Math.multiplyExact(micros, 1000L)), day);
    }
}
