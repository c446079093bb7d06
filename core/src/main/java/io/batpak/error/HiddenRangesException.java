package io.batpak.error;

import java.util.Map;

/// The file that hides the events of cancelled fences cannot be read, so nobody can tell which events must
/// not be shown. Nothing was changed.
public final class HiddenRangesException extends StoreException.Fault {
    private static final long serialVersionUID = 1L;

    private HiddenRangesException(String file, StoreErrorKind kind, String detail, Map<String, Object> facts) {
        super(kind, file + ": " + detail, facts);
    }

    /// The file is damaged.
    ///
    /// @param file its name
    /// @param reason what is wrong, as the reference names it
    /// @param detail the same in words
    public static HiddenRangesException corrupt(String file, String reason, String detail) {
        return new HiddenRangesException(file, StoreErrorKind.HIDDEN_RANGES_CORRUPT, detail, Map.of("kind", reason));
    }

    /// The file is of a later version.
    ///
    /// @param file its name
    public static HiddenRangesException tooNew(String file, int found, int supported) {
        return new HiddenRangesException(
                file,
                StoreErrorKind.HIDDEN_RANGES_FUTURE_VERSION,
                "version " + found + ", supported up to " + supported,
                Map.of("found", found, "supported", supported));
    }
}
