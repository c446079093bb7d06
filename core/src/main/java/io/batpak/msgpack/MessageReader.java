package io.batpak.msgpack;

import io.batpak.msgpack.MessageFormatException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/// Reads one message out of a byte array, value by value; reusable.
///
/// Every read passes over the value it returns. Bytes behind the last value read are not looked at. All
/// damage is a [MessageFormatException]; afterwards the position is undefined until the next [#reset(byte[],
/// int, int)]. No length in the message makes the reader allocate more than the message's own size.
///
/// Belongs to one thread at a time. The array is read in place and must not change meanwhile.
public final class MessageReader extends MessageCursor {
    /// A value nested in this many containers, itself counted if it is one, is refused; one less is the
    /// deepest.
    public static final int MAX_DEPTH = 1024;

    private static final int ID_BYTES = 16;
    private static final byte[] EMPTY = {};
    private static final int[] NO_LEVELS = {};
    private static final int LEVELS = 16;

    private long idHigh;
    private long idLow;
    /// Children left in the containers that are being passed over.
    private int[] open = NO_LEVELS;

    /// A reader of an empty message, to be reset.
    public MessageReader() {
        this(EMPTY);
    }

    /// A reader of the whole array.
    public MessageReader(byte[] message) {
        super(message);
    }

    /// Starts over at `offset`; the message has `length` bytes.
    ///
    /// @throws IndexOutOfBoundsException if the range leaves the array
    public void reset(byte[] message, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, message.length);
        bytes = message;
        start = offset;
        next = offset;
        end = offset + length;
    }

    /// Bytes of the message passed so far.
    public int position() {
        return next - start;
    }

    /// Bytes of the message still in front.
    public int remaining() {
        return end - next;
    }

    /// The array that is read.
    public byte[] array() {
        return bytes;
    }

    /// Index in [#array()] of the next byte.
    public int arrayIndex() {
        return next;
    }

    /// The family of the next value, which is not passed over.
    public MessageType peekType() {
        return MessageType.of((byte) peek());
    }

    /// Number of pairs of the map that starts here; its first key is next. At least 2 bytes a pair are left.
    public int mapHeader() {
        return mapLength();
    }

    /// Number of elements of the array that starts here; its first element is next. At least 1 byte each is
    /// left.
    public int arrayHeader() {
        return arrayLength();
    }

    /// Passes over a nil if it is next; otherwise stays and returns false, also at the end of the message.
    public boolean tryNil() {
        if (next < end && bytes[next] == (byte) 0xC0) {
            next++;
            return true;
        }
        return false;
    }

    /// A boolean.
    public boolean bool() {
        int first = peek();
        if (first != 0xC2 && first != 0xC3) {
            throw unexpected(next);
        }
        next++;
        return first == 0xC3;
    }

    /// An integer of any width from 0 to `max`, which is unsigned too: -1 accepts all 64 bits.
    public long unsigned(long max) {
        int at = next;
        int first = peek();
        long value = integerBits();
        boolean negative = first >= 0xD0 && value < 0;
        if (negative || Long.compareUnsigned(value, max) > 0) {
            throw damage(Reason.OUT_OF_RANGE, at);
        }
        return value;
    }

    /// An integer of any width that fits a `long`.
    public long signed() {
        int at = next;
        int first = peek();
        long value = integerBits();
        if (first == 0xCF && value < 0) {
            throw damage(Reason.OUT_OF_RANGE, at);
        }
        return value;
    }

    /// Whether the next value is an integer above `Long.MAX_VALUE`, which only [#unsigned(long)] can read.
    public boolean isAboveSigned() {
        return end - next >= 9 && bytes[next] == (byte) 0xCF && bytes[next + 1] < 0;
    }

    /// A floating-point number of 32 or 64 bits, or an integer, as the nearest `double`.
    public double real() {
        int first = peek();
        if (first == 0xCA) {
            return Float.intBitsToFloat(BigEndian.get32(bytes, take(5) + 1));
        }
        if (first == 0xCB) {
            return Double.longBitsToDouble(BigEndian.get64(bytes, take(9) + 1));
        }
        long value = integerBits();
        boolean aboveSigned = first == 0xCF && value < 0;
        return aboveSigned ? (double) ((value >>> 1) | (value & 1)) * 2.0 : (double) value;
    }

    /// A string. Malformed UTF-8 is [Reason#INVALID_UTF8].
    public String string() {
        int length = stringLength();
        int from = take(length);
        if (Utf8.isAscii(bytes, from, next)) {
            return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
        }
        requireUtf8(from);
        return new String(bytes, from, length, StandardCharsets.UTF_8);
    }

    /// Passes over a string, checking it as [#string()] does; returns its number of bytes, which end at
    /// [#arrayIndex()].
    public int skipString() {
        int length = stringLength();
        int from = take(length);
        if (!Utf8.isAscii(bytes, from, next)) {
            requireUtf8(from);
        }
        return length;
    }

    private void requireUtf8(int from) {
        int malformed = Utf8.firstMalformed(bytes, from, next);
        if (malformed < next) {
            throw damage(Reason.INVALID_UTF8, malformed);
        }
    }

    /// Number of bytes of the string that starts here; its bytes are next, unchecked. All of them are left.
    public int stringHeader() {
        return stringLength();
    }

    /// Passes over `length` bytes of a string whose header was read.
    public void skipBytes(int length) {
        Objects.checkIndex(length, Integer.MAX_VALUE);
        take(length);
    }

    /// A 16-byte id, as `bin` or as an array of integers; its halves are [#idHigh()] and [#idLow()].
    public void id() {
        int at = next;
        if (end - at >= ID_BYTES + 2 && bytes[at] == (byte) 0xC4 && bytes[at + 1] == ID_BYTES) {
            next = at + ID_BYTES + 2;
            idHigh = BigEndian.get64(bytes, at + 2);
            idLow = BigEndian.get64(bytes, at + 10);
            return;
        }
        byte[] id = new byte[ID_BYTES];
        intArrayExactly(id, 0, ID_BYTES);
        idHigh = BigEndian.get64(id, 0);
        idLow = BigEndian.get64(id, 8);
    }

    /// The first 8 bytes, big-endian, of the id read last; 0 before the first.
    public long idHigh() {
        return idHigh;
    }

    /// The last 8 bytes, big-endian, of the id read last; 0 before the first.
    public long idLow() {
        return idLow;
    }

    /// Number of bytes in the byte sequence that starts here, which is not passed over. Its elements are
    /// unchecked, but as many bytes are left.
    public int peekIntArrayLength() {
        int at = next;
        int length = isBinary() ? binaryLength() : arrayLength();
        next = at;
        return length;
    }

    /// Copies a byte sequence, written as an array of integers 0…255 or as `bin`, to `output`; returns its
    /// length. More than `max` bytes are [Reason#WRONG_LENGTH].
    ///
    /// @throws IndexOutOfBoundsException if `max` bytes do not fit
    public int intArray(byte[] output, int offset, int max) {
        Objects.checkFromIndexSize(offset, max, output.length);
        int at = next;
        boolean binary = isBinary();
        int length = binary ? binaryLength() : arrayLength();
        if (length > max) {
            throw damage(Reason.WRONG_LENGTH, at);
        }
        if (binary) {
            System.arraycopy(bytes, take(length), output, offset, length);
        } else {
            IntegerArrays.decode(this, output, offset, length);
        }
        return length;
    }

    /// A byte sequence of any length, as a new array.
    public byte[] intArray() {
        byte[] output = new byte[peekIntArrayLength()];
        intArray(output, 0, output.length);
        return output;
    }

    /// Copies a byte sequence of exactly `length` bytes to `output`; any other length is
    /// [Reason#WRONG_LENGTH].
    ///
    /// @throws IndexOutOfBoundsException if `length` bytes do not fit
    public void intArrayExactly(byte[] output, int offset, int length) {
        int at = next;
        if (intArray(output, offset, length) != length) {
            throw damage(Reason.WRONG_LENGTH, at);
        }
    }

    /// Passes over a byte sequence, checking that it is one; returns its length.
    public int skipIntArray() {
        if (isBinary()) {
            int length = binaryLength();
            take(length);
            return length;
        }
        int length = arrayLength();
        IntegerArrays.decode(this, null, 0, length);
        return length;
    }

    private boolean isBinary() {
        int first = peek();
        return first >= 0xC4 && first <= 0xC6;
    }

    /// Passes over any value. Text is not checked to be UTF-8.
    public void skipValue() {
        skipValue(0);
    }

    /// Passes over any value that stands inside `depth` open containers, which count towards [#MAX_DEPTH].
    public void skipValue(int depth) {
        int level = 0;
        int left = 1;
        while (left > 0 || level > 0) {
            if (left == 0) {
                left = open[--level];
                continue;
            }
            left--;
            int at = next;
            int children = skipHead();
            if (children < 0) {
                continue;
            }
            if (depth + level + 1 >= MAX_DEPTH) {
                throw damage(Reason.TOO_DEEP, at);
            }
            if (level == open.length) {
                open = Arrays.copyOf(open, Math.max(LEVELS, level * 2));
            }
            open[level++] = left;
            left = children;
        }
    }

    /// Whether the next bytes are exactly these; stays in front of them.
    public boolean matches(byte[] expected) {
        return end - next >= expected.length && BigEndian.isAt(bytes, next, expected);
    }

    /// Passes over the next bytes if they are exactly this key, encoded by [KeyTable#key(String)]; otherwise
    /// stays.
    public boolean tryKey(byte[] encodedKey) {
        if (matches(encodedKey)) {
            next += encodedKey.length;
            return true;
        }
        return false;
    }

    /// Passes over a map key of any form; returns its index in the table, -1 if it is unknown.
    ///
    /// As in the reference, a key may be a string, the same bytes as `bin`, or an index in declaration order.
    public int keyIndex(KeyTable keys) {
        int at = next;
        return switch (peekType()) {
            case STRING -> {
                int length = stringLength();
                yield keys.find(bytes, take(length), length);
            }
            case BINARY -> {
                int length = binaryLength();
                yield keys.find(bytes, take(length), length);
            }
            case INTEGER -> {
                long index = unsigned(-1);
                yield Long.compareUnsigned(index, keys.size()) < 0 ? (int) index : -1;
            }
            case NIL, BOOL, FLOAT, ARRAY, MAP, EXTENSION, RESERVED -> throw unexpected(at);
        };
    }
}
