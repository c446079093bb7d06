package io.batpak.error;

import java.util.LinkedHashMap;
import java.util.Map;

/// An item of a batch is larger than a single append may be; nothing was stored.
public final class BatchItemTooLargeException extends StoreException.Rejected {
    private static final long serialVersionUID = 1L;

    /// Describes the refusal.
    ///
    /// @param index zero-based index of the item
    /// @param size bytes of its payload and encoded extensions
    /// @param limit bytes accepted
    public BatchItemTooLargeException(int index, long size, long limit) {
        super(
                StoreErrorKind.BATCH_ITEM_TOO_LARGE,
                "batch item " + index + " has " + size + " bytes, accepted: at most " + limit,
                facts(index, size, limit));
    }

    private static Map<String, Object> facts(int index, long size, long limit) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("index", index);
        facts.put("size", size);
        facts.put("limit", limit);
        return facts;
    }
}
