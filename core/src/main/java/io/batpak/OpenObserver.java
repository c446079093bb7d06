package io.batpak;

import io.batpak.model.OpenReport;

/// Is told once per open what it found. Called by the opening thread, for a writable open before the opening
/// is recorded as an event; what it throws is logged and does not fail the open.
@FunctionalInterface
public interface OpenObserver {
    /// The journal was read and, for a writable open, mended.
    void opened(OpenReport report);

    /// Tells nobody.
    static OpenObserver none() {
        return _ -> {
            // nobody wants to know
        };
    }
}
