package io.batpak;

import io.batpak.model.AppendOptions;
import io.batpak.model.CausationId;
import io.batpak.model.Coordinate;
import io.batpak.model.CorrelationId;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Ticket;
import io.batpak.outcome.Outcome;

/// The writes of a {@link Store} that answer another event: in its conversation, and led to by it. Everything else
/// is as for the method of the same name without `Reaction`.
public sealed interface ReactionWrites permits Store {
    /// Appends one event with options.
    Receipt append(Coordinate at, EventKind kind, Payload payload, AppendOptions options);

    /// Hands over an event with options.
    Ticket<Receipt> submit(Coordinate at, EventKind kind, Payload payload, AppendOptions options);

    /// As {@link #submit}, but tells instead of waiting.
    Outcome<Ticket<Receipt>> trySubmit(Coordinate at, EventKind kind, Payload payload, AppendOptions options);

    /// Appends an event that answers another one: with the conversation and the cause given.
    ///
    /// @param cause the event that led to it; nil for none
    default Receipt appendReaction(
            Coordinate at, EventKind kind, Payload payload, CorrelationId conversation, CausationId cause) {
        return append(at, kind, payload, Submissions.reaction(conversation, cause));
    }

    /// Hands over an event that answers another one.
    ///
    /// @param cause the event that led to it; nil for none
    default Ticket<Receipt> submitReaction(
            Coordinate at, EventKind kind, Payload payload, CorrelationId conversation, CausationId cause) {
        return submit(at, kind, payload, Submissions.reaction(conversation, cause));
    }

    /// As {@link #submitReaction}, but tells instead of waiting; see {@link #trySubmit}.
    default Outcome<Ticket<Receipt>> trySubmitReaction(
            Coordinate at, EventKind kind, Payload payload, CorrelationId conversation, CausationId cause) {
        return trySubmit(at, kind, payload, Submissions.reaction(conversation, cause));
    }
}
