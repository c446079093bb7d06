package io.batpak.msgpack;

import java.util.Arrays;
import java.util.Objects;

/// Writes MessagePack in its canonical form to a byte array that grows; reusable.
///
/// Headers promise items that the caller then writes; nothing checks that the promise is kept. Belongs to one
/// thread at a time. A message is at most [#LENGTH_MAX] bytes long; writing more is an
/// [IllegalArgumentException].
public final class MessageWriter {
    /// Most bytes that one message can have.
    public static final int LENGTH_MAX = Integer.MAX_VALUE - 64;

    private static final int HEAD_BYTES_MAX = 9;

    private byte[] bytes;
    private int length;

    /// @param initialCapacity bytes that fit before the array grows for the first time
    public MessageWriter(int initialCapacity) {
        bytes = new byte[Math.max(initialCapacity, 16)];
    }

    /// Forgets the message and keeps the array.
    public void reset() {
        length = 0;
    }

    /// Forgets everything behind the first `count` bytes.
    ///
    /// @throws IndexOutOfBoundsException if there are fewer
    public void truncate(int count) {
        length = Objects.checkIndex(count, length + 1);
    }

    /// Bytes written since the last reset.
    public int length() {
        return length;
    }

    /// The array that is written to; the message is its first [#length()] bytes. Another one after a write
    /// that grew.
    public byte[] array() {
        return bytes;
    }

    /// A copy of the message.
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    private void ensure(long more) {
        if (bytes.length - length < more) {
            grow(more);
        }
    }

    private void grow(long more) {
        long needed = length + more;
        if (needed > LENGTH_MAX) {
            throw new IllegalArgumentException("a message of " + needed + " bytes exceeds " + LENGTH_MAX);
        }
        bytes = Arrays.copyOf(bytes, (int) Math.min(LENGTH_MAX, Math.max(needed, bytes.length * 2L)));
    }

    /// The head of a map of `count` pairs, keys and values alternating.
    public void mapHeader(int count) {
        header(count, 0x80, 0xDE);
    }

    /// The head of an array of `count` values.
    public void arrayHeader(int count) {
        header(count, 0x90, 0xDC);
    }

    /// The head of a container: up to 15 items in the first byte, else a form with 16 or with 32 bits of
    /// count.
    private void header(int count, int fixed, int wide) {
        Objects.checkIndex(count, Integer.MAX_VALUE);
        ensure(HEAD_BYTES_MAX);
        if (count < 16) {
            bytes[length++] = (byte) (fixed | count);
        } else if (count <= 0xFFFF) {
            put8And16(wide, count);
        } else {
            put8And32(wide + 1, count);
        }
    }

    private void put8And16(int first, int value) {
        bytes[length] = (byte) first;
        BigEndian.put16(bytes, length + 1, value);
        length += 3;
    }

    private void put8And32(int first, int value) {
        bytes[length] = (byte) first;
        BigEndian.put32(bytes, length + 1, value);
        length += 5;
    }

    private void put8And64(int first, long value) {
        bytes[length] = (byte) first;
        BigEndian.put64(bytes, length + 1, value);
        length += 9;
    }

    /// Nil.
    public void nil() {
        ensure(1);
        bytes[length++] = (byte) 0xC0;
    }

    /// A boolean.
    public void bool(boolean value) {
        ensure(1);
        bytes[length++] = (byte) (value ? 0xC3 : 0xC2);
    }

    /// An unsigned integer of 64 bits in its smallest form.
    public void unsigned(long bits) {
        ensure(HEAD_BYTES_MAX);
        if (bits >>> 7 == 0) {
            bytes[length++] = (byte) bits;
        } else if (bits >>> 8 == 0) {
            bytes[length] = (byte) 0xCC;
            bytes[length + 1] = (byte) bits;
            length += 2;
        } else if (bits >>> 16 == 0) {
            put8And16(0xCD, (int) bits);
        } else if (bits >>> 32 == 0) {
            put8And32(0xCE, (int) bits);
        } else {
            put8And64(0xCF, bits);
        }
    }

    /// A signed integer in its smallest form; from 0 on the same as [#unsigned(long)].
    public void signed(long value) {
        if (value >= 0) {
            unsigned(value);
            return;
        }
        ensure(HEAD_BYTES_MAX);
        if (value >= -32) {
            bytes[length++] = (byte) value;
        } else if (value >= Byte.MIN_VALUE) {
            bytes[length] = (byte) 0xD0;
            bytes[length + 1] = (byte) value;
            length += 2;
        } else if (value >= Short.MIN_VALUE) {
            put8And16(0xD1, (int) value);
        } else if (value >= Integer.MIN_VALUE) {
            put8And32(0xD2, (int) value);
        } else {
            put8And64(0xD3, value);
        }
    }

    /// A 32-bit floating-point number, its bits unchanged.
    public void float32(float value) {
        ensure(HEAD_BYTES_MAX);
        put8And32(0xCA, Float.floatToRawIntBits(value));
    }

    /// A 64-bit floating-point number, its bits unchanged, never narrowed.
    public void float64(double value) {
        ensure(HEAD_BYTES_MAX);
        put8And64(0xCB, Double.doubleToRawLongBits(value));
    }

    /// A string as UTF-8.
    ///
    /// @throws IllegalArgumentException if it has an unpaired surrogate; nothing is written then
    public void string(String value) {
        int units = value.length();
        ensure((long) units + 5);
        int head = units < 32 ? 1 : units < 0x100 ? 2 : units <= 0xFFFF ? 3 : 5;
        if (Utf8.putAscii(value, bytes, length + head)) {
            stringHeader(units);
            length += units;
            return;
        }
        int encoded = Utf8.length(value);
        ensure((long) encoded + 5);
        stringHeader(encoded);
        length = Utf8.put(value, bytes, length);
    }

    /// A string whose UTF-8 bytes the caller has; they are not checked.
    public void rawString(byte[] utf8) {
        ensure((long) utf8.length + 5);
        stringHeader(utf8.length);
        System.arraycopy(utf8, 0, bytes, length, utf8.length);
        length += utf8.length;
    }

    private void stringHeader(int count) {
        if (count < 32) {
            bytes[length++] = (byte) (0xA0 | count);
        } else {
            wideHeader(count, 0xD9);
        }
    }

    /// A length in 8, 16 or 32 bits behind `first`, `first + 1` or `first + 2`.
    private void wideHeader(int count, int first) {
        if (count < 0x100) {
            bytes[length] = (byte) first;
            bytes[length + 1] = (byte) count;
            length += 2;
        } else if (count <= 0xFFFF) {
            put8And16(first + 1, count);
        } else {
            put8And32(first + 2, count);
        }
    }

    /// A 16-byte id as `bin`, big-endian.
    public void id(long high, long low) {
        ensure(18);
        BigEndian.put16(bytes, length, 0xC410);
        BigEndian.put64(bytes, length + 2, high);
        BigEndian.put64(bytes, length + 10, low);
        length += 18;
    }

    /// Bytes as an array of integers 0…255, the form in which hashes and payloads are stored.
    ///
    /// @throws IndexOutOfBoundsException if the range leaves the array
    public void intArray(byte[] value, int offset, int count) {
        Objects.checkFromIndexSize(offset, count, value.length);
        ensure(2L * count + 5 + IntegerArrays.SLACK_BYTES);
        arrayHeader(count);
        length = IntegerArrays.encode(value, offset, count, bytes, length);
    }

    /// Bytes as `bin`.
    ///
    /// @throws IndexOutOfBoundsException if the range leaves the array
    public void binary(byte[] value, int offset, int count) {
        Objects.checkFromIndexSize(offset, count, value.length);
        ensure(count + 5L);
        wideHeader(count, 0xC4);
        raw(value, offset, count);
    }

    /// Bytes verbatim: encoded keys, values encoded before.
    ///
    /// @throws IndexOutOfBoundsException if the range leaves the array
    public void raw(byte[] encoded, int offset, int count) {
        Objects.checkFromIndexSize(offset, count, encoded.length);
        ensure(count);
        System.arraycopy(encoded, offset, bytes, length, count);
        length += count;
    }

    /// Four bytes, big-endian, without a MessagePack head: a field of a frame head.
    public void u32be(int value) {
        ensure(4);
        BigEndian.put32(bytes, length, value);
        length += 4;
    }

    /// Overwrites the four bytes at `at` of the message.
    ///
    /// @throws IndexOutOfBoundsException if they have not been written yet
    public void patchU32be(int at, int value) {
        Objects.checkFromIndexSize(at, 4, length);
        BigEndian.put32(bytes, at, value);
    }
}
