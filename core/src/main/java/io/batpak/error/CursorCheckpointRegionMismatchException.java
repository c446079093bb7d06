package io.batpak.error;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A checkpoint was made by a consumer of another region: its position says nothing about this one. Nothing was
/// delivered and nothing changed.
///
/// Facts: `stored`, absent when the file does not say; `expected`.
public final class CursorCheckpointRegionMismatchException extends StoreException.Rejected {
    private static final long serialVersionUID = 1L;

    /// @param file the file, with its directory
    /// @param stored identity of the region in the file, if it says
    /// @param expected identity of the region that is asked for
    public CursorCheckpointRegionMismatchException(String file, Optional<String> stored, String expected) {
        super(
                StoreErrorKind.CURSOR_CHECKPOINT_REGION_MISMATCH,
                file + ": made for the region " + stored.orElse("(not told)") + ", not for " + expected,
                facts(stored, expected));
    }

    private static Map<String, Object> facts(Optional<String> stored, String expected) {
        Map<String, Object> facts = new LinkedHashMap<>();
        stored.ifPresent(region -> facts.put("stored", region));
        facts.put("expected", expected);
        return facts;
    }
}
