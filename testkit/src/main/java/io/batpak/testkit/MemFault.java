package io.batpak.testkit;

import io.batpak.fs.IoKind;

/// An operation that a [MemFs] shall fail, once.
///
/// @param operation the kind of operation
/// @param occurrence which one, counted from the moment the fault is planned; 1 is the next
/// @param ioKind the cause it fails with
/// @param keptBytes for a write: how many of its bytes reach the file before it fails
public record MemFault(MemOperation operation, long occurrence, IoKind ioKind, int keptBytes) {
    /// Checks the counts.
    public MemFault {
        if (occurrence < 1 || keptBytes < 0) {
            throw new IllegalArgumentException("occurrence " + occurrence + ", kept bytes " + keptBytes);
        }
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
