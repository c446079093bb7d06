package io.batpak.error;

import java.util.Map;

/// A compare-and-set append found another head clock than the caller expected; nothing was stored.
/// Carries no stack trace unless the configuration asks for one.
public final class SequenceMismatchException extends LeanRefusal {
    private static final long serialVersionUID = 1L;

    private final String entity;
    private final long expected;
    private final long actual;

    /// Describes the refusal.
    ///
    /// @param expected the clock the caller named
    /// @param actual the clock of the newest event of the same (entity, lane), 0 when there is none
    public SequenceMismatchException(String entity, long expected, long actual) {
        super(
                StoreErrorKind.SEQUENCE_MISMATCH,
                "entity " + entity + " stands at clock " + actual + ", not at the expected " + expected,
                Map.of("entity", entity, "expected", expected, "actual", actual));
        this.entity = entity;
        this.expected = expected;
        this.actual = actual;
    }

    /// The entity whose head was compared.
    public String entity() {
        return entity;
    }

    /// The clock the caller expected.
    public long expected() {
        return expected;
    }

    /// The clock of the newest event of that (entity, lane), 0 when the stream is empty.
    public long actual() {
        return actual;
    }
}
