package io.batpak.model;

/// What a walk through causes and effects calls for each event, on the thread that walks.
@FunctionalInterface
public interface CausalVisitor {
    /// What the walk does behind an event.
    enum Next {
        /// Goes on from it.
        GO_ON,

        /// Goes on, but not from it.
        PASS_OVER,

        /// Ends.
        STOP
    }

    /// Called once for each event, those with fewer steps first, then in the order in which they were found:
    /// a cause before effects, effects in commit order. An exception ends the walk and reaches its caller.
    ///
    /// @param entry the event
    /// @param steps how many steps it is away, on the shortest way the walk took; 0 for the first event
    Next visit(Entry entry, int steps);
}
