package io.batpak.evidence;

import io.batpak.model.EventId;
import io.batpak.shape.Field;
import io.batpak.shape.Shape;
import io.batpak.shape.Shapes;
import io.batpak.shape.Struct;

/// Something that a read came upon.
public sealed interface ReadWalkFinding {
    /// There is more than was wanted.
    ///
    /// @param droppedCount how many were left out, unsigned
    record LimitedResults(long droppedCount) implements ReadWalkFinding {
        static final Shape<LimitedResults> SHAPE =
                Struct.of(Field.of("dropped_count", Shapes.U64, LimitedResults::droppedCount), LimitedResults::new);
    }

    /// An event that was found is not there any more.
    ///
    /// @param eventId which event
    record MissingBackingEntry(EventId eventId) implements ReadWalkFinding {
        static final Shape<MissingBackingEntry> SHAPE =
                Struct.of(Field.of("event_id", Forms.EVENT_ID, MissingBackingEntry::eventId), MissingBackingEntry::new);
    }

    /// One that says all by its name.
    enum Telling implements ReadWalkFinding {
        /// Nobody knows how far the journal had come.
        INPUT_FRONTIER_UNKNOWN
    }
}
