package io.batpak.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.batpak.error.StoreErrorKind;
import io.batpak.model.InvalidEventKindException.Reason;
import io.batpak.testing.Laws;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quicktheories.generators.SourceDSL;

/// Covers: A4, A11, A30, B20, E34.
/// Tier: law.
class EventKindTest {
    private static InvalidEventKindException refusal(int category, int typeId) {
        return catchThrowableOfType(InvalidEventKindException.class, () -> EventKind.of(category, typeId));
    }

    static Stream<Arguments> refusalsInOrder() {
        return Stream.of(
                Arguments.of(16, 0x1000, Reason.CATEGORY_OUT_OF_RANGE, Map.of("category", 16)),
                Arguments.of(-1, 0, Reason.CATEGORY_OUT_OF_RANGE, Map.of("category", -1)),
                Arguments.of(0, 0x1000, Reason.RESERVED_SYSTEM_CATEGORY, Map.of()),
                Arguments.of(0xD, 0x1000, Reason.RESERVED_EFFECT_CATEGORY, Map.of()),
                Arguments.of(1, 0x1000, Reason.TYPE_ID_OUT_OF_RANGE, Map.of("type_id", 0x1000)),
                Arguments.of(0xF, -1, Reason.TYPE_ID_OUT_OF_RANGE, Map.of("type_id", -1)));
    }

    @ParameterizedTest
    @MethodSource("refusalsInOrder")
    void theFirstBrokenRuleIsReported(int category, int typeId, Reason reason, Map<String, Object> facts) {
        InvalidEventKindException refusal = refusal(category, typeId);
        assertThat(refusal.reason()).isEqualTo(reason);
        assertThat(refusal.kind()).isEqualTo(StoreErrorKind.INVALID_EVENT_KIND);
        assertThat(refusal.facts()).containsEntry("reason", reason.wireName()).containsAllEntriesOf(facts);
    }

    @Test
    void callersCanMakeExactlyTheKindsThatAreNotReserved() {
        Laws.qt(20_000)
                .forAll(
                        SourceDSL.integers().between(-2, 17),
                        SourceDSL.integers().between(-2, 0x1001))
                .checkAssert((category, typeId) -> {
                    boolean valid = category >= 0 && category <= 15 && typeId >= 0 && typeId <= 0xFFF;
                    boolean open = valid && category != 0 && category != 0xD;
                    if (open) {
                        EventKind kind = EventKind.of(category, typeId);
                        assertThat(kind.category()).isEqualTo(category);
                        assertThat(kind.typeId()).isEqualTo(typeId);
                        assertThat(kind.isReserved()).isFalse();
                    } else {
                        assertThat(refusal(category, typeId)).isNotNull();
                    }
                });
    }

    @Test
    void everySixteenBitValueLoadsAndNothingElse() {
        for (int raw = 0; raw <= 0xFFFF; raw++) {
            EventKind kind = EventKind.ofRaw(raw);
            assertThat(kind.category() << 12 | kind.typeId()).isEqualTo(raw);
            assertThat(EventKind.fromHex(kind.hex())).isEqualTo(kind);
            assertThat(kind.isReserved()).isEqualTo(raw >>> 12 == 0 || raw >>> 12 == 0xD);
        }
        for (int raw : new int[] {-1, 0x10000, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            InvalidEventKindException refusal =
                    catchThrowableOfType(InvalidEventKindException.class, () -> EventKind.ofRaw(raw));
            assertThat(refusal.facts()).containsEntry("reason", "RawOutOfRange").containsEntry("raw", raw);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "f", "f0011", "0xf1", "+f01", "-f01", "f00g", "f00\u0661", " f01"})
    void textOtherThanFourDigitsIsRefused(String text) {
        assertThat(catchThrowableOfType(InvalidEventKindException.class, () -> EventKind.fromHex(text))
                        .reason())
                .isEqualTo(Reason.NOT_FOUR_HEX_DIGITS);
    }

    @Test
    void textFormsAreFixed() {
        EventKind kind = EventKind.of(0xF, 1);
        assertThat(kind).hasToString("0xF001");
        assertThat(kind.hex()).isEqualTo("f001");
        assertThat(EventKind.fromHex("F001")).isEqualTo(kind);
        assertThat(EventKind.TOMBSTONE).hasToString("0x0FFE");
    }

    static Stream<Arguments> constants() {
        return Stream.of(
                Arguments.of(EventKind.SYSTEM_INIT, "0001", true),
                Arguments.of(EventKind.SYSTEM_SHUTDOWN, "0002", true),
                Arguments.of(EventKind.SYSTEM_HEARTBEAT, "0003", true),
                Arguments.of(EventKind.SYSTEM_CONFIG_CHANGE, "0004", true),
                Arguments.of(EventKind.SYSTEM_CHECKPOINT, "0005", true),
                Arguments.of(EventKind.SYSTEM_BATCH_BEGIN, "0006", true),
                Arguments.of(EventKind.SYSTEM_BATCH_COMMIT, "0007", true),
                Arguments.of(EventKind.SYSTEM_OPEN_COMPLETED, "0008", true),
                Arguments.of(EventKind.SYSTEM_CLOSE_COMPLETED, "0009", true),
                Arguments.of(EventKind.SYSTEM_DENIAL, "000F", true),
                Arguments.of(EventKind.TOMBSTONE, "0FFE", true),
                Arguments.of(EventKind.DATA, "1000", false),
                Arguments.of(EventKind.EFFECT_ERROR, "D001", true),
                Arguments.of(EventKind.EFFECT_RETRY, "D002", true),
                Arguments.of(EventKind.EFFECT_ACK, "D004", true),
                Arguments.of(EventKind.EFFECT_BACKPRESSURE, "D005", true),
                Arguments.of(EventKind.EFFECT_CANCEL, "D006", true),
                Arguments.of(EventKind.EFFECT_CONFLICT, "D007", true),
                Arguments.of(EventKind.SYSTEM_HEARTBEAT_REQUEST, "FA01", false),
                Arguments.of(EventKind.SYSTEM_HEARTBEAT_ACK, "FA02", false));
    }

    @ParameterizedTest
    @MethodSource("constants")
    void constantsHaveTheReferencesBits(EventKind kind, String hex, boolean reserved) {
        assertThat(kind.raw()).isEqualTo(HexFormat.fromHexDigits(hex));
        assertThat(kind.isReserved()).isEqualTo(reserved);
        assertThat(kind.isSystem()).isEqualTo(reserved && hex.startsWith("0"));
        assertThat(kind.isEffect()).isEqualTo(reserved && hex.startsWith("D"));
    }
}
