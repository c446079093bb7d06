package io.batpak.fs;

/// One open file.
///
/// Threads: any number may read while one writes, truncates and syncs; whoever writes is the only one who
/// does. Interrupting a thread never breaks the file for others and never stops a call halfway; the interrupt
/// stays pending. Durability: what [#write] has returned from survives the death of the process, what [#sync]
/// has returned from survives a crash of the machine, provided the name is durable ([StoreFs#syncDirectory]).
/// Errors: [StoreIoException]; every call after [#close] fails with it.
public interface StoreFile extends AutoCloseable {
    /// The current name; follows renames done through the same [StoreFs].
    String name();

    /// Bytes in the file, now.
    long length();

    /// Reads up to `length` bytes at byte `at` into `target` from `offset`. Returns the number of bytes read,
    /// 0 at or behind the end; it may be less than asked for even before the end.
    int read(byte[] target, int offset, int length, long at);

    /// Reads exactly `length` bytes.
    ///
    /// @throws StoreIoException `UNEXPECTED_EOF` if the file ends before; the bytes before the end are in
    ///     `target`
    default void readFully(byte[] target, int offset, int length, long at) {
        int done = 0;
        while (done < length) {
            int count = read(target, offset + done, length - done, at + done);
            if (count == 0) {
                throw new StoreIoException(
                        IoSite.at("read", name(), at),
                        IoKind.UNEXPECTED_EOF,
                        "wanted " + length + " bytes, the file has " + done);
            }
            done += count;
        }
    }

    /// Writes all bytes at byte `at`; a gap behind the old end reads as zeros. After a failure any prefix may
    /// have been written.
    ///
    /// @throws StoreIoException `PERMISSION_DENIED` if the file was opened read-only, as for [#truncate] and
    /// [#sync]
    void write(byte[] source, int offset, int length, long at);

    /// Cuts the file to `length` bytes; a length behind the end is refused with `INVALID_INPUT`.
    void truncate(long length);

    /// Makes every byte written so far durable. After a failure the file must not be trusted again: the bytes
    /// may be gone although a second sync would succeed.
    void sync(SyncMode mode);

    /// Maps the bytes the file has now.
    Mapping map();

    /// The same, but the bytes stay mapped until the garbage collector finds that nobody can reach the
    /// mapping any more: for readers that come and go without closing anything.
    Mapping mapUntilUnreachable();

    /// Closes the file without syncing it; a second call does nothing.
    @Override
    void close();
}
