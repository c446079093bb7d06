package io.batpak.msgpack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The canonical form of every kind of value, and the sink around it.
///
/// Covers: A6, E34.
/// Tier: unit.
class MessageWriterTest {
    private static String hex(Consumer<MessageWriter> writes) {
        MessageWriter writer = new MessageWriter(0);
        writes.accept(writer);
        return HexFormat.of().formatHex(writer.toByteArray());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 00",
        "127, 7f",
        "128, cc80",
        "255, ccff",
        "256, cd0100",
        "65535, cdffff",
        "65536, ce00010000",
        "4294967295, ceffffffff",
        "4294967296, cf0000000100000000",
        "9223372036854775807, cf7fffffffffffffff",
        "-1, ff",
        "-32, e0",
        "-33, d0df",
        "-128, d080",
        "-129, d1ff7f",
        "-32768, d18000",
        "-32769, d2ffff7fff",
        "-2147483648, d280000000",
        "-2147483649, d3ffffffff7fffffff",
        "-9223372036854775808, d38000000000000000",
        "1700000000000000, cf00060a24181e4000"
    })
    void signedIntegersTakeTheirSmallestForm(long value, String expected) {
        assertThat(hex(writer -> writer.signed(value))).isEqualTo(expected);
        if (value >= 0) {
            assertThat(hex(writer -> writer.unsigned(value))).isEqualTo(expected);
        }
    }

    @Test
    void unsignedIntegersKeepAllSixtyFourBits() {
        assertThat(hex(writer -> writer.unsigned(-1))).isEqualTo("cfffffffffffffffff");
    }

    @Test
    void fixedValues() {
        assertThat(hex(MessageWriter::nil)).isEqualTo("c0");
        assertThat(hex(writer -> writer.bool(true))).isEqualTo("c3");
        assertThat(hex(writer -> writer.bool(false))).isEqualTo("c2");
        assertThat(hex(writer -> writer.float32(1.5f))).isEqualTo("ca3fc00000");
        assertThat(hex(writer -> writer.float64(1.5))).isEqualTo("cb3ff8000000000000");
        assertThat(hex(writer -> writer.id(0x0123456789ABCDEFL, -2))).isEqualTo("c4100123456789abcdeffffffffffffffffe");
        assertThat(hex(writer -> writer.u32be(0x01F2A3B4))).isEqualTo("01f2a3b4");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 80, 90",
        "15, 8f, 9f",
        "16, de0010, dc0010",
        "65535, deffff, dcffff",
        "65536, df00010000, dd00010000"
    })
    void containerHeadsTakeTheirSmallestForm(int count, String map, String array) {
        assertThat(hex(writer -> writer.mapHeader(count))).isEqualTo(map);
        assertThat(hex(writer -> writer.arrayHeader(count))).isEqualTo(array);
    }

    @ParameterizedTest
    @CsvSource({"0, a0, c400", "31, bf, c41f", "32, d920, c420", "255, d9ff, c4ff", "256, da0100, c50100"})
    void shortTextAndBinaryHeads(int length, String text, String binary) {
        assertHeads(length, text, binary);
    }

    @ParameterizedTest
    @CsvSource({"65535, daffff, c5ffff", "65536, db00010000, c600010000"})
    void longTextAndBinaryHeads(int length, String text, String binary) {
        assertHeads(length, text, binary);
    }

    private static void assertHeads(int length, String text, String binary) {
        byte[] utf8 = "x".repeat(length).getBytes(StandardCharsets.UTF_8);
        String content = "78".repeat(length);
        assertThat(hex(writer -> writer.string("x".repeat(length)))).isEqualTo(text + content);
        assertThat(hex(writer -> writer.rawString(utf8))).isEqualTo(text + content);
        assertThat(hex(writer -> writer.binary(utf8, 0, length))).isEqualTo(binary + content);
    }

    @Test
    void textOutsideAsciiIsCountedInBytes() {
        assertThat(hex(writer -> writer.string("aé€😀"))).isEqualTo("aa61c3a9e282acf09f9880");
        String thirtyOneBytes = "x".repeat(29) + "é";
        assertThat(hex(writer -> writer.string(thirtyOneBytes))).startsWith("bf");
        assertThat(hex(writer -> writer.string(thirtyOneBytes + "x"))).startsWith("d920");
    }

    @Test
    void unpairedSurrogatesAreRefusedAndNothingIsWritten() {
        MessageWriter writer = new MessageWriter(8);
        writer.nil();
        for (String text : new String[] {"\uD83D", "x\uDE00", "\uD83Dx", "\uDE00\uD83D", "é\uD83D"}) {
            assertThatThrownBy(() -> writer.string(text)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(writer.toByteArray()).containsExactly(0xC0);
    }

    @Test
    void bytesAreArraysOfIntegers() {
        byte[] value = {0, 0x7F, (byte) 0x80, (byte) 0xCC, (byte) 0xFF, 1};
        assertThat(hex(writer -> writer.intArray(value, 0, 6))).isEqualTo("96007fcc80ccccccff01");
        assertThat(hex(writer -> writer.intArray(value, 2, 1))).isEqualTo("91cc80");
        assertThat(hex(writer -> writer.intArray(new byte[32], 0, 32))).isEqualTo("dc0020" + "00".repeat(32));
        assertThat(hex(writer -> writer.intArray(new byte[65536], 0, 65536))).startsWith("dd0001000000");
    }

    @Test
    void frameHeadsArePatchedBehindTheFact() {
        assertThat(hex(writer -> {
                    writer.nil();
                    writer.u32be(0);
                    writer.raw(new byte[] {9, 8, 7, 6}, 1, 2);
                    writer.patchU32be(1, writer.length());
                }))
                .isEqualTo("c0000000070807");
    }

    @Test
    void aPatchOutsideTheMessageIsRefused() {
        MessageWriter writer = new MessageWriter(100);
        writer.u32be(1);
        assertThatThrownBy(() -> writer.patchU32be(1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void resetKeepsTheArrayAndForgetsTheMessage() {
        MessageWriter writer = new MessageWriter(64);
        writer.string("something");
        byte[] array = writer.array();

        writer.reset();
        writer.nil();

        assertThat(writer.array()).isSameAs(array);
        assertThat(writer.toByteArray()).containsExactly(0xC0);
    }

    @Test
    void coordinateOfTheSpecification() {
        assertThat(hex(writer -> {
                    writer.mapHeader(2);
                    writer.string("entity");
                    writer.string("entity:test");
                    writer.string("scope");
                    writer.string("scope:test");
                }))
                .isEqualTo("82a6656e74697479ab656e746974793a74657374a573636f7065aa73636f70653a74657374");
    }

    @Test
    void rangesOutsideTheInputAreRefused() {
        MessageWriter writer = new MessageWriter(8);
        byte[] four = new byte[4];
        assertThatThrownBy(() -> writer.intArray(four, 1, 4)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> writer.binary(four, 5, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> writer.raw(four, -1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> writer.mapHeader(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(writer.length()).isZero();
    }
}
