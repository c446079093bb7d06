package io.batpak.evidence;

import io.batpak.shape.Field;
import io.batpak.shape.Shape;
import io.batpak.shape.Shapes;
import io.batpak.shape.Struct;
import io.batpak.shape.Variants;

/// How far a journal had come when it was asked. Immutable.
///
/// @param kind which mark
/// @param wallMillis wall clock of the newest event it covers, milliseconds, unsigned
/// @param globalSequence its sequence, unsigned
public record InputFrontier(Kind kind, long wallMillis, long globalSequence) {
    /// Which mark.
    public enum Kind {
        /// What everybody can see.
        VISIBLE
    }

    static final Shape<InputFrontier> SHAPE = Struct.of(
            Field.of("kind", Variants.of(Kind.class), InputFrontier::kind),
            Field.of("wall_ms", Shapes.U64, InputFrontier::wallMillis),
            Field.of("global_sequence", Shapes.U64, InputFrontier::globalSequence),
            InputFrontier::new);
}
