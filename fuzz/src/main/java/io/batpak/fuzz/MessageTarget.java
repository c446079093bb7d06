package io.batpak.fuzz;

import static io.batpak.fuzz.FindingException.require;
import static io.batpak.fuzz.FindingException.same;

import io.batpak.model.Payload;
import io.batpak.model.PayloadFormatException;
import io.batpak.model.Value;
import io.batpak.msgpack.KeyTable;
import io.batpak.msgpack.MessageFormatException;
import io.batpak.msgpack.MessageReader;
import java.util.List;
import java.util.function.Consumer;

/// The MessagePack reader. The first half of an input says what is asked for, one question a byte; the rest is the
/// message.
final class MessageTarget {
    private static final KeyTable KEYS = KeyTable.of("event", "scope", "x");
    private static final int SMALL = 40;
    private static final int HASH = 32;

    private static final List<Consumer<MessageReader>> QUESTIONS = List.of(
            MessageReader::mapHeader,
            MessageReader::arrayHeader,
            MessageReader::tryNil,
            MessageReader::bool,
            MessageReader::signed,
            MessageReader::real,
            MessageReader::string,
            MessageReader::skipString,
            MessageReader::id,
            MessageReader::intArray,
            MessageReader::skipIntArray,
            MessageReader::skipValue,
            MessageReader::peekIntArrayLength,
            MessageReader::peekType,
            MessageReader::isAboveSigned,
            reader -> reader.unsigned(-1),
            reader -> reader.unsigned(HASH),
            reader -> reader.keyIndex(KEYS),
            reader -> reader.skipValue(3),
            reader -> reader.intArray(new byte[SMALL], 4, HASH),
            reader -> reader.intArrayExactly(new byte[SMALL], 4, HASH));

    private MessageTarget() {}

    static void check(byte[] input) {
        int half = input.length / 2;
        MessageReader reader = new MessageReader();
        reader.reset(input, half, input.length - half);
        try {
            for (int at = 0; at < half; at++) {
                int before = reader.position();
                QUESTIONS.get((input[at] & 0xFF) % QUESTIONS.size()).accept(reader);
                require(reader.position() >= before, "a reader does not go back");
                same(input.length - half, reader.position() + reader.remaining(), "passed and left are the message");
            }
        } catch (MessageFormatException e) {
            require(e.offset() >= 0 && e.offset() <= input.length - half, "a refusal names a place in the message");
        }
        value(input);
    }

    private static void value(byte[] input) {
        try {
            Value value = Value.fromMessagePack(input);
            byte[] again = Payload.of(value).bytes();
            same(value, Value.fromMessagePack(again), "a value says the same twice");
        } catch (PayloadFormatException e) {
            require(e.reason() != null, "a refusal has a reason");
        }
    }
}
