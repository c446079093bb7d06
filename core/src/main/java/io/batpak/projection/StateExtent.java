package io.batpak.projection;

import io.batpak.model.InvalidArgumentException;
import java.util.OptionalLong;

/// How many parts a state has, and what it costs to tell. Immutable.
///
/// @param cardinality number of parts, 0 or more; empty if nobody can tell
/// @param cost what telling costs
public record StateExtent(OptionalLong cardinality, Cost cost) {
    /// What it costs to tell how large a state is.
    public enum Cost {
        /// The same for every state.
        CONSTANT_TIME,

        /// It is counted as events are folded.
        INCREMENTAL,

        /// It goes through the state.
        EXPENSIVE,

        /// It is known at checkpoints only.
        CHECKPOINT_ONLY,

        /// Nobody can tell.
        UNAVAILABLE
    }

    /// @throws InvalidArgumentException if the number is negative
    public StateExtent {
        if (cardinality.orElse(0) < 0) {
            throw new InvalidArgumentException("cardinality", cardinality.getAsLong(), "0 or more");
        }
    }

    /// So many parts, known at once.
    public static StateExtent of(long cardinality) {
        return new StateExtent(OptionalLong.of(cardinality), Cost.CONSTANT_TIME);
    }

    /// One aggregate.
    public static StateExtent singleEntity() {
        return of(1);
    }

    /// Nobody can tell.
    public static StateExtent unavailable() {
        return new StateExtent(OptionalLong.empty(), Cost.UNAVAILABLE);
    }
}
