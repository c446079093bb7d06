package io.batpak.msgpack;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The inner loops of "bytes as an array of integers": below 0x80 a byte is itself, else `cc` and the byte.
///
/// Hashes and payloads are stored this way, so half of their bytes need a prefix and no branch can be
/// predicted. Where `Long.expand` and `Long.compress` are one instruction (x86-64 with BMI2), the loops move
/// 4 or 8 bytes a step; elsewhere a branch-free byte loop is used.
final class IntegerArrays {
    /// Room that [#encode] may overwrite behind the bytes it reports.
    static final int SLACK_BYTES = 8;

    static final int PREFIX = 0xCC;

    static final boolean BIT_MOVES = switch (System.getProperty("os.arch", "").toLowerCase(Locale.ROOT)) {
        case "amd64", "x86_64" -> true;
        default -> false;
    };

    private static final VarHandle LE64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LE32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    static final long TOP_BITS = 0x8080808080808080L;
    private static final long ODD_BYTES = 0xFF00FF00FF00FF00L;
    private static final long PREFIX_EVEN = 0x00CC00CC00CC00CCL;
    static final long PREFIX_ALL = 0xCCCCCCCCCCCCCCCCL;

    /// By the top bits of 8 encoded bytes: which of them are values, and which are prefixes of a value among
    /// them.
    static final long[] VALUES = new long[256];

    static final long[] PREFIXES = new long[256];

    /// How many values that are.
    static final byte[] VALUE_COUNT = new byte[256];

    static {
        for (int tops = 0; tops < 256; tops++) {
            for (int at = 0; at < 8; at++) {
                boolean prefix = ((tops >>> at) & 1) != 0;
                if (prefix && at == 7) {
                    break; // its value is in the next 8 bytes
                }
                if (prefix) {
                    PREFIXES[tops] |= 0xFFL << (at * 8);
                    at++;
                }
                VALUES[tops] |= 0xFFL << (at * 8);
            }
            VALUE_COUNT[tops] = (byte) (Long.bitCount(VALUES[tops]) / 8);
        }
    }

    private IntegerArrays() {}

    /// Encodes `length` bytes to `output` from `at` on; returns the offset behind the last byte that counts.
    ///
    /// Needs room for `2 * length + SLACK_BYTES`.
    static int encode(byte[] input, int offset, int length, byte[] output, int at) {
        return BIT_MOVES
                ? encodeByBitMoves(input, offset, length, output, at)
                : encodeByBytes(input, offset, length, output, at);
    }

    static int encodeByBitMoves(byte[] input, int offset, int length, byte[] output, int at) {
        int end = offset + length;
        int next = offset;
        int out = at;
        while (end - next >= 8) {
            long eight = (long) LE64.get(input, next);
            if ((eight & TOP_BITS) == 0) {
                LE64.set(output, out, eight);
                out += 8;
            } else {
                out = encodeFour((int) eight, output, out);
                out = encodeFour((int) (eight >>> 32), output, out);
            }
            next += 8;
        }
        if (end - next >= 4) {
            out = encodeFour((int) LE32.get(input, next), output, out);
            next += 4;
        }
        return encodeByBytes(input, next, end - next, output, out);
    }

    /// Spreads 4 bytes over 8 with a prefix before each, then squeezes out the prefixes that are not needed.
    private static int encodeFour(int four, byte[] output, int at) {
        long spread = Long.expand(four & 0xFFFFFFFFL, ODD_BYTES) | PREFIX_EVEN;
        long needed = (spread & 0x8000800080008000L) >>> 15;
        LE64.set(output, at, Long.compress(spread, ODD_BYTES | needed * 0xFF));
        return at + 4 + Long.bitCount(needed);
    }

    static int encodeByBytes(byte[] input, int offset, int length, byte[] output, int at) {
        int out = at;
        for (int i = offset; i < offset + length; i++) {
            byte value = input[i];
            output[out] = (byte) PREFIX;
            out += (value >>> 31) & 1;
            output[out++] = value;
        }
        return out;
    }

    /// Reads `count` elements at the reader's position into `output` from `at` on; without an output, only
    /// checks them.
    static void decode(MessageReader reader, byte @Nullable [] output, int at, int count) {
        decode(reader, output, at, count, BIT_MOVES);
    }

    static void decode(MessageReader reader, byte @Nullable [] output, int at, int count, boolean bitMoves) {
        int stop = at + count;
        int out = at;
        while (out < stop) {
            if (bitMoves) {
                out = decodeByBitMoves(reader, output, out, stop);
            }
            // The last bytes of the message, and what the writer would not have written so: wider forms, damage.
            for (int some = Math.min(4, stop - out); some > 0; some--) {
                byte value = element(reader);
                if (output != null) {
                    output[out] = value;
                }
                out++;
            }
        }
    }

    /// Decodes 8 input bytes a step until `stop` is reached, fewer than 8 are left, or an element starts with
    /// something else than itself or the prefix; returns the offset reached.
    private static int decodeByBitMoves(MessageReader reader, byte @Nullable [] output, int at, int stop) {
        byte[] input = reader.bytes;
        int end = reader.end;
        int next = reader.next;
        int out = at;
        while (stop - out >= 8 && end - next >= 8) {
            long eight = (long) LE64.get(input, next);
            int tops = (int) Long.compress(eight, TOP_BITS) & 0xFF;
            if (((eight ^ PREFIX_ALL) & PREFIXES[tops]) != 0) {
                break;
            }
            if (output != null) {
                LE64.set(output, out, Long.compress(eight, VALUES[tops]));
            }
            out += VALUE_COUNT[tops];
            next += passed(eight);
        }
        reader.next = next;
        while (stop - out > 0 && stop - out < 8 && end - reader.next >= 8) {
            int decoded = decodeFew(reader, output, out, stop - out);
            if (decoded == 0) {
                break;
            }
            out += decoded;
        }
        return out;
    }

    /// How many of 8 input bytes belong to elements that end among them, 7 or 8. A run of top bits starts with
    /// a prefix, so one of odd length ends with one, whose value is not here. Not from a table: the next load
    /// waits for this and for nothing else.
    static int passed(long eight) {
        return 8 - ((Long.numberOfLeadingZeros(~eight & TOP_BITS) >>> 3) & 1);
    }

    /// The last elements, 1 to 7, of which 8 input bytes hold all or some: nothing behind them is touched or
    /// judged. Returns how many were decoded, 0 if one of them starts with something else than itself or the
    /// prefix.
    private static int decodeFew(MessageReader reader, byte @Nullable [] output, int at, int count) {
        long eight = (long) LE64.get(reader.bytes, reader.next);
        int tops = (int) Long.compress(eight, TOP_BITS) & 0xFF;
        int some = Math.min(VALUE_COUNT[tops], count);
        long values = Long.expand(-1L >>> (Long.SIZE - 8 * some), VALUES[tops]);
        int leadingZeros = Long.numberOfLeadingZeros(values);
        if (((eight ^ PREFIX_ALL) & PREFIXES[tops] & (-1L >>> leadingZeros)) != 0) {
            return 0;
        }
        if (output != null) {
            long decoded = Long.compress(eight, values);
            for (int i = 0; i < some; i++) {
                output[at + i] = (byte) (decoded >>> (8 * i));
            }
        }
        reader.next += (Long.SIZE - leadingZeros) / 8;
        return some;
    }

    private static byte element(MessageReader reader) {
        byte[] input = reader.bytes;
        int next = reader.next;
        if (next < reader.end) {
            byte first = input[next];
            if (first >= 0) {
                reader.next = next + 1;
                return first;
            }
            if (first == (byte) PREFIX && next + 1 < reader.end) {
                reader.next = next + 2;
                return input[next + 1];
            }
        }
        return (byte) reader.unsigned(0xFF);
    }
}
