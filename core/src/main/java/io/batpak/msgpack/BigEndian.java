package io.batpak.msgpack;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Big-endian numbers in byte arrays, as MessagePack and frame heads have them.
final class BigEndian {
    private static final VarHandle SHORT = handle(short[].class);
    private static final VarHandle INT = handle(int[].class);
    private static final VarHandle LONG = handle(long[].class);

    private BigEndian() {}

    private static VarHandle handle(Class<?> viewArray) {
        return MethodHandles.byteArrayViewVarHandle(viewArray, ByteOrder.BIG_ENDIAN);
    }

    /// Whether these bytes stand at `at`; the array has as many from there on. Keys are short, so the usual ones are
    /// compared by words, the last of which may overlap the one before.
    static boolean isAt(byte[] bytes, int at, byte[] expected) {
        int length = expected.length;
        if (length < Integer.BYTES) {
            return Arrays.equals(bytes, at, at + length, expected, 0, length);
        }
        if (length < Long.BYTES) {
            int last = length - Integer.BYTES;
            return get32(bytes, at) == get32(expected, 0) && get32(bytes, at + last) == get32(expected, last);
        }
        int last = length - Long.BYTES;
        for (int i = 0; i < last; i += Long.BYTES) {
            if (get64(bytes, at + i) != get64(expected, i)) {
                return false;
            }
        }
        return get64(bytes, at + last) == get64(expected, last);
    }

    static void put16(byte[] bytes, int at, int value) {
        SHORT.set(bytes, at, (short) value);
    }

    static void put32(byte[] bytes, int at, int value) {
        INT.set(bytes, at, value);
    }

    static void put64(byte[] bytes, int at, long value) {
        LONG.set(bytes, at, value);
    }

    static int get16(byte[] bytes, int at) {
        return (short) SHORT.get(bytes, at) & 0xFFFF;
    }

    static int get32(byte[] bytes, int at) {
        return (int) INT.get(bytes, at);
    }

    static long get64(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at);
    }
}
