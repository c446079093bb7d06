package io.batpak;

import io.batpak.model.StoredEvent;

/// An event whose payload was decoded.
///
/// @param event the event as it is stored
/// @param payload its payload, of the current version of its type
/// @param <T> that type
public record TypedEvent<T>(StoredEvent event, T payload) {}
