package io.batpak.projection;

import io.batpak.error.StoreErrorKind;
import io.batpak.error.StoreException;
import java.util.Map;

/// The projection says nothing about the size of its state. Nothing was read. Facts: `projection`.
public final class ProjectionStateContractUnspecifiedException extends StoreException.Rejected {
    private static final long serialVersionUID = 1L;

    ProjectionStateContractUnspecifiedException(String projection) {
        super(
                StoreErrorKind.PROJECTION_STATE_CONTRACT_UNSPECIFIED,
                "the projection " + projection + " has no state contract: give it one that is bounded, or declare that"
                        + " it is not",
                Map.of("projection", projection));
    }
}
