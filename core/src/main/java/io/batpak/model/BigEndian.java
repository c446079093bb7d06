package io.batpak.model;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Longs in byte arrays, most significant byte first.
final class BigEndian {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private BigEndian() {}

    static long readLong(byte[] from, int offset) {
        return (long) LONG.get(from, offset);
    }

    static void writeLong(byte[] to, int offset, long value) {
        LONG.set(to, offset, value);
    }
}
