package io.batpak.format;

import io.batpak.msgpack.MessageReader;
import io.batpak.msgpack.MessageWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// Says the same as a canonical frame body in another of the many ways a reader has to accept: keys in
/// another order or as numbers, unknown keys, structs by position, wider integers, longer string heads, bytes
/// as `bin`.
final class FrameScrambler {

    private static final Set<String> STRUCTS =
            Set.of("event", "header", "position", "hash_chain", "payload_encryption");

    private final Random random;

    FrameScrambler(long seed) {
        random = new Random(seed);
    }

    byte[] scramble(byte[] body) {
        MessageWriter out = new MessageWriter(64);
        value(new MessageReader(body), out, true);
        return out.toByteArray();
    }

    private void value(MessageReader in, MessageWriter out, boolean struct) {
        switch (in.peekType()) {
            case NIL -> {
                in.tryNil();
                out.nil();
            }
            case INTEGER -> integer(in, out);
            case STRING -> text(in.string(), out);
            case BINARY -> id(in, out);
            case ARRAY -> bytes(in.intArray(), out);
            case MAP -> map(in, out, struct);
            default -> throw new IllegalArgumentException("no frame has a " + in.peekType());
        }
    }

    private void integer(MessageReader in, MessageWriter out) {
        if (in.isAboveSigned()) {
            out.unsigned(in.unsigned(-1));
            return;
        }
        long value = in.signed();
        int width = random.nextInt(5);
        if (width == 0) {
            out.signed(value);
        } else if (value < 0 || width == 1) {
            wide(0xD3, value, Long.BYTES, out);
        } else if (width == 2 && value <= 0xFFFF) {
            wide(0xCD, value, Short.BYTES, out);
        } else if (width == 3 && value <= 0xFFFF_FFFFL) {
            wide(0xCE, value, Integer.BYTES, out);
        } else {
            wide(0xCF, value, Long.BYTES, out);
        }
    }

    private static void wide(int first, long value, int width, MessageWriter out) {
        byte[] encoded = new byte[1 + width];
        encoded[0] = (byte) first;
        for (int i = 0; i < width; i++) {
            encoded[width - i] = (byte) (value >>> (Byte.SIZE * i));
        }
        out.raw(encoded, 0, encoded.length);
    }

    private void text(String text, MessageWriter out) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        switch (random.nextInt(4)) {
            case 0 -> wide(0xDB, utf8.length, Integer.BYTES, out);
            case 1 -> wide(0xDA, utf8.length, Short.BYTES, out);
            default -> {
                out.rawString(utf8);
                return;
            }
        }
        out.raw(utf8, 0, utf8.length);
    }

    private void id(MessageReader in, MessageWriter out) {
        byte[] id = in.intArray();
        if (random.nextBoolean()) {
            out.binary(id, 0, id.length);
        } else {
            out.intArray(id, 0, id.length);
        }
    }

    private void bytes(byte[] bytes, MessageWriter out) {
        switch (random.nextInt(4)) {
            case 0 -> out.binary(bytes, 0, bytes.length);
            case 1 -> {
                wide(0xDD, bytes.length, Integer.BYTES, out);
                for (byte each : bytes) {
                    wide(0xCD, each & 0xFF, Short.BYTES, out);
                }
            }
            default -> out.intArray(bytes, 0, bytes.length);
        }
    }

    private void map(MessageReader in, MessageWriter out, boolean struct) {
        int count = in.mapHeader();
        List<byte[]> pairs = new ArrayList<>();
        List<byte[]> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = in.string();
            MessageWriter value = new MessageWriter(64);
            value(in, value, STRUCTS.contains(name));
            values.add(value.toByteArray());
            MessageWriter pair = new MessageWriter(64);
            if (struct && random.nextInt(6) == 0) {
                pair.unsigned(i); // the index of the declaration, which is the canonical order
            } else {
                text(name, pair);
            }
            pair.raw(value.array(), 0, value.length());
            pairs.add(pair.toByteArray());
        }
        if (struct && random.nextInt(4) == 0) {
            out.arrayHeader(count);
            values.forEach(value -> out.raw(value, 0, value.length));
            return;
        }
        for (int i = struct ? random.nextInt(3) : 0; i > 0; i--) {
            pairs.add(unknown(i));
        }
        Collections.shuffle(pairs, random);
        if (random.nextBoolean()) {
            wide(0xDF, pairs.size(), Integer.BYTES, out);
        } else {
            out.mapHeader(pairs.size());
        }
        pairs.forEach(pair -> out.raw(pair, 0, pair.length));
    }

    private static byte[] unknown(int number) {
        MessageWriter pair = new MessageWriter(32);
        pair.string("from_a_later_release_" + number);
        pair.arrayHeader(2);
        pair.nil();
        pair.mapHeader(1);
        pair.bool(true);
        pair.float64(number);
        return pair.toByteArray();
    }
}
