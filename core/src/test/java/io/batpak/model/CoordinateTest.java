package io.batpak.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.batpak.error.StoreErrorKind;
import io.batpak.model.CoordinateException.Reason;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Covers: A5, E34.
/// Tier: unit.
class CoordinateTest {
    private static final String TOO_LONG = "x".repeat(1025);
    private static final String TOO_LONG_IN_BYTES = "ü".repeat(513);

    private static CoordinateException refusal(String entity, String scope) {
        return catchThrowableOfType(CoordinateException.class, () -> Coordinate.of(entity, scope));
    }

    /// Each row breaks the rule it names and at least one rule that comes later.
    static Stream<Arguments> refusalsInOrder() {
        return Stream.of(
                Arguments.of("", "", Reason.EMPTY_ENTITY),
                Arguments.of("", TOO_LONG, Reason.EMPTY_ENTITY),
                Arguments.of(TOO_LONG, "", Reason.EMPTY_SCOPE),
                Arguments.of(TOO_LONG, TOO_LONG, Reason.ENTITY_TOO_LONG),
                Arguments.of(TOO_LONG_IN_BYTES, "s", Reason.ENTITY_TOO_LONG),
                Arguments.of("\0" + TOO_LONG, "s", Reason.ENTITY_TOO_LONG),
                Arguments.of("\0", TOO_LONG, Reason.SCOPE_TOO_LONG),
                Arguments.of("\0\uD800", "s", Reason.UNPAIRED_SURROGATE),
                Arguments.of("\uDC00\uD800", "s", Reason.UNPAIRED_SURROGATE),
                Arguments.of("a\0\u0001/", "\0", Reason.NUL_BYTE),
                Arguments.of("a\u0001\0/", "\0", Reason.CONTROL_CHAR),
                Arguments.of("a\u007F|", "\0", Reason.CONTROL_CHAR),
                Arguments.of("a=/", "\0", Reason.PATH_TRAVERSAL),
                Arguments.of("a|..", "\0", Reason.PATH_TRAVERSAL),
                Arguments.of("a|", "\0", Reason.FORBIDDEN_SEPARATOR),
                Arguments.of("a=", "\0", Reason.FORBIDDEN_SEPARATOR),
                Arguments.of("a", "\0", Reason.NUL_BYTE),
                Arguments.of("a", "\n", Reason.CONTROL_CHAR),
                Arguments.of("a", "../b", Reason.PATH_TRAVERSAL),
                Arguments.of("A", "/", Reason.PATH_TRAVERSAL),
                Arguments.of("a", "b|", Reason.FORBIDDEN_SEPARATOR));
    }

    @ParameterizedTest
    @MethodSource("refusalsInOrder")
    void theFirstBrokenRuleIsReported(String entity, String scope, Reason reason) {
        assertThat(refusal(entity, scope).reason()).isEqualTo(reason);
        assertThat(refusal(entity, scope).facts()).containsEntry("reason", reason.wireName());
    }

    @Test
    void threeRulesHaveAKindOfTheirOwn() {
        assertThat(refusal("\0", "s").kind()).isEqualTo(StoreErrorKind.COORDINATE_NUL_BYTE);
        assertThat(refusal("\t", "s").kind()).isEqualTo(StoreErrorKind.COORDINATE_CONTROL_CHAR);
        assertThat(refusal("/", "s").kind()).isEqualTo(StoreErrorKind.COORDINATE_PATH_TRAVERSAL);
        assertThat(refusal("", "s").kind()).isEqualTo(StoreErrorKind.COORDINATE);
        assertThat(refusal("=", "s").kind()).isEqualTo(StoreErrorKind.COORDINATE);
    }

    @Test
    void aLengthIsReportedInUtf8Bytes() {
        CoordinateException refusal = refusal("e", "\uD83D\uDE00".repeat(257));
        assertThat(refusal.reason()).isEqualTo(Reason.SCOPE_TOO_LONG);
        assertThat(refusal.length()).hasValue(1028);
        assertThat(refusal.facts()).containsEntry("length", 1028L).containsEntry("max", 1024L);
        assertThat(refusal("", "s").length()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a", " ", ".", "a.b.c", "\\", "*", "a@b", "order:42", "\u0080\u009F", "naïve", "\uD804\uDEB0"})
    void everythingElseIsAllowed(String text) {
        assertThat(Coordinate.of(text, text).entity()).isEqualTo(text);
    }

    @Test
    void exactlyTheLimitIsAllowed() {
        String ascii = "x".repeat(1024);
        String wide = "\uD83D\uDE00".repeat(256);
        assertThat(Coordinate.of(ascii, wide).scope()).isEqualTo(wide);
    }

    @Test
    void theTextFormJoinsBothParts() {
        assertThat(Coordinate.of("entity:test", "scope:test")).hasToString("entity:test@scope:test");
    }

    @Test
    void equalityIsOverBothParts() {
        assertThat(Coordinate.of("a", "b")).isEqualTo(new Coordinate("a", "b")).isNotEqualTo(Coordinate.of("a", "c"));
    }
}
