package io.batpak.hash;

import java.util.Objects;
import java.util.zip.CRC32;

/// The JDK's CRC-32, one short-lived object per call.
final class Crc32 implements Checksum32 {
    static final Checksum32 INSTANCE = new Crc32();

    private Crc32() {}

    @Override
    public int of(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        CRC32 crc = new CRC32();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }
}
