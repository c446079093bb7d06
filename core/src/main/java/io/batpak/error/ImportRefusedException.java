package io.batpak.error;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// An event of the source cannot be imported. Nothing of the chunk it belongs to was stored; what was imported
/// before stays, and repeating the import does no harm.
public final class ImportRefusedException extends StoreException.Rejected {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final String eventId;
    private final long sequence;

    /// Why an event cannot be imported.
    public enum Reason {
        /// Its payload is encrypted, and the destination has no key to read it with.
        ENCRYPTED,
        /// Payload and extensions are larger than the destination takes of one event.
        TOO_LARGE
    }

    /// Describes the refusal.
    ///
    /// @param eventId the id of the event in the source, 32 hexadecimal digits
    /// @param sequence its sequence in the source
    /// @param detail for people
    public ImportRefusedException(Reason reason, String eventId, long sequence, String detail) {
        super(
                StoreErrorKind.IMPORT_REFUSED,
                "event " + eventId + " of the source, sequence " + sequence + ", cannot be imported: " + detail,
                facts(reason, eventId, sequence));
        this.reason = reason;
        this.eventId = eventId;
        this.sequence = sequence;
    }

    private static Map<String, Object> facts(Reason reason, String eventId, long sequence) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("reason", reason.name().toLowerCase(Locale.ROOT));
        facts.put("event_id", eventId);
        facts.put("sequence", sequence);
        return facts;
    }

    /// Why.
    public Reason reason() {
        return reason;
    }

    /// The id of the event in the source.
    public String eventId() {
        return eventId;
    }

    /// Its sequence in the source.
    public long sequence() {
        return sequence;
    }
}
