package io.batpak.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.testing.Laws;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.ImmutableValue;
import org.quicktheories.core.Gen;
import org.quicktheories.generators.Generate;
import org.quicktheories.generators.SourceDSL;

/// Random values come back from their bytes, msgpack-core sees the same value in them, and random bytes never
/// break the decoder.
///
/// Covers: A6, E34.
/// Tier: law.
class ValueLawTest {
    private static Gen<Long> seeds() {
        return Generate.longRange(Long.MIN_VALUE, Long.MAX_VALUE);
    }

    private static Value random(Random random, int depth) {
        return switch (random.nextInt(depth > 4 ? 6 : 8)) {
            case 0 -> Value.nil();
            case 1 -> new Value.Bool(random.nextBoolean());
            case 2 -> new Value.Int(random.nextLong() >> random.nextInt(64));
            case 3 -> new Value.UInt(random.nextLong() | Long.MIN_VALUE);
            case 4 -> new Value.Real(random.nextGaussian());
            case 5 -> new Value.Text(text(random));
            case 6 -> {
                List<Value> items = new ArrayList<>();
                for (int index = random.nextInt(20); index > 0; index--) {
                    items.add(random(random, depth + 1));
                }
                yield new Value.Items(items);
            }
            default -> {
                Map<String, Value> fields = new TreeMap<>();
                for (int index = random.nextInt(20); index > 0; index--) {
                    fields.put(text(random), random(random, depth + 1));
                }
                yield Value.Fields.of(fields);
            }
        };
    }

    private static String text(Random random) {
        int[] points = random.ints(random.nextInt(40), 0, 0x11_0000)
                .map(point -> point >= 0xD800 && point < 0xE000 ? 'x' : point)
                .toArray();
        return new String(points, 0, points.length);
    }

    @Test
    void aValueComesBackFromItsBytes() {
        Laws.qt(300).forAll(seeds()).checkAssert(seed -> {
            Value value = random(new Random(seed), 0);
            byte[] bytes = value.toMessagePack();
            assertThat(Value.fromMessagePack(bytes)).isEqualTo(value);
            assertThat(Value.fromMessagePack(bytes).toMessagePack()).isEqualTo(bytes);
        });
    }

    @Test
    void anotherImplementationReadsTheSameValue() {
        Laws.qt(200).forAll(seeds()).checkAssert(seed -> {
            Value value = random(new Random(seed), 0);
            try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(value.toMessagePack())) {
                assertSame(unpacker.unpackValue(), value);
                assertThat(unpacker.hasNext()).isFalse();
            } catch (IOException impossible) {
                throw new UncheckedIOException("reading from memory", impossible);
            }
        });
    }

    private static void assertSame(org.msgpack.value.Value theirs, Value ours) {
        ImmutableValue value = theirs.immutableValue();
        switch (ours) {
            case Value.Null nil -> assertThat(value.isNilValue()).isTrue();
            case Value.Bool bool ->
                assertThat(value.asBooleanValue().getBoolean()).isEqualTo(bool.value());
            case Value.Int number -> assertThat(value.asIntegerValue().asLong()).isEqualTo(number.value());
            case Value.UInt number ->
                assertThat(value.asIntegerValue().asBigInteger()).hasToString(Long.toUnsignedString(number.bits()));
            case Value.Real number ->
                assertThat(value.asFloatValue().toDouble()).isEqualTo(number.value());
            case Value.Text text -> assertThat(value.asStringValue().asString()).isEqualTo(text.value());
            case Value.Items items -> {
                assertThat(value.asArrayValue().size()).isEqualTo(items.values().size());
                for (int index = 0; index < items.values().size(); index++) {
                    assertSame(value.asArrayValue().get(index), items.values().get(index));
                }
            }
            case Value.Fields fields -> {
                org.msgpack.value.Value[] pairs = value.asMapValue().getKeyValueArray();
                assertThat(pairs.length).isEqualTo(2 * fields.values().size());
                int at = 0;
                for (Map.Entry<String, Value> field : fields.values().entrySet()) {
                    assertThat(pairs[at].asStringValue().asString()).isEqualTo(field.getKey());
                    assertSame(pairs[at + 1], field.getValue());
                    at += 2;
                }
            }
        }
    }

    @Test
    void randomBytesGiveAValueOrARefusal() {
        Laws.qt(3000).forAll(seeds()).checkAssert(seed -> {
            Random random = new Random(seed);
            byte[] bytes = random(random, 0).toMessagePack();
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            byte[] cut = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            try {
                assertThat(Value.fromMessagePack(cut).toMessagePack()).isNotEmpty();
            } catch (PayloadFormatException refused) {
                assertThat(refused.facts()).containsKey("reason");
            }
        });
    }

    @Test
    void theOrderOfTextsIsTheOrderOfTheirBytes() {
        Laws.qt(5000)
                .forAll(SourceDSL.lists().of(Generate.longRange(0, 5)).ofSizeBetween(0, 3), seeds())
                .checkAssert((picks, seed) -> {
                    String left = near(picks, new Random(seed));
                    String right = near(picks, new Random(~seed));
                    int bytes = Arrays.compareUnsigned(
                            left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
                    assertThat(Integer.signum(Utf8.ORDER.compare(left, right))).isEqualTo(Integer.signum(bytes));
                    assertThat(Utf8.length(left)).isEqualTo(left.getBytes(StandardCharsets.UTF_8).length);
                });
    }

    /// Texts with a common beginning, then characters around the places where UTF-8 and UTF-16 disagree.
    private static String near(List<Long> picks, Random random) {
        String[] alphabet = {"a", "\u007F", "\u0080", "\u07FF\u0800", "\uD7FF\uE000\uFFFF", "\uD800\uDC00\uDBFF\uDFFF"};
        StringBuilder text = new StringBuilder();
        picks.forEach(pick -> text.append(alphabet[pick.intValue()]));
        for (int index = random.nextInt(3); index > 0; index--) {
            String some = alphabet[random.nextInt(alphabet.length)];
            int points = some.codePointCount(0, some.length());
            text.appendCodePoint(
                    some.codePoints().skip(random.nextInt(points)).findFirst().orElseThrow());
        }
        return text.toString();
    }
}
