package io.batpak.payload;

/// What opening a store does about payload types that contradict each other.
public enum EventPayloadValidation {
    /// Refuses to open, before the directory is touched.
    FAIL_FAST,
    /// Logs one warning for a registry, however often it is opened with, and opens.
    WARN,
    /// Opens.
    SILENT
}
