package io.batpak.error;

import java.util.Map;

/// An append asked for an empty stream with `expectNoStream()`, but the (entity, lane) has events; nothing
/// was stored. Carries no stack trace unless the configuration asks for one.
public final class StreamExistsException extends LeanRefusal {
    private static final long serialVersionUID = 1L;

    private final String entity;
    private final long actual;

    /// Describes the refusal.
    ///
    /// @param actual the clock of the newest event of the stream
    public StreamExistsException(String entity, long actual) {
        super(
                StoreErrorKind.SEQUENCE_MISMATCH,
                "entity " + entity + " already has events, its clock is " + actual,
                Map.of("entity", entity, "actual", actual));
        this.entity = entity;
        this.actual = actual;
    }

    /// The entity whose stream is not empty.
    public String entity() {
        return entity;
    }

    /// The clock of its newest event.
    public long actual() {
        return actual;
    }
}
