package io.batpak.testkit;

/// What a loss of power leaves of the bytes that no sync has covered, of each file by itself.
public enum UnsyncedBytes {
    /// Nothing.
    NONE,
    /// All of them.
    ALL,
    /// The writes up to some point, the last perhaps in part.
    FIRST_WRITES,
    /// Of each sector of 512 bytes the writes up to some point, see [MemFs#crashBySector].
    ANY_SECTORS
}
