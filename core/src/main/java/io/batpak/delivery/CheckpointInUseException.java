package io.batpak.delivery;

import io.batpak.error.StoreErrorKind;
import io.batpak.error.StoreException;
import java.util.Map;

/// Another consumer of this journal keeps its place under this name: two would overwrite each other's. Nothing was
/// done; close the other one, or choose another name.
///
/// Facts: `id`, the name.
public final class CheckpointInUseException extends StoreException.Rejected {
    private static final long serialVersionUID = 1L;

    /// @param id the name
    public CheckpointInUseException(CheckpointId id) {
        super(
                StoreErrorKind.CONFIGURATION,
                "the checkpoint " + id + " is in use by another consumer of this journal",
                Map.of("id", id.name()));
    }
}
