package io.batpak.fs;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// One directory of the store: flat names, no subdirectories.
///
/// Creating, renaming and deleting a name is visible at once and durable after [#syncDirectory]. A name is
/// one path component, else `INVALID_INPUT`. Symbolic links are followed only by [#openReadOnly]; everything
/// that writes refuses them with `INVALID_INPUT`. Threads: may be shared. Errors: [StoreIoException].
public interface StoreFs {
    /// The directory `directory` of the local file system. Does no I/O.
    static StoreFs local(Path directory) {
        return new LocalFs(directory);
    }

    /// The directory, canonical after [#create], absolute before.
    String directory();

    /// Creates the directory and its parents if they are missing, and makes [#directory] canonical.
    void create();

    /// The names of everything in the directory that is not a directory itself, ascending by their bytes.
    /// Symbolic links are included. Never fails because of a strange name.
    List<String> list();

    /// Facts about a name, without following a symbolic link; empty if there is no such name.
    Optional<FileFacts> facts(String name);

    /// Creates an empty file for reading and writing.
    ///
    /// @throws StoreIoException `ALREADY_EXISTS`; `INVALID_INPUT` if the name is a symbolic link
    StoreFile createNew(String name);

    /// Opens an existing file for reading and writing.
    ///
    /// @throws StoreIoException `NOT_FOUND`; `INVALID_INPUT` if the name is a symbolic link
    StoreFile openExisting(String name);

    /// Opens a file for reading. Follows a symbolic link.
    ///
    /// @throws StoreIoException `NOT_FOUND`
    StoreFile openReadOnly(String name);

    /// Renames a file, replacing `to` if it exists: at every moment `to` is either the old or the new file.
    ///
    /// @throws StoreIoException `NOT_FOUND`; `INVALID_INPUT` if `to` is a symbolic link
    void rename(String from, String to);

    /// Removes a name. Open files and mappings of it stay usable.
    ///
    /// @throws StoreIoException `NOT_FOUND`
    void delete(String name);

    /// Makes all names created, renamed and deleted so far durable.
    void syncDirectory();

    /// Takes the exclusive lock of the directory on the file `name`, which is created empty if missing and
    /// never deleted. Does not wait.
    ///
    /// In a directory that this process may not write to, [LockMode#READ_ONLY] makes do with a lock file that
    /// is there and can be read, and without one locks nothing, see [DirectoryLock#isHeld].
    ///
    /// @throws StoreLockedException if another handle holds it
    /// @throws NativeAccessException if this JVM may not call the operating system
    /// @throws StoreIoException `INVALID_INPUT` if the name is a symbolic link
    DirectoryLock lock(String name, LockMode mode);
}
