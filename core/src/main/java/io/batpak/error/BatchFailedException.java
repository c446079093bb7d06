package io.batpak.error;

import java.util.LinkedHashMap;
import java.util.Map;

/// One item of a batch cannot be committed, so none was. The cause is the refusal of that item.
public final class BatchFailedException extends StoreException.Rejected {
    private static final long serialVersionUID = 1L;

    private final int itemIndex;

    /// Describes the refusal.
    ///
    /// @param itemIndex zero-based index of the item
    /// @param cause why it was refused
    public BatchFailedException(int itemIndex, StoreException cause) {
        super(
                StoreErrorKind.BATCH_FAILED,
                "batch item " + itemIndex + " was refused: " + cause.getMessage(),
                facts(itemIndex, cause),
                cause);
        this.itemIndex = itemIndex;
    }

    private static Map<String, Object> facts(int itemIndex, StoreException cause) {
        Map<String, Object> source = new LinkedHashMap<>();
        source.put("kind", cause.kind().wireName());
        source.put("facts", cause.facts());
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("item_index", itemIndex);
        facts.put("source", source);
        return facts;
    }

    /// Zero-based index of the refused item.
    public int itemIndex() {
        return itemIndex;
    }
}
