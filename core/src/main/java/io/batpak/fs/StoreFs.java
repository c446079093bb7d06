package io.batpak.fs;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// One directory of the store: flat names; subdirectories are seen by [#entries] and reached by [#elsewhere].
///
/// Creating, renaming and deleting a name is visible at once and durable after [#syncDirectory]. The same is
/// true of the directory itself: its name belongs to its parent, which is synced for it. A name is
/// one path component, else `INVALID_INPUT`. Symbolic links are followed only by [#openReadOnly]; everything
/// that writes refuses them with `INVALID_INPUT`. Threads: may be shared. Errors: [StoreIoException].
public interface StoreFs {
    /// The directory `directory` of the local file system. Does no I/O.
    static StoreFs local(Path directory) {
        return new LocalFs(directory);
    }

    /// The directory, canonical after [#create], absolute before.
    String directory();

    /// Another directory of the same file system; a relative path starts at the current directory of the
    /// process. Does no I/O.
    StoreFs elsewhere(Path directory);

    /// What this file system does for a journal. Does no I/O.
    default FsTraits traits() {
        return FsTraits.UNKNOWN;
    }

    /// Whether the directory is there. A symbolic link to a directory counts, anything else of that name does
    /// not.
    boolean exists();

    /// Whether both lead to one directory, by whatever path. False if either is missing or `other` is of
    /// another implementation.
    boolean isSameDirectory(StoreFs other);

    /// Bytes that this process may still write to the file system of the directory, as far as one can know.
    ///
    /// @throws StoreIoException `NOT_FOUND` if there is no directory
    long usableBytes();

    /// Creates the directory and its parents if they are missing, and makes [#directory] canonical. The
    /// local file system also makes the names of what it created durable.
    void create();

    /// The names of everything in the directory that is not a directory itself, ascending by their bytes.
    /// Symbolic links are included. Never fails because of a strange name.
    List<String> list();

    /// The names of everything in the directory, subdirectories included, ascending by their bytes.
    List<String> entries();

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

    /// Copies the first `length` bytes of a file into the new file `targetName` of `target` and makes the bytes
    /// durable; the name is durable after `target` was synced. Follows a symbolic link to the source. A copy
    /// that fails is deleted again. `target` may be of any implementation.
    ///
    /// The bytes reach the disk in portions of 8 MiB, so that a journal beside it is not stalled for long.
    ///
    /// @throws StoreIoException `NOT_FOUND`; `ALREADY_EXISTS`; `UNEXPECTED_EOF` if the source is shorter;
    ///     `STORAGE_FULL`; `INVALID_INPUT` if `targetName` is a symbolic link
    default void copyTo(String name, long length, StoreFs target, String targetName) {
        FileCopy.through(this, name, length, target, targetName);
    }

    /// Gives a file the further name `targetName` in `target`: both names lead to the same bytes and count in
    /// [FileFacts#links]. The name is durable after `target` was synced, the bytes as far as they were before.
    ///
    /// Returns false, and leaves nothing, if the file system cannot: no hard links, another device, too many
    /// links, another implementation.
    ///
    /// @throws StoreIoException `NOT_FOUND`; `ALREADY_EXISTS`; `INVALID_INPUT` if either name is a symbolic
    ///     link or the source is no regular file
    boolean linkTo(String name, StoreFs target, String targetName);

    /// Makes the new file `targetName` of `target` with the bytes that the file has now, sharing their blocks
    /// until one of the two is written to. The bytes are durable when it returns, the name after `target` was
    /// synced.
    ///
    /// Returns false, and leaves nothing, where that is not possible: most file systems, another device,
    /// another implementation, a JVM that may not call the operating system.
    ///
    /// @throws StoreIoException as [#linkTo]
    boolean cloneTo(String name, StoreFs target, String targetName);

    /// Renames this whole directory to the place of `to`, where nothing or an empty directory is; durable when
    /// it returns. This object then means a directory that does not exist, `to` the moved one. Files that are
    /// open stay usable. If it fails while it syncs, either place may have the directory after a crash.
    ///
    /// @throws StoreIoException `NOT_FOUND`; `ALREADY_EXISTS` if a file or a directory with something in it is
    ///     there; `INVALID_INPUT` if either place is a symbolic link, `to` lies inside this directory or is of
    ///     another implementation; `OTHER` if it is on another device
    void moveDirectory(StoreFs to);

    /// Removes the directory, which must be empty; durable after the parent was synced.
    ///
    /// @throws StoreIoException `NOT_FOUND`; `ALREADY_EXISTS` if something is in it; `INVALID_INPUT` if it is a
    ///     symbolic link
    void deleteDirectory();

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
