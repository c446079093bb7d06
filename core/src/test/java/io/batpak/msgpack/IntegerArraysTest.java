package io.batpak.msgpack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Both inner loops for bytes as integer arrays: the one with bit moves and the portable one give the same
/// bytes.
///
/// Covers: A6, E34.
/// Tier: unit.
class IntegerArraysTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 10, 50, 90, 100})
    void bothEncodersAndBothDecodersAgreeAtEveryLength(int highPercent) {
        Random random = new Random(highPercent);
        for (int length = 0; length <= 300; length++) {
            byte[] value = bytes(random, length, highPercent);
            byte[] portable = new byte[2 * length + IntegerArrays.SLACK_BYTES];
            byte[] moved = new byte[2 * length + IntegerArrays.SLACK_BYTES];

            int portableEnd = IntegerArrays.encodeByBytes(value, 0, length, portable, 0);
            int movedEnd = IntegerArrays.encodeByBitMoves(value, 0, length, moved, 0);

            assertThat(movedEnd).isEqualTo(portableEnd);
            byte[] encoded = Arrays.copyOf(portable, portableEnd);
            assertThat(Arrays.copyOf(moved, movedEnd)).isEqualTo(encoded);
            for (boolean bitMoves : new boolean[] {false, true}) {
                assertDecodes(encoded, value, bitMoves);
            }
        }
    }

    private static void assertDecodes(byte[] encoded, byte[] value, boolean bitMoves) {
        MessageReader reader = new MessageReader(encoded);
        assertDecodes(reader, value, bitMoves);
        // More message behind the elements, none of it a byte: it must be neither judged nor passed over.
        byte[] longer = Arrays.copyOf(encoded, encoded.length + 9);
        Arrays.fill(longer, encoded.length, longer.length, (byte) 0xC1);
        reader.reset(longer, 0, longer.length);
        IntegerArrays.decode(reader, null, 0, value.length, bitMoves);
        assertThat(reader.position()).isEqualTo(encoded.length);
        byte[] output = new byte[value.length];
        reader.reset(longer, 0, longer.length);
        IntegerArrays.decode(reader, output, 0, value.length, bitMoves);
        assertThat(reader.position()).isEqualTo(encoded.length);
        assertThat(output).isEqualTo(value);
    }

    private static void assertDecodes(MessageReader reader, byte[] value, boolean bitMoves) {
        byte[] guarded = new byte[value.length + 10];
        IntegerArrays.decode(reader, guarded, 5, value.length, bitMoves);
        assertThat(reader.remaining()).isZero();
        byte[] expected = new byte[value.length + 10];
        System.arraycopy(value, 0, expected, 5, value.length);
        assertThat(guarded).isEqualTo(expected);

        reader.reset(reader.array(), 0, reader.array().length);
        IntegerArrays.decode(reader, null, 0, value.length, bitMoves);
        assertThat(reader.remaining()).isZero();
    }

    /// Runs of equal kind and single bytes, prefix look-alikes (0xCC as a value) included.
    private static byte[] bytes(Random random, int length, int highPercent) {
        byte[] value = new byte[length];
        for (int i = 0; i < length; i++) {
            boolean high = random.nextInt(100) < highPercent;
            int bits = random.nextInt(4) == 0 ? 0xCC : random.nextInt(256);
            value[i] = (byte) (high ? bits | 0x80 : bits & 0x7F);
        }
        return value;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyFormOfAnElementIsAcceptedAtEveryPlace(boolean bitMoves) {
        byte[][] forms = {
            {5},
            {(byte) 0xCC, 5},
            {(byte) 0xCD, 0, 5},
            {(byte) 0xCE, 0, 0, 0, 5},
            {(byte) 0xD0, 5},
            {(byte) 0xD1, 0, 5},
            {(byte) 0xD2, 0, 0, 0, 5},
            {(byte) 0xCF, 0, 0, 0, 0, 0, 0, 0, 5},
            {(byte) 0xD3, 0, 0, 0, 0, 0, 0, 0, 5}
        };
        for (byte[] form : forms) {
            for (int place = 0; place < 20; place++) {
                MessageWriter writer = new MessageWriter(64);
                byte[] expected = new byte[20];
                for (int i = 0; i < 20; i++) {
                    expected[i] = (byte) (i == place ? 5 : i * 13);
                    if (i == place) {
                        writer.raw(form, 0, form.length);
                    } else {
                        writer.unsigned(expected[i] & 0xFF);
                    }
                }
                byte[] output = new byte[20];
                MessageReader reader = new MessageReader(writer.toByteArray());
                IntegerArrays.decode(reader, output, 0, 20, bitMoves);
                assertThat(output).isEqualTo(expected);
                assertThat(reader.remaining()).isZero();
            }
        }
    }
}
