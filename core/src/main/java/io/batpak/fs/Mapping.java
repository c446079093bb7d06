package io.batpak.fs;

/// A file mapped read-only, as long as it was when it was mapped.
///
/// Bytes leave as copies, so nobody outlives the mapping. Threads: shared freely; whoever closes it must know
/// that no copy is under way, a late copy fails with [StoreIoException]. Not affected by interrupts, by a
/// later rename or by the deletion of the name.
///
/// The reads of single integers are little-endian, need no alignment, and cost no more than a read of memory.
/// They fail as [#copy] does.
public interface Mapping extends AutoCloseable {
    /// Mapped bytes.
    long length();

    /// Copies `length` bytes from byte `at` of the file to `offset` of `target`.
    ///
    /// @throws StoreIoException `INVALID_INPUT` if the range leaves the mapping, `OTHER` after close
    /// @throws MappingLostException if a page has vanished
    void copy(long at, byte[] target, int offset, int length);

    /// Byte `at`.
    byte byteAt(long at);

    /// The 2 bytes from `at` on.
    short shortAt(long at);

    /// The 4 bytes from `at` on.
    int intAt(long at);

    /// The 8 bytes from `at` on.
    long longAt(long at);

    /// Unmaps; a second call does nothing. Costs 25 µs to 4 ms. Does nothing to a mapping of
    /// [StoreFile#mapUntilUnreachable].
    @Override
    void close();
}
