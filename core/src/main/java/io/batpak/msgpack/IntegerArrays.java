package io.batpak.msgpack;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Locale;

/// The inner loops of "bytes as an array of integers": below 0x80 a byte is itself, else `cc` and the byte.
///
/// Hashes and payloads are stored this way, so half of their bytes need a prefix and no branch can be predicted. Where
/// `Long.expand` and `Long.compress` are one instruction (x86-64 with BMI2), the loops move 4 or 8 bytes a step;
/// elsewhere a branch-free byte loop is used.
final class IntegerArrays {
    /// Room that [#encode] may overwrite behind the bytes it reports.
    static final int SLACK_BYTES = 8;

    static final int PREFIX = 0xCC;

    private static final boolean BIT_MOVES =
            switch (System.getProperty("os.arch", "").toLowerCase(Locale.ROOT)) {
                case "amd64", "x86_64" -> true;
                default -> false;
            };

    private static final VarHandle LE64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LE32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long TOP_BITS = 0x8080808080808080L;
    private static final long ODD_BYTES = 0xFF00FF00FF00FF00L;
    private static final long PREFIX_EVEN = 0x00CC00CC00CC00CCL;
    private static final long PREFIX_ALL = 0xCCCCCCCCCCCCCCCCL;

    /// By the top bits of 8 encoded bytes: which of them are values, and which are prefixes of a value among them.
    private static final long[] VALUES = new long[256];

    private static final long[] PREFIXES = new long[256];

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

    /// Reads `count` elements at the reader's position into `output` from `at` on.
    static void decode(MessageReader reader, byte[] output, int at, int count) {
        decode(reader, output, at, count, BIT_MOVES);
    }

    static void decode(MessageReader reader, byte[] output, int at, int count, boolean bitMoves) {
        byte[] input = reader.bytes;
        int out = at;
        int stop = at + count;
        while (out < stop) {
            int next = reader.next;
            while (bitMoves && stop - out >= 8 && reader.end - next >= 8) {
                long eight = (long) LE64.get(input, next);
                int tops = (int) Long.compress(eight, TOP_BITS);
                if (((eight ^ PREFIX_ALL) & PREFIXES[tops]) != 0) {
                    break;
                }
                long values = VALUES[tops];
                LE64.set(output, out, Long.compress(eight, values));
                out += Long.bitCount(values) >>> 3;
                next += Long.bitCount(values | PREFIXES[tops]) >>> 3;
            }
            reader.next = next;
            // The last elements, and any that the writer would not have written so: a wider or signed form, damage.
            for (int some = Math.min(8, stop - out); some > 0; some--) {
                output[out++] = (byte) element(reader);
            }
        }
    }

    private static int element(MessageReader reader) {
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
        return (int) reader.unsigned(0xFF);
    }

    /// Passes over `count` elements at the reader's position, checking each.
    static void skip(MessageReader reader, int count) {
        skip(reader, count, BIT_MOVES);
    }

    static void skip(MessageReader reader, int count, boolean bitMoves) {
        byte[] input = reader.bytes;
        int left = count;
        while (left > 0) {
            int next = reader.next;
            while (bitMoves && left >= 8 && reader.end - next >= 8) {
                long eight = (long) LE64.get(input, next);
                int tops = (int) Long.compress(eight, TOP_BITS);
                if (((eight ^ PREFIX_ALL) & PREFIXES[tops]) != 0) {
                    break;
                }
                left -= Long.bitCount(VALUES[tops]) >>> 3;
                next += Long.bitCount(VALUES[tops] | PREFIXES[tops]) >>> 3;
            }
            reader.next = next;
            for (int some = Math.min(8, left); some > 0; some--) {
                element(reader);
                left--;
            }
        }
    }
}
