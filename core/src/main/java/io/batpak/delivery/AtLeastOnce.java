package io.batpak.delivery;

/// The proof that an event came from a durable position: after a crash the consumer gets it again unless its position
/// was kept behind it. Immutable; may be kept and shared.
///
/// Only whoever delivers events makes one, and only for a consumer with a checkpoint.
public final class AtLeastOnce {
    private final CheckpointId checkpoint;

    AtLeastOnce(CheckpointId checkpoint) {
        this.checkpoint = checkpoint;
    }

    /// The checkpoint whose position it is.
    public CheckpointId checkpoint() {
        return checkpoint;
    }

    @Override
    public String toString() {
        return "AtLeastOnce[" + checkpoint + "]";
    }
}
