package io.batpak.model;

/// How a fork comes to the finished segments of its source. Each way falls back to copying where the file system
/// does not have it.
public enum CopyPreference {
    /// Shared blocks where the file system can share them, else a second name for the same file.
    REFLINK_THEN_HARDLINK,
    /// A second name for the same file.
    HARDLINK_ONLY,
    /// Bytes of its own, also against a disk that damages one of them.
    DEEP_COPY_ONLY
}
