package io.batpak.model;

/// When and where syncs run.
public enum FsyncSchedule {
    /// Syncs run outside the commit turn, are shared by everybody who waits for one, and are skipped when
    /// nothing was written since the last. Cadence syncs run on a background thread.
    SHARED,
    /// Sync by sync what batpak 0.9.0 does: in line, one for each batch, barrier and due cadence, never by
    /// time. For comparing runs.
    REFERENCE
}
