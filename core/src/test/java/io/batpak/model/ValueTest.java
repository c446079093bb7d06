package io.batpak.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.batpak.error.Handling;
import io.batpak.error.StoreErrorKind;
import io.batpak.model.PayloadFormatException.Reason;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Covers: A1, A6, B20, E34.
/// Tier: unit.
class ValueTest {
    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    private static Value read(String digits) {
        return Value.fromMessagePack(hex(digits));
    }

    private static PayloadFormatException refusal(byte[] bytes) {
        return catchThrowableOfType(PayloadFormatException.class, () -> Value.fromMessagePack(bytes));
    }

    @ParameterizedTest
    @CsvSource({
        "c0,null",
        "c2,false",
        "c3,true",
        "00,0",
        "7f,127",
        "cc80,128",
        "ccff,255",
        "cd0100,256",
        "ce00010000,65536",
        "cf0000000100000000,4294967296",
        "cf7fffffffffffffff,9223372036854775807",
        "cf8000000000000000,9223372036854775808",
        "cfffffffffffffffff,18446744073709551615",
        "ff,-1",
        "e0,-32",
        "d0df,-33",
        "d1ff7f,-129",
        "d2ffff7fff,-32769",
        "d38000000000000000,-9223372036854775808",
        "cb3ff8000000000000,1.5",
        "cb8000000000000000,-0.0",
        "a0,'\"\"'",
        "a161,'\"a\"'",
        "90,[]",
        "80,{}",
        "93010203,'[1,2,3]'",
        "82a16101a16292c0c3,'{\"a\":1,\"b\":[null,true]}'"
    })
    void canonicalBytesAndJsonAreFixed(String digits, String json) {
        Value value = read(digits);
        assertThat(value.toJson()).isEqualTo(json);
        assertThat(value.toMessagePack()).isEqualTo(hex(digits));
    }

    @ParameterizedTest
    @CsvSource({
        "cc07,07",
        "d307,bad",
        "cd0007,07",
        "ce00000007,07",
        "cf0000000000000007,07",
        "d007,07",
        "d10007,07",
        "d20000ffff,cdffff",
        "d30000000000000007,07",
        "d0ff,ff",
        "d3ffffffffffffffdf,d0df",
        "d90161,a161",
        "da000161,a161",
        "db0000000161,a161",
        "dc000105,9105",
        "dd0000000105,9105",
        "de0001a16105,81a16105",
        "df00000001a16105,81a16105",
        "ca3fc00000,cb3ff8000000000000",
        "ca7fc00000,c0",
        "cb7ff8000000000000,c0",
        "cb7ff0000000000000,c0",
        "caff800000,c0",
        "82a16201a16102,82a16102a16201",
        "82a16101a16102,81a16102",
        "07c1c1,07"
    })
    void otherFormsAreReadAndWrittenBackCanonically(String digits, String canonical) {
        if (canonical.equals("bad")) {
            assertThat(refusal(hex(digits)).reason()).isEqualTo(Reason.MALFORMED);
        } else {
            assertThat(read(digits).toMessagePack()).isEqualTo(hex(canonical));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'',MALFORMED",
        "cc,MALFORMED",
        "92 01,MALFORMED",
        "81 a161,MALFORMED",
        "a2 61,MALFORMED",
        "a1 ff,MALFORMED",
        "a3 eda080,MALFORMED",
        "c1,MALFORMED",
        "dd ffffffff,MALFORMED",
        "df ffffffff,MALFORMED",
        "db ffffffff 61,MALFORMED",
        "c4 00,NOT_REPRESENTABLE",
        "c5 0000,NOT_REPRESENTABLE",
        "d4 01 00,NOT_REPRESENTABLE",
        "c7 00 01,NOT_REPRESENTABLE",
        "91 c4 01 00,NOT_REPRESENTABLE",
        "81 01 02,KEY_NOT_TEXT",
        "81 c0 02,KEY_NOT_TEXT",
        "81 c4 01 61 02,KEY_NOT_TEXT"
    })
    void bytesWithoutAValueAreRefused(String digits, Reason reason) {
        PayloadFormatException refusal = refusal(hex(digits.replace(" ", "")));
        assertThat(refusal.reason()).isEqualTo(reason);
        assertThat(refusal.kind()).isEqualTo(StoreErrorKind.SERIALIZATION);
        assertThat(refusal.handling()).isEqualTo(Handling.FAULT);
        assertThat(refusal.facts()).containsEntry("reason", reason.wireName());
    }

    private static byte[] nested(int containers, byte head, byte... inside) {
        byte[] bytes = new byte[containers * (1 + inside.length) + 1];
        for (int level = 0; level < containers; level++) {
            int at = level * (1 + inside.length);
            bytes[at] = head;
            System.arraycopy(inside, 0, bytes, at + 1, inside.length);
        }
        bytes[bytes.length - 1] = (byte) 0xC0;
        return bytes;
    }

    @Test
    void nestingHasALimitInBothDirections() {
        byte[] deepest = nested(1023, (byte) 0x91);
        assertThat(Value.fromMessagePack(deepest).toMessagePack()).isEqualTo(deepest);
        assertThat(Value.fromMessagePack(deepest).toJson()).startsWith("[[[").hasSize(2 * 1023 + 4);
        byte[] deepestMap = nested(1023, (byte) 0x81, (byte) 0xA1, (byte) 'k');
        assertThat(Value.fromMessagePack(deepestMap).toMessagePack()).isEqualTo(deepestMap);
        assertThat(refusal(nested(1024, (byte) 0x91)).reason()).isEqualTo(Reason.NESTED_TOO_DEEP);
        assertThat(refusal(nested(1_000_000, (byte) 0x91)).reason()).isEqualTo(Reason.NESTED_TOO_DEEP);
        Value deeper = new Value.Items(List.of(Value.fromMessagePack(deepest)));
        assertThatThrownBy(deeper::toMessagePack).isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(deeper::toJson).isInstanceOf(InvalidArgumentException.class);
    }

    @Test
    void aListThatHoldsItselfIsRefused() {
        Object[] cell = new Object[1];
        List<Object> endless = Arrays.asList(cell);
        cell[0] = endless;
        assertThatThrownBy(() -> Value.of(endless)).isInstanceOf(InvalidArgumentException.class);
    }

    @Test
    void javaObjectsBecomeValues() {
        assertThat(Value.of(null)).isEqualTo(Value.nil());
        assertThat(Value.of(true)).isEqualTo(new Value.Bool(true));
        assertThat(Value.of((byte) 1)).isEqualTo(new Value.Int(1));
        assertThat(Value.of((short) 1)).isEqualTo(new Value.Int(1));
        assertThat(Value.of(1)).isEqualTo(new Value.Int(1));
        assertThat(Value.of(1L)).isEqualTo(new Value.Int(1));
        assertThat(Value.of(BigInteger.TWO)).isEqualTo(new Value.Int(2));
        assertThat(Value.of(BigInteger.ONE.shiftLeft(63))).isEqualTo(new Value.UInt(Long.MIN_VALUE));
        assertThat(Value.of(BigInteger.ONE.shiftLeft(63).negate())).isEqualTo(new Value.Int(Long.MIN_VALUE));
        assertThat(Value.of(1.5f)).isEqualTo(new Value.Real(1.5));
        assertThat(Value.of(1.5)).isEqualTo(new Value.Real(1.5));
        assertThat(Value.of(java.nio.CharBuffer.wrap("x"))).isEqualTo(new Value.Text("x"));
        assertThat(Value.of(List.of(1, "x")))
                .isEqualTo(new Value.Items(List.of(new Value.Int(1), new Value.Text("x"))));
        assertThat(Value.of(Map.of("a", List.of()))).isEqualTo(Value.map("a", List.of()));
        assertThat(Value.of(Value.nil())).isEqualTo(Value.nil());
    }

    @Test
    void otherJavaObjectsAreRefused() {
        for (Object object : List.of(
                new byte[1],
                'c',
                Double.NaN,
                Float.POSITIVE_INFINITY,
                BigInteger.ONE.shiftLeft(64),
                BigInteger.ONE.shiftLeft(63).negate().subtract(BigInteger.ONE),
                Map.of(1, 1),
                List.of(new Object()),
                "\uD800",
                Map.of("\uDC00", 1))) {
            assertThatThrownBy(() -> Value.of(object)).isInstanceOf(InvalidArgumentException.class);
        }
        assertThatThrownBy(() -> Value.map("a")).isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> Value.map(null, 1)).isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> new Value.UInt(1)).isInstanceOf(InvalidArgumentException.class);
    }

    @Test
    void fieldsAreSortedByTheirUtf8Bytes() {
        Value.Fields fields = Value.Fields.of(
                Map.of("\uD83D\uDE00", Value.nil(), "\uFB01", Value.nil(), "a", Value.nil(), "b", Value.nil()));
        assertThat(fields.values().keySet()).containsExactly("a", "b", "\uFB01", "\uD83D\uDE00");
        assertThatThrownBy(() -> fields.values().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThat(Value.map("b", 1, "a", 2, "b", 3).toJson()).isEqualTo("{\"a\":2,\"b\":3}");
    }

    @Test
    void jsonTextIsEscaped() {
        assertThat(Value.of("\"\\\n\r\t\b\f\0\u001F\u007F\u2028é\uD83D\uDE00").toJson())
                .isEqualTo("\"\\\"\\\\\\n\\r\\t\\b\\f\\u0000\\u001f\\u007f\\u2028é\uD83D\uDE00\"");
    }

    @Test
    void aPartOfAnArrayCanBeRead() {
        byte[] bytes = hex("c1c1a161c1");
        assertThat(Value.fromMessagePack(bytes, 2, 2)).isEqualTo(new Value.Text("a"));
        assertThatThrownBy(() -> Value.fromMessagePack(bytes, 4, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"81a5636f756e7407", "82a6616d6f756e7464a46e6f7465a568656c6c6f"})
    void theReferencesPayloadsComeBackUnchanged(String digits) {
        assertThat(read(digits).toMessagePack()).isEqualTo(hex(digits));
    }
}
