package io.batpak.hash;

import java.util.Objects;
import java.util.zip.CRC32;

/// The CRC-32 of {@link Checksum32#crc32()}, taken piece by piece, for bytes that need not all be in memory.
///
/// One thread. Pure computation: no I/O.
public final class RunningCrc32 {
    private final CRC32 crc = new CRC32();

    /// Adds `length` bytes from `offset` on.
    ///
    /// @throws IndexOutOfBoundsException if the range leaves the array
    public void update(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        crc.update(bytes, offset, length);
    }

    /// The checksum of all bytes so far, as the 32 bits of the result; 0 for no bytes.
    public int value() {
        return (int) crc.getValue();
    }
}
