package io.batpak.error;

import java.util.LinkedHashMap;
import java.util.Map;

/// There is no room for a new idempotency key, and every known one lies inside the window that must be kept.
/// Nothing was stored; the call may succeed once the window has moved on. Facts: `len`, `max_keys`.
public final class IdempotencyOverflowException extends StoreException.Busy {
    private static final long serialVersionUID = 1L;

    private final long keys;
    private final long keysMax;

    /// Describes the refusal.
    ///
    /// @param keys how many keys are remembered, those of the refused call not counted
    /// @param keysMax the configured limit
    public IdempotencyOverflowException(long keys, long keysMax) {
        super(
                StoreErrorKind.IDEMPOTENCY_OVERFLOW_FAIL_CLOSED,
                keys + " idempotency keys are remembered, at most " + keysMax + ", and none is old enough to go",
                facts(keys, keysMax));
        this.keys = keys;
        this.keysMax = keysMax;
    }

    private static Map<String, Object> facts(long keys, long keysMax) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("len", keys);
        facts.put("max_keys", keysMax);
        return facts;
    }

    /// How many keys are remembered, those of the refused call not counted.
    public long keys() {
        return keys;
    }

    /// The configured limit.
    public long keysMax() {
        return keysMax;
    }
}
