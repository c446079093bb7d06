package io.batpak.error;

import java.util.Map;

/// With a group commit of more than one, single appends must carry an idempotency key. Nothing was stored.
public final class IdempotencyRequiredException extends StoreException.Rejected {
    private static final long serialVersionUID = 1L;

    /// Describes the refusal.
    public IdempotencyRequiredException() {
        super(
                StoreErrorKind.IDEMPOTENCY_REQUIRED,
                "groupCommitEvents is above 1: single appends need an idempotency key",
                Map.of());
    }
}
