package io.batpak.testkit;

import java.util.Locale;

/// What a [MemFs] counts, traces and can be told to fail.
public enum MemOperation {
    /// Create the directory.
    CREATE_DIRECTORY(true),
    /// List the names.
    LIST(false),
    /// Ask for the facts of a name or of the directory.
    FACTS(false),
    /// Create a new file.
    CREATE(true),
    /// Open an existing file, in either mode.
    OPEN(false),
    /// Read from a file.
    READ(false),
    /// Map a file.
    MAP(false),
    /// Write to a file.
    WRITE(true),
    /// Cut a file.
    TRUNCATE(true),
    /// Make the bytes of a file durable.
    SYNC(true),
    /// Rename a file.
    RENAME(true),
    /// Remove a name.
    DELETE(true),
    /// Give a file a further name.
    LINK(true),
    /// Make a new file that shares the bytes of another, durably.
    CLONE(true),
    /// Rename the directory; the parents are synced in steps of their own.
    MOVE_DIRECTORY(true),
    /// Remove the directory.
    DELETE_DIRECTORY(true),
    /// Make the names durable.
    SYNC_DIRECTORY(true),
    /// Take the lock of the directory.
    LOCK(false);

    private final boolean mutation;

    MemOperation(boolean mutation) {
        this.mutation = mutation;
    }

    /// Whether it changes what a crash may leave behind.
    public boolean isMutation() {
        return mutation;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
