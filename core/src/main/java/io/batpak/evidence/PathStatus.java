package io.batpak.evidence;

import io.batpak.shape.Field;
import io.batpak.shape.Shape;
import io.batpak.shape.Shapes;
import io.batpak.shape.Struct;

/// What is where the journal should be.
public sealed interface PathStatus {
    /// Finding out failed.
    ///
    /// @param reason why, for people
    record ProbeFailed(String reason) implements PathStatus {
        static final Shape<ProbeFailed> SHAPE =
                Struct.of(Field.of("reason", Shapes.TEXT, ProbeFailed::reason), ProbeFailed::new);
    }

    /// One that says all by its name.
    enum Telling implements PathStatus {
        /// A directory.
        OBSERVED_DIRECTORY,

        /// Nothing.
        UNKNOWN_MISSING,

        /// Something else.
        OBSERVED_UNSUPPORTED_NOT_DIRECTORY
    }
}
