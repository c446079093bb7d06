package io.batpak.msgpack;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Values in the forms that encoders give them, read straight out of an array, where there are very many of them.
///
/// A position is handed in, and the one behind the value comes back, or [#NONE] for anything unusual, damage included:
/// whoever meets that starts over with a [MessageReader], which reads every form and has words for damage. Nobody looks
/// where the message ends: whoever has come to a place behind its end has read something else than the message. Pure
/// functions; any thread.
///
/// All of them throw [IndexOutOfBoundsException] where the array ends inside a value.
public final class UsualForms {
    /// No position.
    public static final int NONE = -1;

    /// Room that [#behindBytes] may overwrite behind the bytes it has to give.
    public static final int SLACK_BYTES = 8;

    private static final VarHandle LE64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private UsualForms() {}

    /// The position behind these bytes; [#NONE] if others stand there.
    public static int behind(byte[] bytes, int at, byte[] expected) {
        return BigEndian.isAt(bytes, at, expected) ? at + expected.length : NONE;
    }

    /// The position behind an unsigned integer.
    public static int behindUnsigned(byte[] bytes, int at) {
        int first = bytes[at];
        return switch (first & 0xFF) {
            case 0xCC -> at + 1 + Byte.BYTES;
            case 0xCD -> at + 1 + Short.BYTES;
            case 0xCE -> at + 1 + Integer.BYTES;
            case 0xCF -> at + 1 + Long.BYTES;
            default -> first >= 0 ? at + 1 : NONE;
        };
    }

    /// The unsigned integer that stands there, if [#behindUnsigned] knows where it ends.
    public static long unsigned(byte[] bytes, int at) {
        int first = bytes[at];
        return switch (first & 0xFF) {
            case 0xCC -> bytes[at + 1] & 0xFF;
            case 0xCD -> BigEndian.get16(bytes, at + 1);
            case 0xCE -> BigEndian.get32(bytes, at + 1) & 0xFFFF_FFFFL;
            case 0xCF -> BigEndian.get64(bytes, at + 1);
            default -> first;
        };
    }

    /// The eight bytes there as a number, most significant first.
    public static long word(byte[] bytes, int at) {
        return BigEndian.get64(bytes, at);
    }

    /// The position of the first element of an array; [#NONE] if no array begins there.
    public static int insideArray(byte[] bytes, int at) {
        int first = bytes[at] & 0xFF;
        if ((first & 0xF0) == 0x90) {
            return at + 1;
        }
        return first == 0xDC ? at + 1 + Short.BYTES : first == 0xDD ? at + 1 + Integer.BYTES : NONE;
    }

    /// The number of elements of the array that begins there; negative above `Integer.MAX_VALUE`.
    public static int arrayLength(byte[] bytes, int at) {
        int first = bytes[at] & 0xFF;
        if ((first & 0xF0) == 0x90) {
            return first & 0x0F;
        }
        return first == 0xDC ? BigEndian.get16(bytes, at + 1) : BigEndian.get32(bytes, at + 1);
    }

    /// The position of the first byte of a text of less than 64 KiB; [#NONE] if none begins there.
    public static int insideText(byte[] bytes, int at) {
        int first = bytes[at] & 0xFF;
        if ((first & 0xE0) == 0xA0) {
            return at + 1;
        }
        return first == 0xD9 ? at + 1 + Byte.BYTES : first == 0xDA ? at + 1 + Short.BYTES : NONE;
    }

    /// The length of the text that begins there, bytes.
    public static int textLength(byte[] bytes, int at) {
        int first = bytes[at] & 0xFF;
        if ((first & 0xE0) == 0xA0) {
            return first & 0x1F;
        }
        return first == 0xD9 ? bytes[at + 1] & 0xFF : BigEndian.get16(bytes, at + 1);
    }

    /// Whether these bytes are UTF-8.
    public static boolean isText(byte[] bytes, int from, int to) {
        return Utf8.isAscii(bytes, from, to) || Utf8.firstMalformed(bytes, from, to) == to;
    }

    /// Whether these bytes, which are UTF-8, are this text.
    public static boolean isThis(String text, byte[] bytes, int at, int length) {
        if (text.length() > length) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            byte unit = bytes[at + i];
            if (unit < 0) { // not plain ASCII
                return text.equals(new String(bytes, at, length, StandardCharsets.UTF_8));
            }
            if (unit != text.charAt(i)) {
                return false;
            }
        }
        return text.length() == length;
    }

    /// The position behind `count` elements of an array that are bytes; copies them.
    ///
    /// @param output has room for them and [#SLACK_BYTES] more; null if they are only passed over
    public static int behindBytes(byte[] bytes, int at, byte @Nullable [] output, int count) {
        return IntegerArrays.BIT_MOVES
                ? behindByBitMoves(bytes, at, output, count)
                : behindByBytes(bytes, at, output, count);
    }

    static int behindByBitMoves(byte[] bytes, int at, byte @Nullable [] output, int count) {
        int next = at;
        int done = 0;
        while (count - done >= 8) {
            long eight = (long) LE64.get(bytes, next);
            if ((eight & IntegerArrays.TOP_BITS) == 0) { // text: the next load need not wait for this one
                if (output != null) {
                    LE64.set(output, done, eight);
                }
                done += 8;
                next += 8;
                continue;
            }
            int tops = (int) Long.compress(eight, IntegerArrays.TOP_BITS);
            if (((eight ^ IntegerArrays.PREFIX_ALL) & IntegerArrays.PREFIXES[tops]) != 0) {
                return NONE;
            }
            if (output != null) {
                LE64.set(output, done, Long.compress(eight, IntegerArrays.VALUES[tops]));
            }
            done += IntegerArrays.VALUE_COUNT[tops];
            next += IntegerArrays.passed(eight);
        }
        while (done < count) { // nothing behind the elements may be judged
            long eight = (long) LE64.get(bytes, next);
            int tops = (int) Long.compress(eight, IntegerArrays.TOP_BITS);
            int some = Math.min(IntegerArrays.VALUE_COUNT[tops], count - done);
            long values = Long.expand(-1L >>> (Long.SIZE - 8 * some), IntegerArrays.VALUES[tops]);
            int unused = Long.numberOfLeadingZeros(values);
            if (((eight ^ IntegerArrays.PREFIX_ALL) & IntegerArrays.PREFIXES[tops] & (-1L >>> unused)) != 0) {
                return NONE;
            }
            if (output != null) {
                LE64.set(output, done, Long.compress(eight, values));
            }
            done += some;
            next += (Long.SIZE - unused) / 8;
        }
        return next;
    }

    static int behindByBytes(byte[] bytes, int at, byte @Nullable [] output, int count) {
        int next = at;
        for (int i = 0; i < count; i++) {
            byte value = bytes[next++];
            if (value < 0) {
                if (value != (byte) IntegerArrays.PREFIX) {
                    return NONE;
                }
                value = bytes[next++];
            }
            if (output != null) {
                output[i] = value;
            }
        }
        return next;
    }
}
