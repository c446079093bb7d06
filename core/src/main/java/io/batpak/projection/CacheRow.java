package io.batpak.projection;

import io.batpak.model.Bytes;

/// What a cache has for a key. Immutable.
///
/// @param value the bytes that were put
/// @param meta what is known about them
public record CacheRow(Bytes value, CacheMeta meta) {}
