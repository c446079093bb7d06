package io.batpak.typestate;

import io.batpak.model.EventKind;

/// A move with its two states as types. Immutable.
///
/// Both states are there for the compiler only.
///
/// @param move what happens
/// @param <F> the state it leads out of
/// @param <T> the state it leads to
/// @param <P> the type of the move
public record Transition<F, T, P extends Move<F, T>>(P move) {
    /// A transition by this move; the compiler finds the states.
    public static <F, T, P extends Move<F, T>> Transition<F, T, P> of(P move) {
        return new Transition<>(move);
    }

    /// The kind of the event.
    public EventKind kind() {
        return move.kind();
    }
}
