package io.batpak.projection;

import io.batpak.error.StoreErrorKind;
import io.batpak.error.StoreException;
import java.util.LinkedHashMap;
import java.util.Map;

/// A projection with a bound cannot tell how large its state is. The state was neither given out nor kept. Facts:
/// `projection`, `declared`.
public final class ProjectionStateExtentUnavailableException extends StoreException.Rejected {
    private static final long serialVersionUID = 1L;

    private final long declared;

    ProjectionStateExtentUnavailableException(String projection, long declared, StateExtent actual) {
        super(
                StoreErrorKind.PROJECTION_STATE_EXTENT_UNAVAILABLE,
                "the projection " + projection + " promises at most " + declared + " parts and cannot tell how many it"
                        + " has: " + actual,
                facts(projection, declared));
        this.declared = declared;
    }

    private static Map<String, Object> facts(String projection, long declared) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("projection", projection);
        facts.put("declared", declared);
        return facts;
    }

    /// How many parts there may be.
    public long declared() {
        return declared;
    }
}
