package io.batpak.error;

import java.util.Map;

/// The fence that the write was handed to was cancelled; the write will never be visible.
public final class VisibilityFenceCancelledException extends StoreException.Rejected {
    private static final long serialVersionUID = 1L;

    /// Describes the refusal.
    public VisibilityFenceCancelledException() {
        super(StoreErrorKind.VISIBILITY_FENCE_CANCELLED, "the visibility fence was cancelled", Map.of());
    }
}
