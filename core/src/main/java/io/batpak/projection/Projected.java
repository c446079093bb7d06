package io.batpak.projection;

import java.util.Optional;
import java.util.OptionalLong;

/// A state, and how it came about. As immutable as the state.
///
/// @param state the state; empty if no event of the projection's kinds is visible
/// @param generation what [Generation] the entity has; the state is never older than it, unless `freshness` says so
/// @param appliedSequence the sequence of the last event in the state; empty if there is none
/// @param cacheStatus where it came from
/// @param freshness how old it is
/// @param <S> the state
public record Projected<S>(
        Optional<S> state,
        Generation generation,
        OptionalLong appliedSequence,
        CacheStatus cacheStatus,
        ObservedFreshness freshness) {}
