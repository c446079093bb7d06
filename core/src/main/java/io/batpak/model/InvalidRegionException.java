package io.batpak.model;

import io.batpak.error.StoreErrorKind;
import io.batpak.error.StoreException;
import java.util.LinkedHashMap;
import java.util.Map;

/// A filter cannot match anything by construction. Facts: `reason` and the numbers that are wrong.
public final class InvalidRegionException extends StoreException.Rejected {
    private static final long serialVersionUID = 1L;

    /// The rule that was broken.
    public enum Reason {
        /// A category is not 0..15; fact `category`.
        CATEGORY_OUT_OF_RANGE("CategoryOutOfRange"),
        /// A clock range starts behind its end; facts `start`, `end`.
        INVERTED_CLOCK_RANGE("InvertedClockRange");

        private final String wireName;

        Reason(String wireName) {
            this.wireName = wireName;
        }

        /// The variant name in the reference.
        public String wireName() {
            return wireName;
        }
    }

    private final Reason reason;

    private InvalidRegionException(Reason reason, String message, Map<String, Object> facts) {
        super(StoreErrorKind.INVALID_REGION, message, facts);
        this.reason = reason;
    }

    static InvalidRegionException category(int category) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("reason", Reason.CATEGORY_OUT_OF_RANGE.wireName);
        facts.put("category", category);
        String message = "category is " + category + ", must be 0..15";
        return new InvalidRegionException(Reason.CATEGORY_OUT_OF_RANGE, message, facts);
    }

    static InvalidRegionException invertedClockRange(long start, long end) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("reason", Reason.INVERTED_CLOCK_RANGE.wireName);
        facts.put("start", start);
        facts.put("end", end);
        String message = "clock range starts at " + start + ", behind its end " + end;
        return new InvalidRegionException(Reason.INVERTED_CLOCK_RANGE, message, facts);
    }

    /// The rule that was broken.
    public Reason reason() {
        return reason;
    }
}
