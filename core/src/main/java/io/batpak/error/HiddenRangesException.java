package io.batpak.error;

import java.util.Map;

/// The file that hides the events of cancelled fences cannot be read, so nobody can tell which events must
/// not be shown. Nothing was changed.
public final class HiddenRangesException extends StoreException.Fault {
    private static final long serialVersionUID = 1L;

    /// Describes the refusal.
    ///
    /// @param file its name
    /// @param detail what is wrong
    public HiddenRangesException(String file, String detail) {
        this(file, StoreErrorKind.HIDDEN_RANGES_CORRUPT, detail);
    }

    /// Describes the refusal.
    ///
    /// @param file its name
    /// @param kind `HIDDEN_RANGES_CORRUPT` or `HIDDEN_RANGES_FUTURE_VERSION`
    /// @param detail what is wrong
    public HiddenRangesException(String file, StoreErrorKind kind, String detail) {
        super(kind, file + ": " + detail, Map.of());
    }
}
