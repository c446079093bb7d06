package io.batpak.evidence;

import io.batpak.model.Hash;
import io.batpak.model.InvalidArgumentException;

/// Something wrong with a transition of a state machine, or with how it was told.
public sealed interface TransitionFinding {
    /// The reason of [InvalidTransition]: the machine has no such edge.
    long DISALLOWED_EDGE = 1;

    /// The transition is of a version that is not known.
    ///
    /// @param observed its version, 0..4294967295
    /// @param expected the version that is known, 0..4294967295
    record UnsupportedEventSchemaVersion(long observed, long expected) implements TransitionFinding {
        /// @throws InvalidArgumentException if a version does not fit 32 bits
        public UnsupportedEventSchemaVersion {
            Forms.u32("observed", observed);
            Forms.u32("expected", expected);
        }
    }

    /// The machine does not allow the transition.
    ///
    /// @param machineId which machine
    /// @param subjectId whose state
    /// @param fromState the state before, unsigned
    /// @param toState the state behind it, unsigned
    /// @param reasonCode why, 0..4294967295: [#DISALLOWED_EDGE]
    record InvalidTransition(Hash machineId, Hash subjectId, long fromState, long toState, long reasonCode)
            implements TransitionFinding {
        /// @throws InvalidArgumentException if the reason does not fit 32 bits
        public InvalidTransition {
            Forms.u32("reasonCode", reasonCode);
        }
    }

    /// Findings about how something was told.
    enum Telling implements TransitionFinding {
        /// The causes were not given in order.
        UNSORTED_CAUSES_IN_SOURCE_EVENT,
        /// The edges of the machine were not given in order.
        UNSORTED_ALLOWED_TRANSITION_EDGES
    }
}
