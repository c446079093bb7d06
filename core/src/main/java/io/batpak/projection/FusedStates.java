package io.batpak.projection;

import io.batpak.model.InvalidArgumentException;
import java.util.Map;
import java.util.Optional;

/// The states of several projections over the same events of one entity. As immutable as they are.
public final class FusedStates {
    private final Map<Projection<?>, Projected<?>> states;

    FusedStates(Map<Projection<?>, Projected<?>> states) {
        this.states = states;
    }

    /// The state of one of them; empty if none of its events is visible.
    ///
    /// @param <S> the state
    /// @throws InvalidArgumentException if it was not among those asked for
    public <S> Optional<S> state(Projection<S> projection) {
        return of(projection).state();
    }

    /// The state of one of them, and how it came about.
    ///
    /// @param <S> the state
    /// @throws InvalidArgumentException if it was not among those asked for
    @SuppressWarnings("unchecked") // each is filed under its own projection
    public <S> Projected<S> of(Projection<S> projection) {
        Projected<?> found = states.get(projection);
        if (found == null) {
            throw new InvalidArgumentException("projection", projection.name(), "one of those that were fused");
        }
        return (Projected<S>) found;
    }
}
