package io.batpak.typestate;

import io.batpak.model.Coordinate;
import java.util.OptionalLong;

/// Something that is in a state. Immutable: each move gives another one.
///
/// @param at whose state it is
/// @param state the state, with what belongs to it
/// @param clock the clock of the event that led to it; empty if no event did
/// @param <S> the state
public record Held<S>(Coordinate at, S state, OptionalLong clock) {
    /// Something that no event has touched yet.
    public static <S> Held<S> fresh(Coordinate at, S state) {
        return new Held<>(at, state, OptionalLong.empty());
    }

    /// Something that an event led to.
    ///
    /// @param clock the clock of that event, 0..4294967295
    public static <S> Held<S> since(Coordinate at, S state, long clock) {
        return new Held<>(at, state, OptionalLong.of(clock));
    }
}
