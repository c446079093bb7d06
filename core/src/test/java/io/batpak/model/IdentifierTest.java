package io.batpak.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.batpak.error.StoreErrorKind;
import io.batpak.testing.GoldenFiles;
import io.batpak.testing.Laws;
import java.math.BigInteger;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quicktheories.core.Gen;
import org.quicktheories.generators.Generate;

/// Covers: A1, A4, A6, B20, E34.
/// Tier: law.
class IdentifierTest {
    private static Gen<Long> anyLong() {
        return Generate.longRange(Long.MIN_VALUE, Long.MAX_VALUE);
    }

    static Stream<Arguments> kinds() {
        return Stream.of(
                kind("event", EventId::parse, EventId::fromHex),
                kind("correlation", CorrelationId::parse, CorrelationId::fromHex),
                kind("causation", CausationId::parse, CausationId::fromHex),
                kind("idempotency", IdempotencyKey::parse, IdempotencyKey::fromHex));
    }

    private static Arguments kind(
            String name, Function<String, Identifier> parse, Function<String, Identifier> fromHex) {
        return Arguments.of(name, parse, fromHex);
    }

    @Test
    void theReferencesTextFormIsReproduced() {
        String text = GoldenFiles.constant("event_id_display", "text");
        String id = GoldenFiles.constant("event_id_display", "id").substring(2);
        EventId eventId = new EventId(0, Long.parseUnsignedLong(id, 16));
        assertThat(eventId).hasToString(text);
        assertThat(EventId.parse(text)).isEqualTo(eventId);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyKindReadsItsOwnPrefixOnly(
            String name, Function<String, Identifier> parse, Function<String, Identifier> fromHex) {
        Identifier id = parse.apply(name + ":+00Ab");
        assertThat(id.high()).isZero();
        assertThat(id.low()).isEqualTo(0xAB);
        assertThat(id).hasToString(name + ":000000000000000000000000000000ab");
        assertThat(fromHex.apply(id.hex())).isEqualTo(id);
        for (String text : new String[] {"", "ab", ":ab", "other:ab", name + "ab", " " + name + ":ab"}) {
            InvalidIdException refusal = catchThrowableOfType(InvalidIdException.class, () -> parse.apply(text));
            assertThat(refusal).hasMessageStartingWith("invalid " + name);
            assertThat(refusal.kind()).isEqualTo(StoreErrorKind.INVALID_ID);
            assertThat(refusal.facts()).containsEntry("name", name);
            assertThat(refusal.name()).isEqualTo(name);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event:",
                "event:+",
                "event:-1",
                "event:++1",
                "event:1+",
                "event:0x1",
                "event:g",
                "event: 1",
                "event:1 ",
                "event:\u0661",
                "event:100000000000000000000000000000000",
                "EVENT:1"
            })
    void digitsThatAreNoneOrDoNotFitAreRefused(String text) {
        assertThatThrownBy(() -> EventId.parse(text))
                .isInstanceOf(InvalidIdException.class)
                .hasMessageStartingWith("invalid event");
    }

    @Test
    void anyNumberOfDigitsIsReadIfTheValueFits() {
        assertThat(EventId.parse("event:0")).isEqualTo(EventId.NIL);
        assertThat(EventId.parse("event:+" + "0".repeat(100))).isEqualTo(EventId.NIL);
        assertThat(EventId.parse("event:" + "0".repeat(50) + "f".repeat(32))).isEqualTo(new EventId(-1, -1));
        assertThat(EventId.parse("event:10000000000000000")).isEqualTo(new EventId(1, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "event:0", "+000000000000000000000000000000a", "0000000000000000000000000000000g"})
    void plainDigitsMustBeExactlyThirtyTwo(String text) {
        assertThatThrownBy(() -> EventId.fromHex(text)).isInstanceOf(InvalidIdException.class);
    }

    @Test
    void textAndBytesComeBackUnchanged() {
        Laws.qt(1000).forAll(anyLong(), anyLong()).checkAssert((high, low) -> {
            EventId id = new EventId(high, low);
            assertThat(EventId.parse(id.toString())).isEqualTo(id);
            assertThat(EventId.parse(id.toString().replace(id.hex(), id.hex().toUpperCase(Locale.ROOT))))
                    .isEqualTo(id);
            assertThat(EventId.fromHex(id.hex())).isEqualTo(id);
            byte[] bytes = new byte[Identifier.BYTES + 3];
            id.write(bytes, 2);
            assertThat(EventId.fromBytes(bytes, 2)).isEqualTo(id);
            BigInteger value = new BigInteger(1, java.util.Arrays.copyOfRange(bytes, 2, 18));
            assertThat(String.format(Locale.ROOT, "%032x", value)).isEqualTo(id.hex());
            assertThat(id.isNil()).isEqualTo(high == 0 && low == 0);
        });
    }

    @Test
    void idsOfDifferentKindsAreNeverEqual() {
        assertThat((Object) new EventId(1, 2)).isNotEqualTo(new CorrelationId(1, 2));
        assertThat((Object) CausationId.NIL).isNotEqualTo(IdempotencyKey.NIL);
    }

    @Test
    void conversionsKeepTheBits() {
        EventId id = new EventId(7, 9);
        assertThat(CorrelationId.of(id)).isEqualTo(new CorrelationId(7, 9));
        assertThat(CausationId.of(id)).isEqualTo(new CausationId(7, 9));
        assertThat(IdempotencyKey.of(id)).isEqualTo(new IdempotencyKey(7, 9));
        assertThat(EventId.of(new IdempotencyKey(7, 9))).isEqualTo(id);
    }

    static Stream<Arguments> operations() {
        return Stream.of(
                Arguments.of(
                        IdempotencyKey.forOperation("transfer", "acct:1", "acct:2", "req:42"),
                        "778a4035d27f90aa9ebe02decb3aafdf"),
                Arguments.of(IdempotencyKey.forOperation("d", "ab", "c"), "4fda80be6a8961758ded5336e2b80016"),
                Arguments.of(IdempotencyKey.forOperation("d", "a", "bc"), "72c5d7418089f1d37f8d887ba0f9e813"),
                Arguments.of(IdempotencyKey.forOperation(""), "e572dff82304700b856a555ac3a4558d"),
                Arguments.of(IdempotencyKey.forOperation("op", "a"), "e9a49602f13bc60151f051ed813608f0"));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void keysOfOperationsAreTheReferences(IdempotencyKey key, String hex) {
        assertThat(key.hex()).isEqualTo(hex);
    }

    @Test
    void keysOfOperationsRefuseTextWithoutUtf8Form() {
        assertThatThrownBy(() -> IdempotencyKey.forOperation("d", "\uD800"))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("component");
        assertThatThrownBy(() -> IdempotencyKey.forOperation("\uDC00"))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("domain");
    }
}
