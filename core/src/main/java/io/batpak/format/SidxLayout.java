package io.batpak.format;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Where things stand in a segment footer. All integers are little-endian, ids included.
///
/// ```
/// T                 E                  E+162n       +4       +12      +16
/// | string table    | n entries x 162  | crc  u32   | T u64  | n u32  | "SDX3" |
///
/// string table   MessagePack array of strings, entity before scope, in order of first use
/// crc            over [T, E+162n); "SDX2" footers have none
///
/// entry
/// 0           16          20          24      26          34       38      42       46
/// | event id  | entity    | scope     | kind  | wall ms   | clock  | lane  | depth  |
/// | u128      | u32       | u32       | u16   | u64       | u32    | u32   | u32    |
///
/// 46               78              110             118            122        130           146          162
/// | previous hash  | event hash    | frame offset  | frame length | sequence | correlation | causation  |
/// | 32             | 32            | u64           | u32          | u64      | u128        | u128       |
/// ```
final class SidxLayout {

    static final int HASH_BYTES = 32;
    static final int ID_BYTES = 16;

    static final int EVENT_ID_AT = 0;
    static final int ENTITY_AT = EVENT_ID_AT + ID_BYTES;
    static final int SCOPE_AT = ENTITY_AT + Integer.BYTES;
    static final int KIND_AT = SCOPE_AT + Integer.BYTES;
    static final int WALL_AT = KIND_AT + Short.BYTES;
    static final int CLOCK_AT = WALL_AT + Long.BYTES;
    static final int LANE_AT = CLOCK_AT + Integer.BYTES;
    static final int DEPTH_AT = LANE_AT + Integer.BYTES;
    static final int PREVIOUS_HASH_AT = DEPTH_AT + Integer.BYTES;
    static final int EVENT_HASH_AT = PREVIOUS_HASH_AT + HASH_BYTES;
    static final int FRAME_OFFSET_AT = EVENT_HASH_AT + HASH_BYTES;
    static final int FRAME_LENGTH_AT = FRAME_OFFSET_AT + Long.BYTES;
    static final int SEQUENCE_AT = FRAME_LENGTH_AT + Integer.BYTES;
    static final int CORRELATION_AT = SEQUENCE_AT + Long.BYTES;
    static final int CAUSATION_AT = CORRELATION_AT + ID_BYTES;
    static final int ENTRY_BYTES = CAUSATION_AT + ID_BYTES;

    static final int CRC_BYTES = Integer.BYTES;

    static final int TRAILER_END_AT = 0;
    static final int TRAILER_COUNT_AT = TRAILER_END_AT + Long.BYTES;
    static final int TRAILER_MAGIC_AT = TRAILER_COUNT_AT + Integer.BYTES;
    static final int TRAILER_BYTES = TRAILER_MAGIC_AT + Integer.BYTES;

    /// Longest string a valid coordinate can put into the table, with its MessagePack header.
    static final int STRING_BYTES_MAX = 1024 + 3;

    private static final VarHandle LONG_LE =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT_LE = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORT_LE =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private SidxLayout() {}

    static long u64(byte[] b, int at) {
        return (long) LONG_LE.get(b, at);
    }

    static long u32(byte[] b, int at) {
        return Integer.toUnsignedLong((int) INT_LE.get(b, at));
    }

    static int u16(byte[] b, int at) {
        return Short.toUnsignedInt((short) SHORT_LE.get(b, at));
    }

    static void putU64(byte[] b, int at, long value) {
        LONG_LE.set(b, at, value);
    }

    static void putU32(byte[] b, int at, long value) {
        INT_LE.set(b, at, (int) value);
    }

    static void putU16(byte[] b, int at, int value) {
        SHORT_LE.set(b, at, (short) value);
    }

    /// Ids are one 128-bit little-endian number: the low half stands first.
    static void putId(byte[] b, int at, long high, long low) {
        putU64(b, at, low);
        putU64(b, at + Long.BYTES, high);
    }
}
