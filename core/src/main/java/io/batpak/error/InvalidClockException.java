package io.batpak.error;

import java.util.Map;

/// The injected clock answered a time before 1970, which frames cannot carry; nothing was stored.
public final class InvalidClockException extends StoreException.Rejected {
    private static final long serialVersionUID = 1L;

    /// Describes the refusal.
    ///
    /// @param timestampMicros what the clock answered, microseconds since 1970
    public InvalidClockException(long timestampMicros) {
        super(
                StoreErrorKind.INVALID_CLOCK,
                "the clock answered " + timestampMicros + " us, accepted: 0 or more",
                Map.of("timestamp_us", timestampMicros));
    }
}
