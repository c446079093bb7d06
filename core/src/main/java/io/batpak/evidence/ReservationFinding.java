package io.batpak.evidence;

import io.batpak.model.Hash;
import io.batpak.model.InvalidArgumentException;
import io.batpak.shape.Field;
import io.batpak.shape.Shape;
import io.batpak.shape.Shapes;
import io.batpak.shape.Struct;
import java.util.List;

/// A step of a reservation that a ledger did not follow.
public sealed interface ReservationFinding {
    /// The state of a reservation that does not exist.
    long NO_STATE = 0xFFFF_FFFFL;

    /// The step does not fit the state.
    ///
    /// @param reservationId which reservation
    /// @param fromState its state, or [#NO_STATE]
    /// @param attemptedOp the step, 0..4294967295
    /// @param reasonCode why, 0..4294967295; docs/formats/evidence.md lists them
    record InvalidTransition(Hash reservationId, long fromState, long attemptedOp, long reasonCode)
            implements ReservationFinding {
        private static final Field<InvalidTransition, Hash> ID =
                Field.of("reservation_id", Forms.HASH, InvalidTransition::reservationId);
        private static final Field<InvalidTransition, Long> FROM =
                Field.of("from_state", Shapes.U32, InvalidTransition::fromState);
        private static final Field<InvalidTransition, Long> OP =
                Field.of("attempted_op", Shapes.U32, InvalidTransition::attemptedOp);
        private static final Field<InvalidTransition, Long> REASON =
                Field.of("reason_code", Shapes.U32, InvalidTransition::reasonCode);
        static final Shape<InvalidTransition> SHAPE = Struct.of(
                "InvalidTransition",
                List.of(ID, FROM, OP, REASON),
                in -> new InvalidTransition(in.get(ID), in.get(FROM), in.get(OP), in.get(REASON)));

        /// @throws InvalidArgumentException if a number does not fit 32 bits
        public InvalidTransition {
            Forms.u32("fromState", fromState);
            Forms.u32("attemptedOp", attemptedOp);
            Forms.u32("reasonCode", reasonCode);
        }
    }

    /// The step is of a version that is not known.
    ///
    /// @param reservationId which reservation
    /// @param observed its version, 0..4294967295
    /// @param expected the version that is known, 0..4294967295
    record UnsupportedTransitionSchemaVersion(Hash reservationId, long observed, long expected)
            implements ReservationFinding {
        static final Shape<UnsupportedTransitionSchemaVersion> SHAPE = Struct.of(
                Field.of("reservation_id", Forms.HASH, UnsupportedTransitionSchemaVersion::reservationId),
                Field.of("observed", Shapes.U32, UnsupportedTransitionSchemaVersion::observed),
                Field.of("expected", Shapes.U32, UnsupportedTransitionSchemaVersion::expected),
                UnsupportedTransitionSchemaVersion::new);

        /// @throws InvalidArgumentException if a version does not fit 32 bits
        public UnsupportedTransitionSchemaVersion {
            Forms.u32("observed", observed);
            Forms.u32("expected", expected);
        }
    }
}
