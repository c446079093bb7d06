package io.batpak.msgpack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Values read straight out of an array are those that a [MessageReader] reads; what is not as usual is left to it.
///
/// Covers: A6, E34.
/// Tier: unit.
class UsualFormsTest {
    private static final int GUARD = 20;

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    @Test
    void numbersOfEveryWidthAreTheReaders() {
        for (long value : new long[] {
            0, 1, 0x7F, 0x80, 0xFF, 0x100, 0xFFFF, 0x1_0000, 0xFFFF_FFFFL, 0x1_0000_0000L, Long.MAX_VALUE, -1
        }) {
            MessageWriter out = new MessageWriter(16);
            out.unsigned(value);
            byte[] bytes = Arrays.copyOf(out.toByteArray(), out.toByteArray().length + 1);
            assertThat(UsualForms.unsigned(bytes, 0)).isEqualTo(new MessageReader(bytes).unsigned(-1));
            assertThat(UsualForms.behindUnsigned(bytes, 0)).isEqualTo(bytes.length - 1);
        }
        for (String other : new String[] {"ff", "e0", "d0ff", "d3", "c0", "c2", "90", "80", "a0", "ca", "c4"}) {
            assertThat(UsualForms.behindUnsigned(hex(other), 0)).as(other).isEqualTo(UsualForms.NONE);
        }
        assertThatThrownBy(() -> UsualForms.unsigned(hex("cf00"), 0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, 50, 90, 100})
    void bothLoopsCopyTheBytesOfAnArrayAndTouchNothingElse(int highPercent) {
        Random random = new Random(highPercent);
        for (int length = 0; length <= 300; length++) {
            byte[] value = new byte[length];
            for (int i = 0; i < length; i++) {
                int bits = random.nextInt(4) == 0 ? 0xCC : random.nextInt(256);
                value[i] = (byte) (random.nextInt(100) < highPercent ? bits | 0x80 : bits & 0x7F);
            }
            byte[] encoded = new byte[2 * length + IntegerArrays.SLACK_BYTES];
            int end = IntegerArrays.encode(value, 0, length, encoded, 0);
            // what stands behind the elements is none of them, and must not be judged
            byte[] message = Arrays.copyOf(encoded, end + GUARD);
            Arrays.fill(message, end, message.length, (byte) 0xC1);
            byte[] moved = new byte[length + UsualForms.SLACK_BYTES];
            byte[] portable = new byte[length + UsualForms.SLACK_BYTES];
            assertThat(UsualForms.behindByBitMoves(message, 0, moved, length)).isEqualTo(end);
            assertThat(UsualForms.behindByBytes(message, 0, portable, length)).isEqualTo(end);
            assertThat(UsualForms.behindBytes(message, 0, null, length)).isEqualTo(end);
            assertThat(UsualForms.behindByBytes(message, 0, null, length)).isEqualTo(end);
            assertThat(Arrays.copyOf(moved, length)).isEqualTo(value);
            assertThat(Arrays.copyOf(portable, length)).isEqualTo(value);
        }
    }

    @Test
    void whatIsNoByteInItsShortestFormIsLeftToTheReader() {
        for (int at = 0; at < 20; at++) {
            for (String other : new String[] {"c0", "cd0001", "d001", "ff", "a161", "c1"}) {
                byte[] message = new byte[60];
                byte[] form = hex(other);
                System.arraycopy(form, 0, message, at, form.length);
                byte[] output = new byte[20 + UsualForms.SLACK_BYTES];
                assertThat(UsualForms.behindByBitMoves(message, 0, output, 20))
                        .as(other)
                        .isEqualTo(UsualForms.NONE);
                assertThat(UsualForms.behindByBytes(message, 0, output, 20))
                        .as(other)
                        .isEqualTo(UsualForms.NONE);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 31, 32, 255, 256, 65_535})
    void textBeginsAndEndsWhereTheReaderSays(int length) {
        MessageWriter out = new MessageWriter(16);
        out.string("x".repeat(length));
        byte[] bytes = out.toByteArray();
        int begin = UsualForms.insideText(bytes, 0);
        assertThat(UsualForms.textLength(bytes, 0)).isEqualTo(length);
        assertThat(begin + length).isEqualTo(bytes.length);
        assertThat(UsualForms.isText(bytes, begin, bytes.length)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 15, 16, 65_535, 65_536})
    void arraysBeginWhereTheReaderSays(int length) {
        MessageWriter out = new MessageWriter(16);
        out.intArray(new byte[length], 0, length);
        byte[] bytes = out.toByteArray();
        assertThat(UsualForms.arrayLength(bytes, 0)).isEqualTo(length);
        assertThat(UsualForms.insideArray(bytes, 0) + length).isEqualTo(bytes.length);
    }

    @Test
    void otherValuesAreNeitherTextNorArrays() {
        for (String other : new String[] {"c0", "00", "80", "c4", "db00000000", "ff"}) {
            assertThat(UsualForms.insideText(hex(other), 0)).as(other).isEqualTo(UsualForms.NONE);
        }
        for (String other : new String[] {"c0", "00", "80", "a0", "c4", "de0000"}) {
            assertThat(UsualForms.insideArray(hex(other), 0)).as(other).isEqualTo(UsualForms.NONE);
        }
        assertThat(UsualForms.arrayLength(hex("ddffffffff"), 0)).isNegative();
    }

    @Test
    void textThatIsNotUtf8IsNone() {
        byte[] good = "größe €".getBytes(StandardCharsets.UTF_8);
        assertThat(UsualForms.isText(good, 0, good.length)).isTrue();
        assertThat(UsualForms.isText(good, 0, good.length - 1)).isFalse();
    }

    @Test
    void bytesAreFoundOnlyWhereAllOfThemStand() {
        Random random = new Random(5);
        for (int length = 0; length <= 40; length++) {
            byte[] expected = new byte[length];
            random.nextBytes(expected);
            byte[] message = new byte[length + 6];
            System.arraycopy(expected, 0, message, 3, length);
            assertThat(UsualForms.behind(message, 3, expected)).isEqualTo(3 + length);
            for (int i = 0; i < length; i++) {
                message[3 + i] ^= 0x10;
                assertThat(UsualForms.behind(message, 3, expected))
                        .as("byte %d of %d", i, length)
                        .isEqualTo(UsualForms.NONE);
                message[3 + i] ^= 0x10;
            }
        }
    }

    @Test
    void aTextIsKnownByItsBytes() {
        for (String text : new String[] {"", "order:1", "größe", "€", "x😀y"}) {
            byte[] bytes = ("ab" + text + "cd").getBytes(StandardCharsets.UTF_8);
            int length = bytes.length - 4;
            assertThat(UsualForms.isThis(text, bytes, 2, length)).as(text).isTrue();
            assertThat(UsualForms.isThis(text + "c", bytes, 2, length)).isFalse();
            assertThat(UsualForms.isThis(text, bytes, 2, length + 1)).isFalse();
            assertThat(UsualForms.isThis("z" + text, bytes, 2, length + 1)).isFalse();
        }
        byte[] other = "grösse".getBytes(StandardCharsets.UTF_8);
        assertThat(UsualForms.isThis("grosse", other, 0, other.length)).isFalse();
        assertThat(UsualForms.isThis("grösSe", other, 0, other.length)).isFalse();
    }
}
