package io.batpak.fs;

/// The exclusive right to a directory, held until [#close].
///
/// Advisory: it excludes every other batpak handle, in this process or in another, of any implementation, and
/// nobody else. It vanishes with the process. Child processes do not inherit it. Threads: may be closed by
/// any.
public interface DirectoryLock extends AutoCloseable {
    /// The mode it was taken in.
    LockMode mode();

    /// Whether other handles are shut out. False only in [LockMode#READ_ONLY] on a directory that nobody here
    /// can write to and that has no lock file: nothing can be locked there, and nothing changes there either,
    /// unless somebody else may write to it.
    default boolean isHeld() {
        return true;
    }

    /// Gives the lock back; a second call does nothing.
    @Override
    void close();
}
