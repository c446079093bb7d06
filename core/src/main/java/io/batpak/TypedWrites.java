package io.batpak;

import io.batpak.model.AppendOptions;
import io.batpak.model.BatchItem;
import io.batpak.model.CausationId;
import io.batpak.model.Coordinate;
import io.batpak.model.CorrelationId;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Ticket;
import io.batpak.outcome.Outcome;
import io.batpak.payload.EncodedPayload;

/// The writes of a {@link Store} whose kind, bytes and version come from the class of the payload.
///
/// The class has a codec: it is a record with {@link io.batpak.payload.EventPayload}, or its codec was handed to the
/// configuration. Everything else is as for the method of the same name that takes a kind. Each method throws
/// {@link io.batpak.payload.UnknownPayloadTypeException} for a class without a codec and
/// {@link io.batpak.payload.PayloadEncodeException} for an object without a stored form; nothing is stored then.
public sealed interface TypedWrites permits Store {
    /// The stored form of a payload.
    EncodedPayload encode(Object payload);

    /// Appends one event with options.
    Receipt append(Coordinate at, EventKind kind, Payload payload, AppendOptions options);

    /// Hands over an event with options; a gate in them does not count.
    Ticket<Receipt> submit(Coordinate at, EventKind kind, Payload payload, AppendOptions options);

    /// As {@link #submit(Coordinate, EventKind, Payload, AppendOptions)}, but tells instead of waiting.
    Outcome<Ticket<Receipt>> trySubmit(Coordinate at, EventKind kind, Payload payload, AppendOptions options);

    /// Appends a payload.
    default Receipt append(Coordinate at, Object payload) {
        return append(at, payload, AppendOptions.none());
    }

    /// Appends a payload with options; the version in them does not count.
    default Receipt append(Coordinate at, Object payload, AppendOptions options) {
        EncodedPayload encoded = encode(payload);
        return append(at, encoded.kind(), encoded.payload(), encoded.versioned(options));
    }

    /// Appends a payload that answers another event.
    ///
    /// @param cause the event that led to it; nil for none
    default Receipt appendReaction(Coordinate at, Object payload, CorrelationId conversation, CausationId cause) {
        return append(at, payload, Submissions.reaction(conversation, cause));
    }

    /// Hands over a payload.
    default Ticket<Receipt> submit(Coordinate at, Object payload) {
        return submit(at, payload, AppendOptions.none());
    }

    /// Hands over a payload with options; the version in them does not count.
    default Ticket<Receipt> submit(Coordinate at, Object payload, AppendOptions options) {
        EncodedPayload encoded = encode(payload);
        return submit(at, encoded.kind(), encoded.payload(), encoded.versioned(options));
    }

    /// Hands over a payload that answers another event.
    ///
    /// @param cause the event that led to it; nil for none
    default Ticket<Receipt> submitReaction(
            Coordinate at, Object payload, CorrelationId conversation, CausationId cause) {
        return submit(at, payload, Submissions.reaction(conversation, cause));
    }

    /// As {@link #submit(Coordinate, Object)}, but tells instead of waiting.
    default Outcome<Ticket<Receipt>> trySubmit(Coordinate at, Object payload) {
        return trySubmit(at, payload, AppendOptions.none());
    }

    /// As {@link #submit(Coordinate, Object, AppendOptions)}, but tells instead of waiting.
    default Outcome<Ticket<Receipt>> trySubmit(Coordinate at, Object payload, AppendOptions options) {
        EncodedPayload encoded = encode(payload);
        return trySubmit(at, encoded.kind(), encoded.payload(), encoded.versioned(options));
    }

    /// As {@link #submitReaction(Coordinate, Object, CorrelationId, CausationId)}, but tells instead of waiting.
    ///
    /// @param cause the event that led to it; nil for none
    default Outcome<Ticket<Receipt>> trySubmitReaction(
            Coordinate at, Object payload, CorrelationId conversation, CausationId cause) {
        return trySubmit(at, payload, Submissions.reaction(conversation, cause));
    }

    /// An item of a batch.
    default BatchItem item(Coordinate at, Object payload) {
        return encode(payload).at(at);
    }

    /// An item of a batch with options; the version in them does not count.
    default BatchItem item(Coordinate at, Object payload, AppendOptions options) {
        return encode(payload).at(at, options);
    }
}
