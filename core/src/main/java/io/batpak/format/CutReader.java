package io.batpak.format;

/// Reads what [CutBytes] wrote. One thread.
final class CutReader {
    private static final int GROUP_BITS = 7;
    private static final int GROUP = 0x7F;
    private static final int LAST_SHIFT = 56;

    private final byte[] bytes;
    private int at;

    CutReader(byte[] bytes, int from) {
        this.bytes = bytes;
        this.at = from;
    }

    /// Where the next byte stands.
    int position() {
        return at;
    }

    /// A number that is not negative.
    ///
    /// @throws FormatSignal if there is none, or it is written longer than it has to be
    long varint() {
        long value = 0;
        for (int shift = 0; shift <= LAST_SHIFT; shift += GROUP_BITS) {
            byte b = next();
            value |= (long) (b & GROUP) << shift;
            if (b >= 0) {
                if (b == 0 && shift > 0) {
                    throw new FormatSignal("a number longer than it has to be");
                }
                return value;
            }
        }
        throw new FormatSignal("a number above 2^63");
    }

    /// How many things follow, each of at least one byte; checked against the bytes that are left.
    long count() {
        long count = varint();
        if (count > bytes.length - at) {
            throw new FormatSignal(count + " things in " + (bytes.length - at) + " bytes");
        }
        return count;
    }

    /// Eight bytes, little-endian.
    long fixed() {
        long value = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            value |= (next() & 0xFFL) << (Byte.SIZE * i);
        }
        return value;
    }

    private byte next() {
        if (at == bytes.length) {
            throw new FormatSignal("it ends early");
        }
        return bytes[at++];
    }

    /// Requires that nothing follows.
    void end() {
        if (at < bytes.length) {
            throw new FormatSignal((bytes.length - at) + " bytes follow");
        }
    }
}
