package io.batpak.model;

import io.batpak.error.StoreErrorKind;
import io.batpak.error.StoreException;
import java.util.Map;

/// A text is not an id of the expected kind. The message begins `invalid <name>`; facts: `name`.
public final class InvalidIdException extends StoreException.Rejected {
    private static final long serialVersionUID = 1L;

    private final String name;

    InvalidIdException(String name, String why) {
        super(StoreErrorKind.INVALID_ID, "invalid " + name + " id: " + why, Map.of("name", name));
        this.name = name;
    }

    /// The kind of id that was expected: `event`, `correlation`, `causation` or `idempotency`.
    public String name() {
        return name;
    }
}
