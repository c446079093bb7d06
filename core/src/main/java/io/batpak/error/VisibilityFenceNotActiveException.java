package io.batpak.error;

import java.util.Map;

/// The fence has ended already, by a commit, a cancel, or the end of the store. Nothing was stored.
public final class VisibilityFenceNotActiveException extends StoreException.Rejected {
    private static final long serialVersionUID = 1L;

    /// Describes the refusal.
    public VisibilityFenceNotActiveException() {
        super(StoreErrorKind.VISIBILITY_FENCE_NOT_ACTIVE, "this visibility fence is not active any more", Map.of());
    }
}
