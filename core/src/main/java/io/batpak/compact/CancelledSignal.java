package io.batpak.compact;

/// Carries the wish to give up from between two pieces to the edge of a compaction, where it becomes an outcome.
/// Never leaves the package.
final class CancelledSignal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CancelledSignal() {
        super("cancelled by the caller", null, false, false);
    }
}
