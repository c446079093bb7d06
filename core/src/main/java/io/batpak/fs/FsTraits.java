package io.batpak.fs;

/// What a file system does for a journal, as far as it knows. Only told in reports, nothing depends on it.
///
/// @param syncsDirectories whether a name becomes durable by syncing its directory
/// @param locksWithoutFollowing whether the lock file is opened in a way that never follows a symbolic link
/// @param mapsFiles whether files are mapped
/// @param readsAtPositions whether several threads can read one file at a time
public record FsTraits(
        boolean syncsDirectories, boolean locksWithoutFollowing, boolean mapsFiles, boolean readsAtPositions) {
    /// It does all of it.
    public static final FsTraits ALL = new FsTraits(true, true, true, true);

    /// Nothing is known.
    public static final FsTraits UNKNOWN = new FsTraits(false, false, false, false);
}
