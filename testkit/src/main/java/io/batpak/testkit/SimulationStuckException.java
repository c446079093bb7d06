package io.batpak.testkit;

/// Nobody of a simulation can go on any more, and somebody has not ended: a deadlock, or a wake-up that was lost.
/// The message has the stack of each.
public final class SimulationStuckException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    SimulationStuckException(String message) {
        super(message);
    }
}
