package io.batpak.fuzz;

import io.batpak.format.FrameHead;
import io.batpak.format.Preamble;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

/// Puts right checksums around wrong bytes, because no fuzzer guesses a checksum. Every method returns a copy and
/// leaves alone what is too short to be sealed.
final class Seal {
    private static final VarHandle INT_LE = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG_LE =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int ENVELOPE_CRC_AT = 8;
    private static final int ENVELOPE_BYTES = 12;
    private static final int TRAILER_BYTES = 16;
    private static final int ENTRY_BYTES = 162;
    private static final int RUN_DIRECTORY_BYTES = 520;
    private static final int RUN_CRC_AT = 516;
    private static final int RUN_SECTIONS = 40;
    private static final int RUN_HEAD_BYTES = 8;
    private static final int RUN_BLOCK_BYTES = 1 << 16;

    private Seal() {}

    static int u32(byte[] b, int at) {
        return (int) INT_LE.get(b, at);
    }

    static long u64(byte[] b, int at) {
        return (long) LONG_LE.get(b, at);
    }

    static void putU32(byte[] b, int at, int value) {
        INT_LE.set(b, at, value);
    }

    static void putU64(byte[] b, int at, long value) {
        LONG_LE.set(b, at, value);
    }

    private static int crc(byte[] b, int from, int to) {
        CRC32 crc = new CRC32();
        crc.update(b, from, to - from);
        return (int) crc.getValue();
    }

    /// A file with magic (6 bytes), version (2), checksum of what follows (4): all our sidecars but the runs.
    static byte[] envelope(byte[] file) {
        byte[] sealed = file.clone();
        if (sealed.length >= ENVELOPE_BYTES) {
            putU32(sealed, ENVELOPE_CRC_AT, crc(sealed, ENVELOPE_BYTES, sealed.length));
        }
        return sealed;
    }

    /// Such a file of a given magic and version, with the rest of `input` from `from` on as its body.
    static byte[] envelope(String magic, int version, byte[] input, int from) {
        byte[] body = from < input.length ? Arrays.copyOfRange(input, from, input.length) : new byte[0];
        byte[] file = Arrays.copyOf(magic.getBytes(StandardCharsets.US_ASCII), ENVELOPE_BYTES + body.length);
        file[6] = (byte) version;
        file[7] = (byte) (version >>> Byte.SIZE);
        System.arraycopy(body, 0, file, ENVELOPE_BYTES, body.length);
        return envelope(file);
    }

    /// A segment: the checksum of each frame whose body is there, and that of the footer.
    static byte[] segment(byte[] file) {
        byte[] sealed = file.clone();
        if (sealed.length < Preamble.HEADER_AT) {
            return sealed;
        }
        long at = Preamble.HEADER_AT + FrameHead.bodyLength(sealed, 4);
        while (at + FrameHead.BYTES <= sealed.length) {
            long length = FrameHead.bodyLength(sealed, (int) at);
            if (length == 0 || length > sealed.length - at - FrameHead.BYTES) {
                break;
            }
            FrameHead.put(sealed, (int) at, (int) length);
            at += FrameHead.BYTES + length;
        }
        return footer(sealed);
    }

    /// A segment: the checksum of its footer, where the trailer leaves room for one.
    static byte[] footer(byte[] file) {
        byte[] sealed = file.clone();
        int crcAt = sealed.length - TRAILER_BYTES - Integer.BYTES;
        if (crcAt < 0) {
            return sealed;
        }
        long framesEnd = u64(sealed, sealed.length - TRAILER_BYTES);
        long count = Integer.toUnsignedLong(u32(sealed, sealed.length - TRAILER_BYTES + Long.BYTES));
        if (framesEnd >= 0 && framesEnd <= crcAt && count * ENTRY_BYTES <= crcAt - framesEnd) {
            putU32(sealed, crcAt, crc(sealed, (int) framesEnd, crcAt));
        }
        return sealed;
    }

    /// An index run: the checksums of its blocks and of its directory, as far as the lengths of its sections fit.
    static byte[] run(byte[] file) {
        byte[] sealed = file.clone();
        int directory = sealed.length - RUN_DIRECTORY_BYTES;
        if (directory < RUN_HEAD_BYTES) {
            return sealed;
        }
        long covered = RUN_HEAD_BYTES;
        for (int section = 0; section < RUN_SECTIONS; section++) {
            long length = u64(sealed, directory + section * Long.BYTES);
            if (length < 0 || length > directory) {
                return sealed;
            }
            covered = (covered + length + Long.BYTES - 1) & -Long.BYTES;
        }
        if (covered > directory) {
            return sealed;
        }
        int table = (int) covered;
        for (int block = 0; block * RUN_BLOCK_BYTES < table && table + 4 * block + 4 <= directory; block++) {
            int from = block * RUN_BLOCK_BYTES;
            putU32(sealed, table + 4 * block, crc(sealed, from, Math.min(from + RUN_BLOCK_BYTES, table)));
        }
        CRC32 crc = new CRC32();
        crc.update(sealed, 0, RUN_HEAD_BYTES);
        crc.update(sealed, table, directory + RUN_CRC_AT - table);
        putU32(sealed, directory + RUN_CRC_AT, (int) crc.getValue());
        return sealed;
    }
}
