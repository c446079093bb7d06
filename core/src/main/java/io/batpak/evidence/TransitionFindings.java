package io.batpak.evidence;

import io.batpak.evidence.TransitionFinding.InvalidTransition;
import io.batpak.evidence.TransitionFinding.Telling;
import io.batpak.evidence.TransitionFinding.UnsupportedEventSchemaVersion;
import io.batpak.model.Hash;
import io.batpak.shape.Field;
import io.batpak.shape.Shape;
import io.batpak.shape.Shapes;
import io.batpak.shape.Struct;
import io.batpak.shape.Variant;
import io.batpak.shape.Variants;
import java.util.List;

/// What findings about transitions are made of.
final class TransitionFindings {
    private static final Field<InvalidTransition, Hash> MACHINE =
            Field.of("machine_id", Forms.HASH, InvalidTransition::machineId);
    private static final Field<InvalidTransition, Hash> SUBJECT =
            Field.of("subject_id", Forms.HASH, InvalidTransition::subjectId);
    private static final Field<InvalidTransition, Long> FROM =
            Field.of("from_state", Shapes.U64, InvalidTransition::fromState);
    private static final Field<InvalidTransition, Long> TO =
            Field.of("to_state", Shapes.U64, InvalidTransition::toState);
    private static final Field<InvalidTransition, Long> REASON =
            Field.of("reason_code", Shapes.U32, InvalidTransition::reasonCode);

    static final Shape<TransitionFinding> SHAPE = Variants.of(
            "transition finding",
            List.of(
                    Variant.of(
                            UnsupportedEventSchemaVersion.class,
                            Struct.of(
                                    Field.of("observed", Shapes.U32, UnsupportedEventSchemaVersion::observed),
                                    Field.of("expected", Shapes.U32, UnsupportedEventSchemaVersion::expected),
                                    UnsupportedEventSchemaVersion::new)),
                    Variant.of(
                            InvalidTransition.class,
                            Struct.of(
                                    "InvalidTransition",
                                    List.of(MACHINE, SUBJECT, FROM, TO, REASON),
                                    in -> new InvalidTransition(
                                            in.get(MACHINE),
                                            in.get(SUBJECT),
                                            in.get(FROM),
                                            in.get(TO),
                                            in.get(REASON)))),
                    Variant.constant(Telling.UNSORTED_CAUSES_IN_SOURCE_EVENT, Telling.UNSORTED_CAUSES_IN_SOURCE_EVENT),
                    Variant.constant(
                            Telling.UNSORTED_ALLOWED_TRANSITION_EDGES, Telling.UNSORTED_ALLOWED_TRANSITION_EDGES)));

    private TransitionFindings() {}
}
