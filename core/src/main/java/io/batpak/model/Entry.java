package io.batpak.model;

import java.util.Optional;

/// What the index knows about an event without reading its payload. Immutable.
public interface Entry {
    /// Commit order, unique in the store.
    long sequence();

    /// The event's id.
    EventId eventId();

    /// The conversation; the event's own id if it starts one.
    CorrelationId correlationId();

    /// The event that led to this one; empty if there is none.
    Optional<CausationId> causationId();

    /// Entity and scope.
    Coordinate coordinate();

    /// The entity.
    default String entity() {
        return coordinate().entity();
    }

    /// The scope.
    default String scope() {
        return coordinate().scope();
    }

    /// What the event is.
    EventKind kind();

    /// The lane, 0..4294967295.
    long lane();

    /// Number of branch points above the lane, 0..4294967295.
    long depth();

    /// Index of the event in (entity, lane), 0..4294967295.
    long clock();

    /// Wall clock of the commit in milliseconds since 1970; never goes back inside (entity, lane).
    long wallMillis();

    /// Hash of the predecessor in (entity, lane); zero for the first event.
    Hash previousHash();

    /// BLAKE3 of the stored payload bytes.
    Hash eventHash();

    /// The receipt extensions.
    Extensions extensions();

    /// Where the frame lies on disk.
    FramePosition position();

    /// Whether the event belongs to a conversation that another event started.
    default boolean isCorrelated() {
        EventId id = eventId();
        CorrelationId correlation = correlationId();
        return id.high() != correlation.high() || id.low() != correlation.low();
    }

    /// Whether no event led to this one.
    default boolean isRootCause() {
        return causationId().isEmpty();
    }

    /// Whether exactly this event led to it.
    default boolean isCausedBy(EventId cause) {
        return causationId()
                .filter(id -> id.high() == cause.high() && id.low() == cause.low())
                .isPresent();
    }
}
