package io.batpak.projection;

import io.batpak.error.StoreErrorKind;
import io.batpak.error.StoreException;
import java.util.LinkedHashMap;
import java.util.Map;

/// A state is larger than its projection promises. It was neither given out nor kept. Facts: `projection`,
/// `declared`, `actual`.
public final class ProjectionStateBoundExceededException extends StoreException.Rejected {
    private static final long serialVersionUID = 1L;

    private final long declared;
    private final long actual;

    ProjectionStateBoundExceededException(String projection, long declared, long actual) {
        super(
                StoreErrorKind.PROJECTION_STATE_BOUND_EXCEEDED,
                "the projection " + projection + " promises at most " + declared + " parts and has " + actual,
                facts(projection, declared, actual));
        this.declared = declared;
        this.actual = actual;
    }

    private static Map<String, Object> facts(String projection, long declared, long actual) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("projection", projection);
        facts.put("declared", declared);
        facts.put("actual", actual);
        return facts;
    }

    /// How many parts there may be.
    public long declared() {
        return declared;
    }

    /// How many there are.
    public long actual() {
        return actual;
    }
}
