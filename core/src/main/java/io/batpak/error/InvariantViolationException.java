package io.batpak.error;

import java.util.Map;

/// Something that always holds does not hold.
public final class InvariantViolationException extends StoreException.Fault {
    private static final long serialVersionUID = 1L;

    /// Describes the fault.
    ///
    /// @param invariant name of what was broken, as in the reference's catalogue
    /// @param message what was found
    public InvariantViolationException(String invariant, String message) {
        super(StoreErrorKind.INVARIANT_VIOLATION, message, Map.of("invariant", invariant));
    }
}
