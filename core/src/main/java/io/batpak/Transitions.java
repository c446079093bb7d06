package io.batpak;

import io.batpak.error.SequenceMismatchException;
import io.batpak.error.StreamExistsException;
import io.batpak.model.AppendOptions;
import io.batpak.model.Receipt;
import io.batpak.typestate.Held;
import io.batpak.typestate.Move;
import io.batpak.typestate.Transition;
import io.batpak.typestate.TypedMove;

/// Moves of state machines, as events of a journal. Any number of threads.
///
/// ```java
/// Transitions orders = new Transitions(store);
/// Moved<Placed> placed = orders.apply(Held.fresh(at, new Draft()), Transition.of(new Place(3)));
/// Moved<Paid> paid = orders.apply(placed.held(), Transition.of(new Pay(1999)));
/// ```
public final class Transitions {
    private final Store store;

    /// Moves in this store, which stays the caller's to close.
    public Transitions(Store store) {
        this.store = store;
    }

    /// What a move came to.
    ///
    /// @param held what was moved, in its new state
    /// @param receipt the receipt of the event
    /// @param <T> the new state
    public record Moved<T>(Held<T> held, Receipt receipt) {}

    /// Appends a move, on lane 0, if nothing has happened to the stream since the state was reached.
    ///
    /// @throws SequenceMismatchException when something has
    /// @throws StreamExistsException when the stream should have no event and has some
    public <F, T, P extends Move<F, T>> Moved<T> apply(Held<F> held, Transition<F, T, P> transition) {
        return apply(held, transition, AppendOptions.none());
    }

    /// The same with options. An expectation among them takes the place of the one that follows from the state; with
    /// a lane of its own there is none, as the clock of the state is that of lane 0.
    ///
    /// @throws SequenceMismatchException when the stream does not stand where expected
    /// @throws StreamExistsException when the stream should have no event and has some
    public <F, T, P extends Move<F, T>> Moved<T> apply(
            Held<F> held, Transition<F, T, P> transition, AppendOptions options) {
        T next = transition.move().next(held.state());
        Receipt receipt =
                store.append(held.at(), transition.kind(), transition.move().payload(), expecting(held, options));
        return new Moved<>(Held.since(held.at(), next, receipt.clock()), receipt);
    }

    /// Appends a move that is a payload, under the kind and the version of its type. Else as
    /// [#apply(Held, Transition)].
    ///
    /// @throws io.batpak.payload.UnknownPayloadTypeException if the class of the move has no codec
    /// @throws io.batpak.payload.PayloadEncodeException if a part of it has no stored form
    /// @throws SequenceMismatchException when something has happened to the stream since
    /// @throws StreamExistsException when the stream should have no event and has some
    public <F, T> Moved<T> apply(Held<F> held, TypedMove<F, T> move) {
        return apply(held, move, AppendOptions.none());
    }

    /// The same with options, as for [#apply(Held, Transition, AppendOptions)]; the version in them does not count.
    ///
    /// @throws SequenceMismatchException when the stream does not stand where expected
    /// @throws StreamExistsException when the stream should have no event and has some
    public <F, T> Moved<T> apply(Held<F> held, TypedMove<F, T> move, AppendOptions options) {
        T next = move.next(held.state());
        Receipt receipt = store.append(held.at(), move, expecting(held, options));
        return new Moved<>(Held.since(held.at(), next, receipt.clock()), receipt);
    }

    private static AppendOptions expecting(Held<?> held, AppendOptions options) {
        boolean free = options.expectedClock().isPresent() || options.mustBeNew() || options.lane() != 0;
        return free || held.clock().isEmpty()
                ? options
                : options.expectedClock(held.clock().getAsLong());
    }
}
