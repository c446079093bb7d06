package io.batpak.model;

import io.batpak.error.StoreErrorKind;
import io.batpak.error.StoreException;
import java.util.LinkedHashMap;
import java.util.Map;

/// A number or text is not an event kind that callers may use.
///
/// Facts: `reason`; `category`, `type_id` or `raw` when that number is out of range.
public final class InvalidEventKindException extends StoreException.Rejected {
    private static final long serialVersionUID = 1L;

    /// The rule that was broken, in the order in which the rules are checked.
    public enum Reason {
        /// The category is not 0..15.
        CATEGORY_OUT_OF_RANGE("CategoryOutOfRange", "category"),
        /// Category 0 belongs to the store itself.
        RESERVED_SYSTEM_CATEGORY("ReservedSystemCategory", ""),
        /// Category 13 belongs to the effects of the runtime.
        RESERVED_EFFECT_CATEGORY("ReservedEffectCategory", ""),
        /// The type id is not 0..4095.
        TYPE_ID_OUT_OF_RANGE("TypeIdOutOfRange", "type_id"),
        /// The raw value is not 0..65535.
        RAW_OUT_OF_RANGE("RawOutOfRange", "raw"),
        /// The text is not four hexadecimal digits.
        NOT_FOUR_HEX_DIGITS("NotFourHexDigits", "");

        private final String wireName;
        private final String fact;

        Reason(String wireName, String fact) {
            this.wireName = wireName;
            this.fact = fact;
        }

        /// The variant name in the reference, or of that shape where the rule is ours.
        public String wireName() {
            return wireName;
        }
    }

    private final Reason reason;

    InvalidEventKindException(Reason reason, int value) {
        super(
                StoreErrorKind.INVALID_EVENT_KIND,
                "invalid event kind: " + reason.wireName + (reason.fact.isEmpty() ? "" : " " + value),
                facts(reason, value));
        this.reason = reason;
    }

    private static Map<String, Object> facts(Reason reason, int value) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("reason", reason.wireName);
        if (!reason.fact.isEmpty()) {
            facts.put(reason.fact, value);
        }
        return facts;
    }

    /// The rule that was broken.
    public Reason reason() {
        return reason;
    }
}
