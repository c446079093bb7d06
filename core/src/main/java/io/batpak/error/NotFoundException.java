package io.batpak.error;

import java.util.Map;

/// No visible event has the id that was asked for.
public final class NotFoundException extends StoreException.Rejected {
    private static final long serialVersionUID = 1L;

    private final String eventId;

    /// Describes the refusal.
    ///
    /// @param eventId 32 hexadecimal digits
    public NotFoundException(String eventId) {
        super(StoreErrorKind.NOT_FOUND, "no visible event has the id " + eventId, Map.of("event_id", eventId));
        this.eventId = eventId;
    }

    /// The id that was asked for, 32 hexadecimal digits.
    public String eventId() {
        return eventId;
    }
}
