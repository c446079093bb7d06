package io.batpak.testkit;

import io.batpak.fs.IoKind;

/// An operation that a [MemFs] shall fail, once.
///
/// @param operation the kind of operation
/// @param occurrence which one, counted from the moment the fault is planned; 1 is the next
/// @param ioKind the cause it fails with
/// @param keptBytes for a write: how many of its bytes reach the file before it fails; [#EVERYTHING] for a write or
///     a sync that does all it was asked for and fails nevertheless
public record MemFault(MemOperation operation, long occurrence, IoKind ioKind, int keptBytes) {
    /// As `keptBytes`: the operation has its whole effect, and only its answer is lost.
    public static final int EVERYTHING = Integer.MAX_VALUE;

    /// Checks the counts.
    public MemFault {
        if (occurrence < 1 || keptBytes < 0) {
            throw new IllegalArgumentException("occurrence " + occurrence + ", kept bytes " + keptBytes);
        }
    }

    /// The `occurrence`-th write or sync does what it was asked for and then fails, as if the machine had stopped
    /// before the caller learned of it.
    ///
    /// @throws IllegalArgumentException for any other operation
    public static MemFault unanswered(MemOperation operation, long occurrence, IoKind ioKind) {
        if (operation != MemOperation.WRITE && operation != MemOperation.SYNC) {
            throw new IllegalArgumentException("only a write or a sync, not " + operation);
        }
        return new MemFault(operation, occurrence, ioKind, EVERYTHING);
    }

    /// The `occurrence`-th operation of that kind fails without effect.
    public static MemFault of(MemOperation operation, long occurrence, IoKind ioKind) {
        return new MemFault(operation, occurrence, ioKind, 0);
    }

    /// The `occurrence`-th write stores its first `keptBytes` bytes and then fails.
    public static MemFault shortWrite(long occurrence, int keptBytes, IoKind ioKind) {
        return new MemFault(MemOperation.WRITE, occurrence, ioKind, keptBytes);
    }
}
