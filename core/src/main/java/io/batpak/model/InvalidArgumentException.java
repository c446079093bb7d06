package io.batpak.model;

import io.batpak.error.StoreErrorKind;
import io.batpak.error.StoreException;
import java.util.LinkedHashMap;
import java.util.Map;

/// An argument lies outside what the journal can store. Nothing was done.
///
/// The message names the argument, its value and the limit; facts: `argument`, `value`, `limit`.
public final class InvalidArgumentException extends StoreException.Rejected {
    private static final long serialVersionUID = 1L;

    private final String argument;
    private final String value;
    private final String limit;

    /// @param argument name of the argument as in the called signature
    /// @param value what was passed
    /// @param limit what would have been accepted, for example `0..65535`
    public InvalidArgumentException(String argument, Object value, String limit) {
        super(
                StoreErrorKind.CONFIGURATION,
                argument + " is " + value + ", must be " + limit,
                facts(argument, value, limit));
        this.argument = argument;
        this.value = value.toString();
        this.limit = limit;
    }

    private static Map<String, Object> facts(String argument, Object value, String limit) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("argument", argument);
        facts.put("value", value instanceof Long || value instanceof Integer ? value : value.toString());
        facts.put("limit", limit);
        return facts;
    }

    /// Name of the argument.
    public String argument() {
        return argument;
    }

    /// What was passed, as text.
    public String value() {
        return value;
    }

    /// What would have been accepted.
    public String limit() {
        return limit;
    }
}
