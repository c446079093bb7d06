package io.batpak.projection;

import io.batpak.error.StoreErrorKind;
import io.batpak.error.StoreException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A projection cache could not do what it was asked for. A journal that meets it folds the events instead. No
/// facts.
public final class CacheFailedException extends StoreException.Busy {
    private static final long serialVersionUID = 1L;

    /// A failure with the one that led to it.
    ///
    /// @param detail what failed, for people
    /// @param cause null if there is none
    public CacheFailedException(String detail, @Nullable Throwable cause) {
        super(StoreErrorKind.CACHE_FAILED, "the projection cache failed: " + detail, Map.of(), cause);
    }
}
