package io.batpak.delivery;

import io.batpak.error.StoreErrorKind;
import io.batpak.error.StoreException;
import java.util.Map;

/// An observation was used before; it is good for one use. Nothing was done.
public final class ObservationUsedException extends StoreException.Rejected {
    private static final long serialVersionUID = 1L;

    ObservationUsedException() {
        super(
                StoreErrorKind.CONFIGURATION,
                "the observation was used before, it is good for one use; put the halves together again",
                Map.of());
    }
}
