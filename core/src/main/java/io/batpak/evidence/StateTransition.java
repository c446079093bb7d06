package io.batpak.evidence;

import io.batpak.error.EvidenceFormatException;
import io.batpak.model.Hash;
import io.batpak.model.InvalidArgumentException;
import io.batpak.shape.Field;
import io.batpak.shape.Shape;
import io.batpak.shape.Shapes;
import io.batpak.shape.Struct;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// One step of a state machine, as whoever took it tells it. Immutable. It has nothing to do with how programs
/// check moves when they compile.
///
/// The bytes, and the hash that names it, hold the causes sorted; the value keeps them as given, so that
/// [StateTransitionReport] can say whether they were.
///
/// @param schemaVersion version of the body, 0..4294967295; [#SCHEMA_VERSION] in new ones
/// @param machineId which machine
/// @param subjectId whose state
/// @param previousState the state before, by the machine's own numbers, unsigned
/// @param nextState the state behind it
/// @param transitionId which transition
/// @param causes what led to it, in any order
/// @param orderingSequence its place in an order of the caller's, unsigned; empty if it has none
/// @param frontierDigest a hash of what was known then; empty if nobody says
public record StateTransition(
        long schemaVersion,
        Hash machineId,
        Hash subjectId,
        long previousState,
        long nextState,
        Hash transitionId,
        List<CauseRef> causes,
        OptionalLong orderingSequence,
        Optional<Hash> frontierDigest)
        implements EvidenceBody {
    /// The version of new bodies, and the only one that a report accepts.
    public static final long SCHEMA_VERSION = 1;

    private static final Field<StateTransition, Long> VERSION =
            Field.of("schema_version", Shapes.U32, StateTransition::schemaVersion);
    private static final Field<StateTransition, Hash> MACHINE =
            Field.of("machine_id", Forms.HASH, StateTransition::machineId);
    private static final Field<StateTransition, Hash> SUBJECT =
            Field.of("subject_id", Forms.HASH, StateTransition::subjectId);
    private static final Field<StateTransition, Long> PREVIOUS =
            Field.of("previous_state", Shapes.U64, StateTransition::previousState);
    private static final Field<StateTransition, Long> NEXT =
            Field.of("next_state", Shapes.U64, StateTransition::nextState);
    private static final Field<StateTransition, Hash> TRANSITION =
            Field.of("transition_id", Forms.HASH, StateTransition::transitionId);
    private static final Field<StateTransition, List<CauseRef>> CAUSES =
            Field.of("causes", Shapes.list(CauseRef.SHAPE), StateTransition::sortedCauses);
    private static final Field<StateTransition, OptionalLong> ORDERING =
            Field.of("ordering_sequence", Shapes.OPTIONAL_U64, StateTransition::orderingSequence);
    private static final Field<StateTransition, Optional<Hash>> FRONTIER =
            Field.of("frontier_digest", Shapes.optional(Forms.HASH), StateTransition::frontierDigest);
    private static final Shape<StateTransition> SHAPE = Struct.of(
            "state transition",
            List.of(VERSION, MACHINE, SUBJECT, PREVIOUS, NEXT, TRANSITION, CAUSES, ORDERING, FRONTIER),
            in -> new StateTransition(
                    in.get(VERSION),
                    in.get(MACHINE),
                    in.get(SUBJECT),
                    in.get(PREVIOUS),
                    in.get(NEXT),
                    in.get(TRANSITION),
                    in.get(CAUSES),
                    in.get(ORDERING),
                    in.get(FRONTIER)));

    /// Copies the list.
    ///
    /// @throws InvalidArgumentException if the version does not fit 32 bits
    public StateTransition {
        Forms.u32("schemaVersion", schemaVersion);
        causes = List.copyOf(causes);
    }

    /// The causes ascending by lane, then key; equal ones stay.
    public List<CauseRef> sortedCauses() {
        return CauseRef.SHAPE.sorted(causes);
    }

    /// Whether the causes were given in that order.
    public boolean hasSortedCauses() {
        return CauseRef.SHAPE.isSorted(causes);
    }

    /// Reads the bytes of a transition.
    ///
    /// @throws EvidenceFormatException if they are none
    public static StateTransition fromBytes(byte[] bytes) {
        return Forms.read("state transition", SHAPE, bytes);
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
