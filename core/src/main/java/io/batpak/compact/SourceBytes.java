package io.batpak.compact;

/// The bytes of the segments that are replaced. Threads: one.
public interface SourceBytes {
    /// Copies exactly `length` bytes of a segment, from byte `at` on, to `offset` of `target`.
    ///
    /// @throws io.batpak.error.SegmentDamageException if the segment is shorter
    /// @throws io.batpak.fs.StoreIoException what the disk said
    void read(long segment, long at, byte[] target, int offset, int length);
}
