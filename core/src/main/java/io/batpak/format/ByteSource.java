package io.batpak.format;

/// Bytes that can be read at any offset: a file, a mapping or an array.
@FunctionalInterface
public interface ByteSource {

    /// Copies exactly `length` bytes from offset `at` into `target`.
    ///
    /// Codecs only ask for bytes below the length they were told. A failing read throws whatever the source
    /// throws; codecs pass it on untouched, because an unreadable file is no statement about its bytes.
    void read(long at, byte[] target, int offset, int length);

    /// The bytes of an array; later changes of the array show.
    static ByteSource of(byte[] bytes) {
        return (at, target, offset, length) -> System.arraycopy(bytes, Math.toIntExact(at), target, offset, length);
    }
}
