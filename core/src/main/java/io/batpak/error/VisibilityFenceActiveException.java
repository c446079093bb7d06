package io.batpak.error;

import java.util.Map;

/// A visibility fence is active: the call would bypass it, or would begin a second one. Nothing was stored. Go
/// through the fence, or wait until it has ended. Carries no stack trace unless the configuration asks
/// for one.
public final class VisibilityFenceActiveException extends LeanRefusal {
    private static final long serialVersionUID = 1L;

    /// Describes the refusal.
    public VisibilityFenceActiveException() {
        super(
                StoreErrorKind.VISIBILITY_FENCE_ACTIVE,
                "a visibility fence is active: write through it, or end it first",
                Map.of());
    }
}
