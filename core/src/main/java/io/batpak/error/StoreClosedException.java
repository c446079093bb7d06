package io.batpak.error;

import java.util.Map;

/// The journal was closed or dropped before this call; the call did nothing.
public final class StoreClosedException extends StoreException.Rejected {
    private static final long serialVersionUID = 1L;

    /// Describes the refusal.
    ///
    /// @param directory the directory of the closed journal
    public StoreClosedException(String directory) {
        super(StoreErrorKind.STORE_CLOSED, "the journal in " + directory + " is closed", Map.of());
    }
}
