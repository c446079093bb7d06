package io.batpak.hash;

/// A 32-bit checksum over bytes.
///
/// Safe for use by any number of threads at once. Pure computation: no I/O, nothing kept between calls.
@FunctionalInterface
public interface Checksum32 {
    /// The checksum of `length` bytes from `offset` on, as the 32 bits of the result (0 for no bytes).
    ///
    /// @throws IndexOutOfBoundsException if the range leaves the array
    int of(byte[] bytes, int offset, int length);

    /// CRC-32 of IEEE 802.3 and zlib, the checksum of frames and of files.
    static Checksum32 crc32() {
        return Crc32.INSTANCE;
    }
}
