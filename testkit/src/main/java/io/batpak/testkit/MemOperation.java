package io.batpak.testkit;

import java.util.Locale;

/// What a [MemFs] counts, traces and can be told to fail.
public enum MemOperation {
    /// Create the directory.
    CREATE_DIRECTORY(true, 20),
    /// List the names.
    LIST(false, 20),
    /// Ask for the facts of a name or of the directory.
    FACTS(false, 2),
    /// Create a new file.
    CREATE(true, 20),
    /// Open an existing file, in either mode.
    OPEN(false, 5),
    /// Read from a file.
    READ(false, 3),
    /// Map a file.
    MAP(false, 10),
    /// Write to a file.
    WRITE(true, 5),
    /// Cut a file.
    TRUNCATE(true, 10),
    /// Make the bytes of a file durable.
    SYNC(true, 120),
    /// Rename a file.
    RENAME(true, 15),
    /// Remove a name.
    DELETE(true, 15),
    /// Give a file a further name.
    LINK(true, 15),
    /// Make a new file that shares the bytes of another, durably.
    CLONE(true, 30),
    /// Rename the directory; the parents are synced in steps of their own.
    MOVE_DIRECTORY(true, 20),
    /// Remove the directory.
    DELETE_DIRECTORY(true, 20),
    /// Make the names durable.
    SYNC_DIRECTORY(true, 120),
    /// Take the lock of the directory.
    LOCK(false, 5);

    private static final long NANOS_PER_MICRO = 1_000;

    private final boolean mutation;
    private final int costMicros;

    MemOperation(boolean mutation, int costMicros) {
        this.mutation = mutation;
        this.costMicros = costMicros;
    }

    /// How much simulated time it takes, about as long as on a local disk.
    long costNanos() {
        return costMicros * NANOS_PER_MICRO;
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
