package io.batpak.msgpack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.batpak.msgpack.MessageFormatException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a reader accepts beyond the canonical form, what it refuses, and where it stands afterwards.
///
/// Covers: A6, E34.
/// Tier: unit.
class MessageReaderTest {
    private static MessageReader over(String hex) {
        return new MessageReader(HexFormat.of().parseHex(hex));
    }

    private static void assertDamage(String hex, Reason reason, int offset, Consumer<MessageReader> read) {
        MessageReader reader = over(hex);
        MessageFormatException damage = catchThrowableOfType(MessageFormatException.class, () -> read.accept(reader));
        assertThat(damage).as(hex).isNotNull();
        assertThat(damage.reason()).as(hex).isEqualTo(reason);
        assertThat(damage.offset()).as(hex).isEqualTo(offset);
        assertThat(damage).hasMessageContaining(reason.name());
        assertThat(damage.getStackTrace()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "07",
                "cc07",
                "cd0007",
                "ce00000007",
                "cf0000000000000007",
                "d007",
                "d10007",
                "d200000007",
                "d30000000000000007"
            })
    void everyWidthAndSignOfAnIntegerIsAccepted(String hex) {
        assertThat(over(hex).unsigned(7)).isEqualTo(7);
        assertThat(over(hex).signed()).isEqualTo(7);
        assertThat(over(hex).real()).isEqualTo(7.0);
        assertDamage(hex, Reason.OUT_OF_RANGE, 0, reader -> reader.unsigned(6));
        MessageReader skipping = over(hex + "c3");
        skipping.skipValue();
        assertThat(skipping.bool()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ff", "d0ff", "d1ffff", "d2ffffffff", "d3ffffffffffffffff"})
    void negativeIntegersFitSignedFieldsOnly(String hex) {
        assertThat(over(hex).signed()).isEqualTo(-1);
        assertThat(over(hex).real()).isEqualTo(-1.0);
        assertDamage(hex, Reason.OUT_OF_RANGE, 0, reader -> reader.unsigned(-1));
        assertThat(over(hex).isAboveSigned()).isFalse();
    }

    @Test
    void integersAboveTheSignedRange() {
        String largest = "cfffffffffffffffff";
        assertThat(over(largest).unsigned(-1)).isEqualTo(-1);
        assertThat(over(largest).isAboveSigned()).isTrue();
        assertThat(over("cf7fffffffffffffff").isAboveSigned()).isFalse();
        assertThat(over(largest).real()).isEqualTo(0x1p64);
        assertThat(over("cf8000000000000401").real()).isEqualTo(0x1p63 + 2048);
        assertDamage(largest, Reason.OUT_OF_RANGE, 0, MessageReader::signed);
        assertDamage(largest, Reason.OUT_OF_RANGE, 0, reader -> reader.unsigned(Long.MAX_VALUE));
    }

    @Test
    void floatsAreNotIntegersButIntegersAreFloats() {
        assertThat(over("ca3fc00000").real()).isEqualTo(1.5);
        assertThat(over("cb3ff8000000000000").real()).isEqualTo(1.5);
        assertDamage("ca3fc00000", Reason.UNEXPECTED_TYPE, 0, MessageReader::signed);
        assertDamage("cb3ff8000000000000", Reason.UNEXPECTED_TYPE, 0, reader -> reader.unsigned(-1));
        assertDamage("a0", Reason.UNEXPECTED_TYPE, 0, MessageReader::real);
    }

    @ParameterizedTest
    @CsvSource({"a161", "d90161", "da000161", "db0000000161"})
    void everyHeadOfAStringIsAccepted(String hex) {
        assertThat(over(hex).string()).isEqualTo("a");
        MessageReader reader = over(hex);
        assertThat(reader.stringHeader()).isEqualTo(1);
        assertThat(reader.array()[reader.arrayIndex()]).isEqualTo((byte) 'a');
        reader.skipBytes(1);
        assertThat(reader.remaining()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "a1ff, 1",
        "a180, 1",
        "a2c080, 1",
        "a2c1bf, 1",
        "a361c3, 0",
        "a4616263c3, 4",
        "a3e08080, 1",
        "a3eda080, 1",
        "a3edbfbf, 1",
        "a4f0808080, 1",
        "a4f4908080, 1",
        "a4f5808080, 1",
        "a3e282c3, 1",
        "a561f09f98c0, 2"
    })
    void malformedUtf8IsRefused(String hex, int offset) {
        if (offset == 0) { // the length itself reaches past the end
            assertDamage(hex, Reason.TRUNCATED, 1, MessageReader::string);
        } else {
            assertDamage(hex, Reason.INVALID_UTF8, offset, MessageReader::string);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a", "é", "߿", "ࠀ", "\uD7FF", "\uE000", "\uFFFF", "😀", "\uDBFF\uDFFF", "aé€😀z", "\u0000"})
    void wellFormedTextComesBack(String text) {
        MessageWriter writer = new MessageWriter(8);
        writer.string(text);
        assertThat(new MessageReader(writer.toByteArray()).string()).isEqualTo(text);
        assertThat(writer.toByteArray()).endsWith(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "930180ff",
                "9301cc80ccff",
                "dc000301cc80ccff",
                "dd0000000301cc80ccff",
                "93cc01cd0080ce000000ff",
                "c4030180ff",
                "c500030180ff",
                "c6000000030180ff"
            })
    void byteSequencesAreArraysOrBin(String hex) {
        if (hex.equals("930180ff")) { // 0x80 is an empty map here, not a byte
            assertDamage(hex, Reason.UNEXPECTED_TYPE, 2, MessageReader::intArray);
            assertDamage(hex, Reason.UNEXPECTED_TYPE, 2, MessageReader::skipIntArray);
            return;
        }
        byte[] expected = {1, (byte) 0x80, (byte) 0xFF};
        assertThat(over(hex).intArray()).isEqualTo(expected);
        assertThat(over(hex).peekIntArrayLength()).isEqualTo(3);
        assertThat(over(hex).skipIntArray()).isEqualTo(3);
        byte[] output = new byte[6];
        assertThat(over(hex).intArray(output, 1, 5)).isEqualTo(3);
        assertThat(output).containsExactly(0, 1, 0x80, 0xFF, 0, 0);
        assertDamage(hex, Reason.WRONG_LENGTH, 0, reader -> reader.intArray(output, 0, 2));
        assertDamage(hex, Reason.WRONG_LENGTH, 0, reader -> reader.intArrayExactly(output, 0, 4));
    }

    @ParameterizedTest
    @CsvSource({
        "92cd010000, OUT_OF_RANGE",
        "92ff00, OUT_OF_RANGE",
        "92ca3f80000000, UNEXPECTED_TYPE",
        "92c000, UNEXPECTED_TYPE",
        "92c100, RESERVED_BYTE"
    })
    void elementsOutsideZeroTo255AreRefused(String hex, Reason reason) {
        assertDamage(hex, reason, 1, MessageReader::intArray);
        assertDamage(hex, reason, 1, MessageReader::skipIntArray);
    }

    @Test
    void idsAreBinOrArrayOfExactlySixteen() {
        String digits = "0123456789abcdeffedcba9876543210";
        MessageWriter asArray = new MessageWriter(40);
        asArray.intArray(HexFormat.of().parseHex(digits), 0, 16);
        String[] forms = {"c410" + digits, "c50010" + digits, HexFormat.of().formatHex(asArray.toByteArray())};
        for (String form : forms) {
            MessageReader reader = over(form + "c0");
            reader.id();
            assertThat(reader.idHigh()).isEqualTo(0x0123456789ABCDEFL);
            assertThat(reader.idLow()).isEqualTo(0xFEDCBA9876543210L);
            assertThat(reader.tryNil()).isTrue();
        }
        assertDamage("c40f" + digits, Reason.WRONG_LENGTH, 0, MessageReader::id);
        assertDamage("c411" + digits + "00", Reason.WRONG_LENGTH, 0, MessageReader::id);
        assertDamage("dc0011" + "00".repeat(17), Reason.WRONG_LENGTH, 0, MessageReader::id);
        assertDamage("90", Reason.WRONG_LENGTH, 0, MessageReader::id);
        assertDamage("b0" + digits, Reason.UNEXPECTED_TYPE, 0, MessageReader::id);
    }

    @Test
    void nilIsTestedWithoutDamage() {
        assertThat(over("c0").tryNil()).isTrue();
        assertThat(over("c2").tryNil()).isFalse();
        assertThat(over("").tryNil()).isFalse();
        assertDamage("c0", Reason.UNEXPECTED_TYPE, 0, MessageReader::bool);
        assertDamage("c1", Reason.RESERVED_BYTE, 0, MessageReader::bool);
        assertDamage("", Reason.TRUNCATED, 0, MessageReader::peekType);
    }

    @Test
    void everyFirstByteHasItsFamily() {
        String[] families = {
            "00 INTEGER",
            "7f INTEGER",
            "80 MAP",
            "8f MAP",
            "90 ARRAY",
            "9f ARRAY",
            "a0 STRING",
            "bf STRING",
            "c0 NIL",
            "c1 RESERVED",
            "c2 BOOL",
            "c3 BOOL",
            "c4 BINARY",
            "c6 BINARY",
            "c7 EXTENSION",
            "c9 EXTENSION",
            "ca FLOAT",
            "cb FLOAT",
            "cc INTEGER",
            "d3 INTEGER",
            "d4 EXTENSION",
            "d8 EXTENSION",
            "d9 STRING",
            "db STRING",
            "dc ARRAY",
            "dd ARRAY",
            "de MAP",
            "df MAP",
            "e0 INTEGER",
            "ff INTEGER"
        };
        for (String family : families) {
            assertThat(over(family.substring(0, 2)).peekType()).as(family).hasToString(family.substring(3));
        }
    }

    @Test
    void expectedKeysAreMatchedByTheirBytes() {
        byte[] event = KeyTable.key("event");
        MessageReader reader = over("a56576656e7401");
        assertThat(event).isEqualTo(HexFormat.of().parseHex("a56576656e74"));
        assertThat(reader.matches(event)).isTrue();
        assertThat(reader.position()).isZero();
        assertThat(reader.tryKey(KeyTable.key("evens"))).isFalse();
        assertThat(reader.tryKey(KeyTable.key("event_id"))).isFalse();
        assertThat(reader.tryKey(event)).isTrue();
        assertThat(reader.position()).isEqualTo(6);
        assertThat(reader.unsigned(1)).isEqualTo(1);
        assertThat(reader.tryKey(event)).isFalse();
    }

    @Test
    void keysOfAnyFormAreFoundInTheTable() {
        KeyTable keys = KeyTable.of("event", "entity", "scope");
        assertThat(keys.size()).isEqualTo(3);
        assertThat(keys.name(2)).isEqualTo("scope");
        MessageReader reader =
                over("a573636f7065" + "d9056576656e74" + "c406656e74697479" + "02" + "03" + "a3666f6f" + "a1ff");
        int[] expected = {2, 0, 1, 2, -1, -1, -1};
        for (int index : expected) {
            assertThat(reader.keyIndex(keys)).isEqualTo(index);
        }
        assertThat(reader.remaining()).isZero();
        assertDamage("c0", Reason.UNEXPECTED_TYPE, 0, damaged -> damaged.keyIndex(keys));
        assertDamage("ff", Reason.OUT_OF_RANGE, 0, damaged -> damaged.keyIndex(keys));
    }

    @Test
    void aTableRefusesAKeyTwice() {
        assertThat(catchThrowableOfType(IllegalArgumentException.class, () -> KeyTable.of("a", "b", "a")))
                .hasMessageContaining("twice");
    }

    @Test
    void offsetsCountFromTheStartOfTheMessage() {
        byte[] around = HexFormat.of().parseHex("ffffff920001c1c1");
        MessageReader reader = new MessageReader();
        reader.reset(around, 3, 4);
        assertThat(reader.arrayHeader()).isEqualTo(2);
        reader.skipValue();
        reader.skipValue();
        assertThat(reader.position()).isEqualTo(3);
        assertThat(reader.arrayIndex()).isEqualTo(6);
        assertThat(reader.remaining()).isEqualTo(1);
        MessageFormatException damage = catchThrowableOfType(MessageFormatException.class, reader::skipValue);
        assertThat(damage.offset()).isEqualTo(3);
        assertThat(damage.reason()).isEqualTo(Reason.RESERVED_BYTE);
    }

    @ParameterizedTest
    @CsvSource({
        "c0",
        "c2",
        "00",
        "ff",
        "ca00000000",
        "cb0000000000000000",
        "a3616263",
        "d903616263",
        "c403616263",
        "c703ff616263",
        "c80001ff61",
        "c900000001ff61",
        "d4ff61",
        "d5ff6161",
        "d6ff61616161",
        "d7ff6161616161616161",
        "d8ff61616161616161616161616161616161",
        "9301a16182c0c0c0c0",
        "8201c002930102c3",
        "90",
        "80",
        "dc000101",
        "de00010101",
        "dd0000000101",
        "df000000010101"
    })
    void anyValueIsSkippedAsAWhole(String hex) {
        MessageReader reader = over(hex + "c3");
        reader.skipValue();
        assertThat(reader.bool()).isTrue();
        for (int length = 0; length < hex.length() / 2; length++) {
            String cut = hex.substring(0, 2 * length);
            MessageFormatException damage = catchThrowableOfType(
                    MessageFormatException.class, () -> over(cut).skipValue());
            assertThat(damage).as(cut).isNotNull();
            assertThat(damage.reason()).isEqualTo(Reason.TRUNCATED);
        }
    }
}
