package io.batpak.payload;

import io.batpak.model.EventHeader;
import io.batpak.model.EventKind;
import java.util.LinkedHashMap;
import java.util.Map;

/// Facts of the errors of this package, in their order.
final class Facts {
    private final Map<String, Object> facts = new LinkedHashMap<>();

    private Facts() {}

    /// Facts about a type and the event that was to be decoded as it.
    static Facts of(String type, EventHeader header) {
        Facts facts =
                new Facts().and("type", type).and("event_id", header.eventId().hex());
        return facts.and("kind", header.kind().hex());
    }

    /// Facts about a type.
    static Facts of(String type) {
        return new Facts().and("type", type);
    }

    Facts and(String name, Object value) {
        facts.put(name, value);
        return this;
    }

    Map<String, Object> map() {
        return facts;
    }

    /// The event in words.
    static String event(EventHeader header) {
        return header.eventId() + " (" + header.kind() + ")";
    }

    /// The kind as 0.9.0 prints it.
    static String kind(EventKind kind) {
        return String.format("category=0x%X type_id=0x%03X", kind.category(), kind.typeId());
    }
}
