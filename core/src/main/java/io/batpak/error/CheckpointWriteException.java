package io.batpak.error;

import java.util.Map;

/// The position of a consumer could not be made durable. What was delivered behind the position before is delivered
/// again by whoever goes on from the checkpoint.
///
/// Facts: `id`, the name of the checkpoint.
public final class CheckpointWriteException extends StoreException.Busy {
    private static final long serialVersionUID = 1L;

    /// @param id name of the checkpoint
    /// @param cause what the disk said
    public CheckpointWriteException(String id, StoreException cause) {
        super(
                StoreErrorKind.CHECKPOINT_WRITE_FAILED,
                "the checkpoint " + id + " could not be written: " + cause.getMessage(),
                Map.of("id", id),
                cause);
    }
}
