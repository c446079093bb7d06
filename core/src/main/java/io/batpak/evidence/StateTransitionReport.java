package io.batpak.evidence;

import io.batpak.error.EvidenceFormatException;
import io.batpak.model.Hash;
import io.batpak.model.InvalidArgumentException;
import io.batpak.shape.Field;
import io.batpak.shape.Shape;
import io.batpak.shape.Shapes;
import io.batpak.shape.Struct;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Whether a state machine allows a transition. Immutable.
///
/// @param schemaVersion version of the body, 0..4294967295; [#SCHEMA_VERSION] in new ones
/// @param transitionEventDigest the hash of the transition
/// @param machineId which machine
/// @param subjectId whose state
/// @param previousState the state before, unsigned
/// @param nextState the state behind it, unsigned
/// @param transitionId which transition
/// @param causesSorted what led to it; kept ascending by lane, then key, equal ones stay
/// @param orderingSequence its place in an order of the caller's, unsigned; empty if it has none
/// @param frontierDigest a hash of what was known then; empty if nobody says
/// @param findings what is wrong; empty if nothing is; kept sorted, equal ones stay
public record StateTransitionReport(
        long schemaVersion,
        Hash transitionEventDigest,
        Hash machineId,
        Hash subjectId,
        long previousState,
        long nextState,
        Hash transitionId,
        List<CauseRef> causesSorted,
        OptionalLong orderingSequence,
        Optional<Hash> frontierDigest,
        List<TransitionFinding> findings)
        implements EvidenceBody {
    /// The version of new bodies.
    public static final long SCHEMA_VERSION = 1;

    private static final Field<StateTransitionReport, Long> VERSION =
            Field.of("schema_version", Shapes.U32, StateTransitionReport::schemaVersion);
    private static final Field<StateTransitionReport, Hash> DIGEST =
            Field.of("transition_event_digest", Forms.HASH, StateTransitionReport::transitionEventDigest);
    private static final Field<StateTransitionReport, Hash> MACHINE =
            Field.of("machine_id", Forms.HASH, StateTransitionReport::machineId);
    private static final Field<StateTransitionReport, Hash> SUBJECT =
            Field.of("subject_id", Forms.HASH, StateTransitionReport::subjectId);
    private static final Field<StateTransitionReport, Long> PREVIOUS =
            Field.of("previous_state", Shapes.U64, StateTransitionReport::previousState);
    private static final Field<StateTransitionReport, Long> NEXT =
            Field.of("next_state", Shapes.U64, StateTransitionReport::nextState);
    private static final Field<StateTransitionReport, Hash> TRANSITION =
            Field.of("transition_id", Forms.HASH, StateTransitionReport::transitionId);
    private static final Field<StateTransitionReport, List<CauseRef>> CAUSES =
            Field.of("causes_sorted", Shapes.list(CauseRef.SHAPE), StateTransitionReport::causesSorted);
    private static final Field<StateTransitionReport, OptionalLong> ORDERING =
            Field.of("ordering_sequence", Shapes.OPTIONAL_U64, StateTransitionReport::orderingSequence);
    private static final Field<StateTransitionReport, Optional<Hash>> FRONTIER =
            Field.of("frontier_digest", Shapes.optional(Forms.HASH), StateTransitionReport::frontierDigest);
    private static final Field<StateTransitionReport, List<TransitionFinding>> FINDINGS =
            Field.of("findings", Shapes.list(TransitionFindings.SHAPE), StateTransitionReport::findings);
    private static final Shape<StateTransitionReport> SHAPE = Struct.of(
            "state transition report",
            List.of(
                    VERSION,
                    DIGEST,
                    MACHINE,
                    SUBJECT,
                    PREVIOUS,
                    NEXT,
                    TRANSITION,
                    CAUSES,
                    ORDERING,
                    FRONTIER,
                    FINDINGS),
            in -> new StateTransitionReport(
                    in.get(VERSION),
                    in.get(DIGEST),
                    in.get(MACHINE),
                    in.get(SUBJECT),
                    in.get(PREVIOUS),
                    in.get(NEXT),
                    in.get(TRANSITION),
                    in.get(CAUSES),
                    in.get(ORDERING),
                    in.get(FRONTIER),
                    in.get(FINDINGS)));

    /// Keeps its own sorted copies of the lists.
    ///
    /// @throws InvalidArgumentException if the version does not fit 32 bits
    public StateTransitionReport {
        Forms.u32("schemaVersion", schemaVersion);
        causesSorted = CauseRef.SHAPE.sorted(causesSorted);
        findings = TransitionFindings.SHAPE.sorted(findings);
    }

    /// An edge of a machine: from a state to another one, or the same.
    ///
    /// @param from the state before, unsigned
    /// @param to the state behind it, unsigned
    public record Edge(long from, long to) {
        private static final Comparator<Edge> ORDER =
                Comparator.comparing(Edge::from, Long::compareUnsigned).thenComparing(Edge::to, Long::compareUnsigned);
    }

    /// Checks a transition. One of an unknown version is checked as well.
    ///
    /// @param allowed the edges of the machine; that they are not ascending is a finding, but they count
    public static StateTransitionReport of(StateTransition transition, List<Edge> allowed) {
        List<TransitionFinding> findings = new ArrayList<>();
        if (transition.schemaVersion() != StateTransition.SCHEMA_VERSION) {
            findings.add(new TransitionFinding.UnsupportedEventSchemaVersion(
                    transition.schemaVersion(), StateTransition.SCHEMA_VERSION));
        }
        if (!allowed.contains(new Edge(transition.previousState(), transition.nextState()))) {
            findings.add(new TransitionFinding.InvalidTransition(
                    transition.machineId(),
                    transition.subjectId(),
                    transition.previousState(),
                    transition.nextState(),
                    TransitionFinding.DISALLOWED_EDGE));
        }
        if (!transition.hasSortedCauses()) {
            findings.add(TransitionFinding.Telling.UNSORTED_CAUSES_IN_SOURCE_EVENT);
        }
        if (!allowed.stream().sorted(Edge.ORDER).toList().equals(allowed)) {
            findings.add(TransitionFinding.Telling.UNSORTED_ALLOWED_TRANSITION_EDGES);
        }
        return new StateTransitionReport(
                SCHEMA_VERSION,
                transition.bodyHash(),
                transition.machineId(),
                transition.subjectId(),
                transition.previousState(),
                transition.nextState(),
                transition.transitionId(),
                transition.causes(),
                transition.orderingSequence(),
                transition.frontierDigest(),
                findings);
    }

    /// Whether nothing is wrong.
    public boolean isClean() {
        return findings.isEmpty();
    }

    /// Reads the bytes of a report.
    ///
    /// @throws EvidenceFormatException if they are none
    public static StateTransitionReport fromBytes(byte[] bytes) {
        return Forms.read("state transition report", SHAPE, bytes);
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
