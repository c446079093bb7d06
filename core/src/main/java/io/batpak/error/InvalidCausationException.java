package io.batpak.error;

import java.util.LinkedHashMap;
import java.util.Map;

/// An item of a batch names itself or a later item as its cause; nothing was stored.
public final class InvalidCausationException extends StoreException.Rejected {
    private static final long serialVersionUID = 1L;

    /// Describes the refusal.
    ///
    /// @param priorIndex the item named as the cause
    /// @param itemIndex the item that names it
    public InvalidCausationException(int priorIndex, int itemIndex) {
        super(
                StoreErrorKind.INVALID_CAUSATION,
                "batch item " + itemIndex + " names item " + priorIndex + " as its cause, which does not precede it",
                facts(priorIndex, itemIndex));
    }

    private static Map<String, Object> facts(int priorIndex, int itemIndex) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("prior_idx", priorIndex);
        facts.put("item_index", itemIndex);
        return facts;
    }
}
