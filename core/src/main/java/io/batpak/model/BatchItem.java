package io.batpak.model;

/// One event of a batch.
///
/// @param at where the event belongs
/// @param kind what it is
/// @param payload its payload
/// @param options its options; an expected clock is refused in batches
/// @param causation what led to it; comes before the options' causation
public record BatchItem(Coordinate at, EventKind kind, Payload payload, AppendOptions options, CausationRef causation) {
    /// An item without options.
    public static BatchItem of(Coordinate at, EventKind kind, Payload payload) {
        return of(at, kind, payload, AppendOptions.none());
    }

    /// An item with options, whose causation counts.
    public static BatchItem of(Coordinate at, EventKind kind, Payload payload, AppendOptions options) {
        return new BatchItem(at, kind, payload, options, CausationRef.none());
    }

    /// The same item led to by something else.
    public BatchItem causedBy(CausationRef cause) {
        return new BatchItem(at, kind, payload, options, cause);
    }

    /// The same item in a conversation.
    ///
    /// @param conversation comes before that of the item's options
    /// @param cause replaces the options' causation where the item names no cause itself; nil for none
    public BatchItem inConversation(CorrelationId conversation, CausationId cause) {
        AppendOptions changed = options.correlationId(conversation);
        if (causation instanceof CausationRef.None) {
            changed = changed.causedBy(cause);
        }
        return new BatchItem(at, kind, payload, changed, causation);
    }
}
