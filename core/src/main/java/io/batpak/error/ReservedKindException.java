package io.batpak.error;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/// Kinds of category 0x0 and 0xD belong to the store itself and cannot be appended; nothing was stored.
public final class ReservedKindException extends StoreException.Rejected {
    private static final long serialVersionUID = 1L;

    /// Describes the refusal.
    ///
    /// @param index the item of a batch, empty for a single append
    /// @param kind the raw 16-bit kind
    public ReservedKindException(OptionalInt index, int kind) {
        super(
                StoreErrorKind.RESERVED_KIND,
                String.format("kind 0x%04X is reserved: categories 0x0 and 0xD belong to the store", kind),
                facts(index, kind));
    }

    private static Map<String, Object> facts(OptionalInt index, int kind) {
        Map<String, Object> facts = new LinkedHashMap<>();
        index.ifPresent(i -> facts.put("index", i));
        facts.put("kind", String.format("%04x", kind));
        return facts;
    }
}
