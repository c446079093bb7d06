package io.batpak.projection;

import io.batpak.model.StoredEvent;

/// One step of a fold that looks at the event as well as at its payload. Pure: it answers the next state and
/// changes nothing.
///
/// @param <S> the state
/// @param <T> the payload type
@FunctionalInterface
public interface EventFold<S, T> {
    /// The state behind this event.
    S apply(S state, StoredEvent event, T payload);
}
