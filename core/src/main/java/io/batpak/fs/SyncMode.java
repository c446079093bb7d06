package io.batpak.fs;

/// How much of a file a sync makes durable.
public enum SyncMode {
    /// Bytes and all metadata, `fsync(2)`.
    ALL,
    /// Bytes and the metadata needed to read them back, such as the length: `fdatasync(2)` where it can be
    /// called, else the same as [#ALL], which is never weaker.
    DATA
}
