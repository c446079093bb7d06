package io.batpak.error;

import java.util.Map;

/// A stream has used all 2^32 clock values of one (entity, lane); nothing was stored.
public final class EntityClockOverflowException extends StoreException.Rejected {
    private static final long serialVersionUID = 1L;

    /// Describes the refusal.
    ///
    /// @param entity the entity whose lane is full
    public EntityClockOverflowException(String entity) {
        super(
                StoreErrorKind.ENTITY_CLOCK_OVERFLOW,
                "entity " + entity + " has used all 4294967296 clock values of this lane",
                Map.of("entity", entity));
    }
}
