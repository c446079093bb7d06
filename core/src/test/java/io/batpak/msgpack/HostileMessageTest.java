package io.batpak.msgpack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.batpak.msgpack.MessageFormatException.Reason;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Lengths that lie, nesting without end, every truncation and random bytes: always a MessageFormatException,
/// never an index out of bounds, a stack overflow or an allocation of the claimed size.
///
/// Covers: E34.
/// Tier: unit.
class HostileMessageTest {
    private static final List<Consumer<MessageReader>> READS = List.of(
            MessageReader::mapHeader,
            MessageReader::arrayHeader,
            MessageReader::bool,
            MessageReader::signed,
            MessageReader::real,
            MessageReader::string,
            MessageReader::id,
            MessageReader::intArray,
            MessageReader::skipIntArray,
            MessageReader::skipValue,
            MessageReader::peekIntArrayLength,
            reader -> reader.unsigned(-1),
            reader -> reader.keyIndex(KeyTable.of("event", "scope")),
            reader -> reader.intArray(new byte[40], 4, 32));

    /// Claims from 2^16 to 2^32 - 1 with few bytes behind them.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ddffffffff",
                "dd7fffffff",
                "dd80000000",
                "dd40000000",
                "dfffffffff",
                "df7fffffff",
                "df80000000",
                "df40000000",
                "dbffffffff",
                "db7fffffff",
                "db40000000",
                "c6ffffffff",
                "c67fffffff",
                "c640000000",
                "c9ffffffff",
                "c97fffffff",
                "dcffff",
                "deffff",
                "daffff",
                "c5ffff",
                "c8ffff",
                "d9ff",
                "c4ff",
                "c7ff",
                "9f",
                "8f",
                "bf"
            })
    void aLengthIsComparedWithTheBytesLeft(String head) {
        byte[] message = HexFormat.of().parseHex(head + "010101");
        for (Consumer<MessageReader> read : READS) {
            MessageReader reader = new MessageReader(message);
            MessageFormatException damage =
                    catchThrowableOfType(MessageFormatException.class, () -> read.accept(reader));
            assertThat(damage).isNotNull();
            assertThat(damage.reason()).isIn(Reason.TRUNCATED, Reason.UNEXPECTED_TYPE);
        }
    }

    @Test
    void aMapNeedsTwoBytesAPair() {
        assertThat(new MessageReader(new byte[] {(byte) 0x82, 1, 1, 1, 1}).mapHeader())
                .isEqualTo(2);
        MessageReader tooShort = new MessageReader(new byte[] {(byte) 0x82, 1, 1, 1});
        assertThat(catchThrowableOfType(MessageFormatException.class, tooShort::mapHeader)
                        .reason())
                .isEqualTo(Reason.TRUNCATED);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x91, 0x81})
    void containersNestToOneLessThanTheLimit(int head) {
        assertThatCode(() -> nested(head, MessageReader.MAX_DEPTH - 1).skipValue())
                .doesNotThrowAnyException();
        for (int depth : new int[] {MessageReader.MAX_DEPTH, MessageReader.MAX_DEPTH + 1, 10_000, 1_000_000}) {
            MessageReader reader = nested(head, depth);
            assertThat(catchThrowableOfType(MessageFormatException.class, reader::skipValue)
                            .reason())
                    .isEqualTo(Reason.TOO_DEEP);
        }
    }

    @Test
    void containersAroundTheValueCountTowardsTheLimit() {
        assertThatCode(() -> nested(0x91, MessageReader.MAX_DEPTH - 4).skipValue(3))
                .doesNotThrowAnyException();
        MessageReader reader = nested(0x91, MessageReader.MAX_DEPTH - 3);
        assertThat(catchThrowableOfType(MessageFormatException.class, () -> reader.skipValue(3))
                        .reason())
                .isEqualTo(Reason.TOO_DEEP);
    }

    /// Arrays or maps (whose keys are 1), the innermost holding 1.
    private static MessageReader nested(int head, int depth) {
        boolean map = (head & 0xF0) == 0x80;
        byte[] message = new byte[map ? 2 * depth + 1 : depth + 1];
        Arrays.fill(message, (byte) 1);
        for (int i = 0; i < depth; i++) {
            message[map ? 2 * i : i] = (byte) head;
        }
        return new MessageReader(message);
    }

    @Test
    void everyTruncationOfAValidMessageIsDamage() {
        byte[] whole = sample();
        readSample(new MessageReader(whole));
        for (int length = 0; length < whole.length; length++) {
            byte[] longer = Arrays.copyOf(whole, whole.length); // valid bytes behind the end must not be read
            MessageReader reader = new MessageReader();
            reader.reset(longer, 0, length);
            MessageFormatException damage =
                    catchThrowableOfType(MessageFormatException.class, () -> readSample(reader));
            assertThat(damage).as("length " + length).isNotNull();
            assertThat(damage.offset()).isBetween(0, length);
            reader.reset(longer, 0, length);
            assertThat(catchThrowableOfType(MessageFormatException.class, reader::skipValue))
                    .as("length " + length)
                    .isNotNull();
        }
    }

    private static byte[] sample() {
        byte[] bytes = new byte[200];
        new Random(2).nextBytes(bytes);
        MessageWriter writer = new MessageWriter(16);
        writer.arrayHeader(9);
        writer.id(1, -1);
        writer.intArray(bytes, 0, 200);
        writer.string("é".repeat(40));
        writer.signed(-70_000);
        writer.unsigned(-1);
        writer.float64(0.1);
        writer.binary(bytes, 0, 20);
        writer.mapHeader(1);
        writer.string("key");
        writer.nil();
        writer.bool(true);
        return writer.toByteArray();
    }

    private static void readSample(MessageReader reader) {
        reader.arrayHeader();
        reader.id();
        reader.intArray();
        reader.string();
        reader.signed();
        reader.unsigned(-1);
        reader.real();
        reader.skipIntArray();
        reader.mapHeader();
        reader.keyIndex(KeyTable.of("key"));
        if (!reader.tryNil()) {
            reader.skipValue();
        }
        reader.bool();
        assertThat(reader.remaining()).isZero();
    }

    @Test
    void randomBytesAreReadOrRefusedButNeverLeaveTheMessage() {
        Random random = new Random(3);
        for (int round = 0; round < 200_000; round++) {
            byte[] message = new byte[random.nextInt(40)];
            random.nextBytes(message);
            if (message.length > 3 && random.nextBoolean()) {
                message[2] = (byte) (0xC0 | random.nextInt(32));
            }
            int start = random.nextInt(message.length + 1);
            int length = random.nextInt(message.length - start + 1);
            MessageReader reader = new MessageReader();
            reader.reset(message, start, length);
            Consumer<MessageReader> read = READS.get(random.nextInt(READS.size()));
            try {
                read.accept(reader);
                assertThat(reader.position()).isLessThanOrEqualTo(length);
                assertThat(reader.remaining()).isBetween(0, length);
            } catch (MessageFormatException damage) {
                assertThat(damage.offset()).isBetween(0, length);
            }
        }
    }
}
