package io.batpak.format;

/// Takes the bytes of a file that is written in pieces; `io.batpak.fs.StoreFile::write` is one.
@FunctionalInterface
public interface ByteSink {
    /// Takes `length` bytes of `source` from `offset` on, which belong at byte `at` of the file. The array may be
    /// reused afterwards. What a failing sink throws passes through.
    void write(byte[] source, int offset, int length, long at);
}
