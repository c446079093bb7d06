package io.batpak.error;

import java.util.LinkedHashMap;
import java.util.Map;

/// A batch was written but could not be made durable. Whether it is there shows at the next open: all of it,
/// or none.
public final class BatchSyncFailedException extends StoreException.Fault {
    private static final long serialVersionUID = 1L;

    /// Describes the refusal.
    ///
    /// @param itemCount how many items the batch has
    /// @param cause the failed sync
    public BatchSyncFailedException(int itemCount, StoreException cause) {
        super(
                StoreErrorKind.BATCH_SYNC_FAILED,
                "a batch of " + itemCount + " events was written but not synced: " + cause.getMessage(),
                facts(itemCount, cause),
                cause);
    }

    private static Map<String, Object> facts(int itemCount, StoreException cause) {
        Map<String, Object> source = new LinkedHashMap<>();
        source.put("kind", cause.kind().wireName());
        source.put("facts", cause.facts());
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("item_count", itemCount);
        facts.put("source", source);
        return facts;
    }
}
