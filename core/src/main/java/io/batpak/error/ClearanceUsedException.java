package io.batpak.error;

import java.util.Map;

/// A clearance was used before; it is good for one commit. Nothing was done.
public final class ClearanceUsedException extends StoreException.Rejected {
    private static final long serialVersionUID = 1L;

    /// Describes the refusal.
    public ClearanceUsedException() {
        super(
                StoreErrorKind.CONFIGURATION,
                "the clearance was used before, it is good for one commit; propose again",
                Map.of());
    }
}
