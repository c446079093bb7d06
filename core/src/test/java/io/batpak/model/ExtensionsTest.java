package io.batpak.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.batpak.error.StoreErrorKind;
import io.batpak.model.InvalidExtensionKeyException.Reason;
import io.batpak.msgpack.MessageWriter;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Covers: A15, A30, B20.
/// Tier: unit.
class ExtensionsTest {
    private static final byte[] VALUE = {7, (byte) 0xAB};

    /// Each row breaks the rule it names and, where that can be, one that comes later.
    static Stream<Arguments> refusalsInOrder() {
        return Stream.of(
                Arguments.of("", Reason.EMPTY),
                Arguments.of("ä".repeat(300), Reason.NON_ASCII),
                Arguments.of("x".repeat(257), Reason.TOO_LONG),
                Arguments.of("batpak." + "x".repeat(250), Reason.TOO_LONG),
                Arguments.of("app", Reason.INVALID_NAMESPACE_FORMAT),
                Arguments.of(".", Reason.INVALID_NAMESPACE_FORMAT),
                Arguments.of(".audit", Reason.INVALID_NAMESPACE_FORMAT),
                Arguments.of("app.", Reason.INVALID_NAMESPACE_FORMAT),
                Arguments.of("a.b.c", Reason.INVALID_NAMESPACE_FORMAT),
                Arguments.of("batpak.signing.downgrade", Reason.INVALID_NAMESPACE_FORMAT),
                Arguments.of("batpak.x", Reason.RESERVED_NAMESPACE));
    }

    @ParameterizedTest
    @MethodSource("refusalsInOrder")
    void theFirstBrokenRuleIsReported(String key, Reason reason) {
        InvalidExtensionKeyException refusal = catchThrowableOfType(
                InvalidExtensionKeyException.class, () -> Extensions.none().with(key, VALUE));
        assertThat(refusal.reason()).isEqualTo(reason);
        assertThat(refusal.kind()).isEqualTo(StoreErrorKind.INVALID_EXTENSION_KEY);
        assertThat(refusal.facts()).containsExactly(java.util.Map.entry("reason", reason.wireName()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"app.audit", "a.b", "batpakx.y", "Batpak.y", "\0.\u007F", " . "})
    void otherKeysAreAllowed(String key) {
        assertThat(Extensions.none().with(key, VALUE).get(key)).hasValue(Bytes.of(VALUE));
    }

    @Test
    void aKeyMayHave256Bytes() {
        assertThat(Extensions.none().with("a." + "x".repeat(254), VALUE).size()).isOne();
    }

    @Test
    void extensionsDoNotChange() {
        byte[] value = VALUE.clone();
        Extensions one = Extensions.none().with("b.b", value);
        Extensions two = one.with("a.a", VALUE).with("b.b", new byte[] {1});
        value[0] = 0;
        assertThat(one.asMap()).containsExactly(java.util.Map.entry("b.b", Bytes.of(VALUE)));
        assertThat(two.asMap().keySet()).containsExactly("a.a", "b.b");
        assertThat(two.get("b.b")).hasValue(Bytes.ofHex("01"));
        assertThat(two.get("c.c")).isEmpty();
        assertThat(Extensions.none().isEmpty()).isTrue();
        assertThat(two.isEmpty()).isFalse();
        assertThatThrownBy(() -> two.asMap().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void equalityIsByContent() {
        Extensions one = Extensions.none().with("a.a", VALUE).with("b.b", VALUE);
        Extensions other = Extensions.none().with("b.b", VALUE).with("a.a", VALUE);
        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other).isNotEqualTo(Extensions.none());
        assertThat(Extensions.none().with("a.a", VALUE)).hasToString("{a.a=07ab}");
    }

    @Test
    void storedKeysAreKeptAsTheyAreInByteOrder() {
        TreeMap<String, Bytes> stored = new TreeMap<>();
        stored.put("batpak.signing.downgrade", Bytes.EMPTY);
        stored.put("\uFB01", Bytes.EMPTY);
        stored.put("\uD83D\uDE00", Bytes.EMPTY);
        assertThat(Extensions.stored(stored).asMap().keySet())
                .containsExactly("batpak.signing.downgrade", "\uFB01", "\uD83D\uDE00");
        assertThat(Extensions.stored(new TreeMap<>())).isSameAs(Extensions.none());
    }

    @Test
    void theLengthIsThatOfTheEncodedMap() {
        assertThat(Extensions.none().encodedLength()).isZero();
        assertThat(Extensions.none().with("app.audit", VALUE).encodedLength()).isEqualTo(1 + 1 + 9 + 1 + 3);
        Random random = new Random(42);
        for (int round = 0; round < 60; round++) {
            TreeMap<String, Bytes> values = new TreeMap<>();
            for (int index = random.nextInt(20); index > 0; index--) {
                byte[] value = new byte[random.nextInt(round % 10 == 0 ? 70_000 : 40)];
                random.nextBytes(value);
                values.put("é€k".repeat(random.nextInt(60)) + index, Bytes.of(value));
            }
            Extensions extensions = Extensions.stored(values);
            assertThat(extensions.encodedLength()).isEqualTo(values.isEmpty() ? 0 : encoded(extensions).length);
        }
    }

    private static byte[] encoded(Extensions extensions) {
        MessageWriter writer = new MessageWriter(64);
        writer.mapHeader(extensions.size());
        extensions.asMap().forEach((key, value) -> {
            writer.string(key);
            writer.intArray(value.toByteArray(), 0, value.length());
        });
        return writer.toByteArray();
    }
}
