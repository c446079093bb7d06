package io.batpak.error;

import java.util.Map;

/// An option, a size or an argument is outside its range; nothing was stored or changed.
public final class ConfigurationException extends StoreException.Rejected {
    private static final long serialVersionUID = 1L;

    private final String option;

    /// Describes the refusal.
    ///
    /// @param option the option or argument
    /// @param value the value that was given
    /// @param range what is accepted
    public ConfigurationException(String option, Object value, String range) {
        super(StoreErrorKind.CONFIGURATION, option + " is " + value + ", accepted: " + range, Map.of());
        this.option = option;
    }

    /// The option or argument that was refused.
    public String option() {
        return option;
    }
}
