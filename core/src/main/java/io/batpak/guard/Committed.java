package io.batpak.guard;

import io.batpak.model.EventId;
import io.batpak.model.Hash;
import java.util.Optional;

/// Something that was proposed and is committed. Immutable, as far as its payload is.
///
/// @param payload what was proposed
/// @param metadata where it went
/// @param bypass why no gate has seen it; empty if all gates let it pass
/// @param <T> the type of the payload
public record Committed<T>(T payload, CommitMetadata metadata, Optional<BypassAudit> bypass) {
    /// The event.
    public EventId eventId() {
        return metadata.eventId();
    }

    /// Its place in commit order, unsigned.
    public long sequence() {
        return metadata.sequence();
    }

    /// The hash of its payload.
    public Hash hash() {
        return metadata.hash();
    }
}
