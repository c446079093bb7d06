package io.batpak.evidence;

import io.batpak.model.InvalidArgumentException;
import io.batpak.shape.Field;
import io.batpak.shape.Shape;
import io.batpak.shape.Shapes;
import io.batpak.shape.Struct;

/// How often a writer may start again.
public sealed interface RestartLimit {
    /// Several times.
    ///
    /// @param maxRestarts how often, 0..4294967295
    /// @param withinMillis in how many milliseconds, unsigned
    record Bounded(long maxRestarts, long withinMillis) implements RestartLimit {
        static final Shape<Bounded> SHAPE = Struct.of(
                Field.of("max_restarts", Shapes.U32, Bounded::maxRestarts),
                Field.of("within_ms", Shapes.U64, Bounded::withinMillis),
                Bounded::new);

        /// @throws InvalidArgumentException if a number does not fit its bits
        public Bounded {
            Forms.u32("maxRestarts", maxRestarts);
        }
    }

    /// One that says all by its name.
    enum Telling implements RestartLimit {
        /// Once.
        ONCE
    }
}
