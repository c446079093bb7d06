package io.batpak.evidence;

import io.batpak.model.Hash;
import io.batpak.model.InvalidArgumentException;
import io.batpak.shape.Field;
import io.batpak.shape.Shape;
import io.batpak.shape.Shapes;
import io.batpak.shape.Struct;
import java.util.List;

/// A reservation as a log leaves it. Immutable.
///
/// @param reservationId which reservation
/// @param subject what is reserved
/// @param units how much, unsigned
/// @param state what became of it, 0..4294967295: one of the constants here
/// @param openedAtSequence the place in the log where it began, unsigned
public record ReservationEntry(
        Hash reservationId, ReservationTransition.Subject subject, long units, long state, long openedAtSequence) {
    /// Open.
    public static final long RESERVED = 0;

    /// Used.
    public static final long COMMITTED = 1;

    /// Given back.
    public static final long REFUNDED = 2;

    /// Its time was over.
    public static final long EXPIRED = 3;

    /// Nobody owned it any more.
    public static final long ORPHANED = 4;

    private static final Shape<Long> QUANTITY =
            Struct.of(Field.of("units", Shapes.U64, units -> units), units -> units);
    private static final Field<ReservationEntry, Hash> ID =
            Field.of("reservation_id", Forms.HASH, ReservationEntry::reservationId);
    private static final Field<ReservationEntry, ReservationTransition.Subject> SUBJECT =
            Field.of("subject_ref", ReservationTransition.Subject.SHAPE, ReservationEntry::subject);
    private static final Field<ReservationEntry, Long> UNITS = Field.of("quantity", QUANTITY, ReservationEntry::units);
    private static final Field<ReservationEntry, Long> STATE = Field.of("state", Shapes.U32, ReservationEntry::state);
    private static final Field<ReservationEntry, Long> OPENED =
            Field.of("opened_at_sequence", Shapes.U64, ReservationEntry::openedAtSequence);
    static final Shape<ReservationEntry> SHAPE = Struct.of(
            "reservation entry",
            List.of(ID, SUBJECT, UNITS, STATE, OPENED),
            in -> new ReservationEntry(in.get(ID), in.get(SUBJECT), in.get(UNITS), in.get(STATE), in.get(OPENED)));

    /// @throws InvalidArgumentException if the state does not fit 32 bits
    public ReservationEntry {
        Forms.u32("state", state);
    }

    ReservationEntry withState(long next) {
        return new ReservationEntry(reservationId, subject, units, next, openedAtSequence);
    }
}
