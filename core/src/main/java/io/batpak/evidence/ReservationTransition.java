package io.batpak.evidence;

import io.batpak.error.EvidenceFormatException;
import io.batpak.model.Bytes;
import io.batpak.model.Hash;
import io.batpak.model.InvalidArgumentException;
import io.batpak.shape.Field;
import io.batpak.shape.Shape;
import io.batpak.shape.Shapes;
import io.batpak.shape.Struct;
import java.util.List;
import java.util.Optional;

/// One step in the life of a reservation. Immutable.
///
/// @param schemaVersion version of the body, 0..4294967295; [#SCHEMA_VERSION] in new ones
/// @param sequence its place in the log, unsigned
/// @param reservationId which reservation
/// @param op what is done, 0..4294967295: one of the constants here, others are findings of the ledger
/// @param units how much is reserved, unsigned; only [#RESERVE] looks at it
/// @param subject what is reserved; only [#RESERVE] needs it
/// @param causes what led to it; kept ascending by lane, then key, equal ones stay
public record ReservationTransition(
        long schemaVersion,
        long sequence,
        Hash reservationId,
        long op,
        long units,
        Optional<Subject> subject,
        List<CauseRef> causes)
        implements EvidenceBody {
    /// The version of new bodies, and the only one that a ledger follows.
    public static final long SCHEMA_VERSION = 1;

    /// Begin a reservation.
    public static final long RESERVE = 0;

    /// Use what is reserved.
    public static final long COMMIT = 1;

    /// Give back what is reserved.
    public static final long REFUND = 2;

    /// The time of a reservation is over.
    public static final long EXPIRE = 3;

    /// Nobody owns a reservation any more.
    public static final long ORPHAN = 4;

    private static final Field<ReservationTransition, Long> VERSION =
            Field.of("schema_version", Shapes.U32, ReservationTransition::schemaVersion);
    private static final Field<ReservationTransition, Long> SEQUENCE =
            Field.of("sequence", Shapes.U64, ReservationTransition::sequence);
    private static final Field<ReservationTransition, Hash> ID =
            Field.of("reservation_id", Forms.HASH, ReservationTransition::reservationId);
    private static final Field<ReservationTransition, Long> OP = Field.of("op", Shapes.U32, ReservationTransition::op);
    private static final Field<ReservationTransition, Long> UNITS =
            Field.of("quantity_units", Shapes.U64, ReservationTransition::units);
    private static final Field<ReservationTransition, Optional<Subject>> SUBJECT =
            Field.of("subject", Shapes.optional(Subject.SHAPE), ReservationTransition::subject);
    private static final Field<ReservationTransition, List<CauseRef>> CAUSES =
            Field.of("cause_refs", Shapes.list(CauseRef.SHAPE), ReservationTransition::causes);
    private static final Shape<ReservationTransition> SHAPE = Struct.of(
            "reservation transition",
            List.of(VERSION, SEQUENCE, ID, OP, UNITS, SUBJECT, CAUSES),
            in -> new ReservationTransition(
                    in.get(VERSION),
                    in.get(SEQUENCE),
                    in.get(ID),
                    in.get(OP),
                    in.get(UNITS),
                    in.get(SUBJECT),
                    in.get(CAUSES)));

    /// Keeps its own sorted copy of the causes.
    ///
    /// @throws InvalidArgumentException if the version or the operation does not fit 32 bits
    public ReservationTransition {
        Forms.u32("schemaVersion", schemaVersion);
        Forms.u32("op", op);
        causes = CauseRef.SHAPE.sorted(causes);
    }

    /// What is reserved.
    ///
    /// @param namespace which kind of thing, 0..4294967295
    /// @param keyBytes which one
    public record Subject(long namespace, Bytes keyBytes) {
        static final Shape<Subject> SHAPE = Struct.of(
                Field.of("namespace", Shapes.U32, Subject::namespace),
                Field.of("key_bytes", Forms.BYTES, Subject::keyBytes),
                Subject::new);

        /// @throws InvalidArgumentException if the namespace does not fit 32 bits
        public Subject {
            Forms.u32("namespace", namespace);
        }
    }

    /// Reads the bytes of a transition.
    ///
    /// @throws EvidenceFormatException if they are none
    public static ReservationTransition fromBytes(byte[] bytes) {
        return Forms.read("reservation transition", SHAPE, bytes);
    }

    @Override
    public byte[] toBytes() {
        return SHAPE.encode(this);
    }

    @Override
    public String toJson() {
        return Forms.json(SHAPE, this);
    }
}
