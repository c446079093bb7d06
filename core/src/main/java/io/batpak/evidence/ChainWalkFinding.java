package io.batpak.evidence;

import io.batpak.model.EventId;
import io.batpak.model.Hash;
import io.batpak.shape.Field;
import io.batpak.shape.Shape;
import io.batpak.shape.Shapes;
import io.batpak.shape.Struct;

/// Something that a walk along a chain came upon.
public sealed interface ChainWalkFinding {
    /// The walk was allowed no step.
    ///
    /// @param limit the limit, unsigned
    record InvalidLimit(long limit) implements ChainWalkFinding {
        static final Shape<InvalidLimit> SHAPE =
                Struct.of(Field.of("limit", Shapes.U64, InvalidLimit::limit), InvalidLimit::new);
    }

    /// No visible event to start from.
    ///
    /// @param eventId the event that was asked for
    record MissingStart(EventId eventId) implements ChainWalkFinding {
        static final Shape<MissingStart> SHAPE =
                Struct.of(Field.of("event_id", Forms.EVENT_ID, MissingStart::eventId), MissingStart::new);
    }

    /// An event on the way is not there any more.
    ///
    /// @param eventId which event
    record MissingChainEntry(EventId eventId) implements ChainWalkFinding {
        static final Shape<MissingChainEntry> SHAPE =
                Struct.of(Field.of("event_id", Forms.EVENT_ID, MissingChainEntry::eventId), MissingChainEntry::new);
    }

    /// The receipt that the walk starts from tells another hash.
    ///
    /// @param eventId which event
    /// @param expected the hash in the receipt
    /// @param observed the hash in the journal
    record StartHashMismatch(EventId eventId, Hash expected, Hash observed) implements ChainWalkFinding {
        static final Shape<StartHashMismatch> SHAPE = Struct.of(
                Field.of("event_id", Forms.EVENT_ID, StartHashMismatch::eventId),
                Field.of("expected", Forms.HASH, StartHashMismatch::expected),
                Field.of("observed", Forms.HASH, StartHashMismatch::observed),
                StartHashMismatch::new);
    }

    /// The payload of an event has another hash than is recorded.
    ///
    /// @param eventId which event
    /// @param expected the recorded hash
    /// @param observed the hash of what was read
    record EntryHashMismatch(EventId eventId, Hash expected, Hash observed) implements ChainWalkFinding {
        static final Shape<EntryHashMismatch> SHAPE = Struct.of(
                Field.of("event_id", Forms.EVENT_ID, EntryHashMismatch::eventId),
                Field.of("expected", Forms.HASH, EntryHashMismatch::expected),
                Field.of("observed", Forms.HASH, EntryHashMismatch::observed),
                EntryHashMismatch::new);
    }

    /// No event of the stream has the hash that an event names as the one before it.
    ///
    /// @param childEventId the event that names it
    /// @param expectedParentHash the hash it names
    record MissingParentLink(EventId childEventId, Hash expectedParentHash) implements ChainWalkFinding {
        static final Shape<MissingParentLink> SHAPE = Struct.of(
                Field.of("child_event_id", Forms.EVENT_ID, MissingParentLink::childEventId),
                Field.of("expected_parent_hash", Forms.HASH, MissingParentLink::expectedParentHash),
                MissingParentLink::new);
    }

    /// More than one event has that hash; the walk goes on with the newest.
    ///
    /// @param childEventId the event that names it
    /// @param expectedParentHash the hash it names
    /// @param selectedParentEventId the event the walk goes on with
    /// @param matchingParentCount how many have it, unsigned
    record ParentHashAmbiguous(
            EventId childEventId, Hash expectedParentHash, EventId selectedParentEventId, long matchingParentCount)
            implements ChainWalkFinding {
        static final Shape<ParentHashAmbiguous> SHAPE = Struct.of(
                Field.of("child_event_id", Forms.EVENT_ID, ParentHashAmbiguous::childEventId),
                Field.of("expected_parent_hash", Forms.HASH, ParentHashAmbiguous::expectedParentHash),
                Field.of("selected_parent_event_id", Forms.EVENT_ID, ParentHashAmbiguous::selectedParentEventId),
                Field.of("matching_parent_count", Shapes.U64, ParentHashAmbiguous::matchingParentCount),
                ParentHashAmbiguous::new);
    }

    /// The event before is not before.
    ///
    /// @param childEventId the later event
    /// @param parentEventId the earlier one
    /// @param childSequence the sequence of the later one, unsigned
    /// @param parentSequence the sequence of the earlier one, unsigned
    record OrderingRegression(EventId childEventId, EventId parentEventId, long childSequence, long parentSequence)
            implements ChainWalkFinding {
        static final Shape<OrderingRegression> SHAPE = Struct.of(
                Field.of("child_event_id", Forms.EVENT_ID, OrderingRegression::childEventId),
                Field.of("parent_event_id", Forms.EVENT_ID, OrderingRegression::parentEventId),
                Field.of("child_sequence", Shapes.U64, OrderingRegression::childSequence),
                Field.of("parent_sequence", Shapes.U64, OrderingRegression::parentSequence),
                OrderingRegression::new);
    }

    /// The walk came by a second time.
    ///
    /// @param eventId where
    record CycleDetected(EventId eventId) implements ChainWalkFinding {
        static final Shape<CycleDetected> SHAPE =
                Struct.of(Field.of("event_id", Forms.EVENT_ID, CycleDetected::eventId), CycleDetected::new);
    }

    /// An event cannot be read.
    ///
    /// @param eventId which event
    /// @param reason why, for people
    record StoppedEarlyReadFailure(EventId eventId, String reason) implements ChainWalkFinding {
        static final Shape<StoppedEarlyReadFailure> SHAPE = Struct.of(
                Field.of("event_id", Forms.EVENT_ID, StoppedEarlyReadFailure::eventId),
                Field.of("reason", Shapes.TEXT, StoppedEarlyReadFailure::reason),
                StoppedEarlyReadFailure::new);
    }

    /// The limit ended the walk.
    ///
    /// @param limit the limit, unsigned
    /// @param nextParentHash the hash of the event that would have been next
    record TruncatedByLimit(long limit, Hash nextParentHash) implements ChainWalkFinding {
        static final Shape<TruncatedByLimit> SHAPE = Struct.of(
                Field.of("limit", Shapes.U64, TruncatedByLimit::limit),
                Field.of("next_parent_hash", Forms.HASH, TruncatedByLimit::nextParentHash),
                TruncatedByLimit::new);
    }

    /// The walk ended somewhere else than was asked for.
    ///
    /// @param expectedEndEventId where it should have ended
    record EndNotReached(EventId expectedEndEventId) implements ChainWalkFinding {
        static final Shape<EndNotReached> SHAPE = Struct.of(
                Field.of("expected_end_event_id", Forms.EVENT_ID, EndNotReached::expectedEndEventId),
                EndNotReached::new);
    }
}
