package io.batpak.error;

import java.util.Map;

/// A batch mixes keyed and unkeyed items, repeats a key, or holds some keys that are known and some that are
/// not; nothing was stored.
public final class IdempotencyPartialBatchException extends StoreException.Rejected {
    private static final long serialVersionUID = 1L;

    /// Describes the refusal.
    ///
    /// @param reason which of the three it is
    public IdempotencyPartialBatchException(String reason) {
        super(StoreErrorKind.IDEMPOTENCY_PARTIAL_BATCH, "a batch is keyed as a whole: " + reason, Map.of());
    }
}
