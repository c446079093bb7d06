package io.batpak.outcome;

import java.util.List;

/// What would undo an operation that failed half way. Data only: nothing here undoes anything.
public sealed interface CompensationAction {
    /// Append events that take these back.
    ///
    /// @param eventIds the events, in the order in which they are to be taken back
    record Rollback(List<TargetId> eventIds) implements CompensationAction {
        /// Copies the list.
        public Rollback {
            eventIds = List.copyOf(eventIds);
        }
    }

    /// Tell somebody.
    ///
    /// @param targetId who
    /// @param message what, for people
    record Notify(TargetId targetId, String message) implements CompensationAction {}

    /// Give resources back.
    ///
    /// @param resourceIds which
    record Release(List<TargetId> resourceIds) implements CompensationAction {
        /// Copies the list.
        public Release {
            resourceIds = List.copyOf(resourceIds);
        }
    }

    /// An action of the caller's own.
    ///
    /// @param actionType what kind of action
    /// @param data its details
    record Custom(String actionType, OpaqueData data) implements CompensationAction {}
}
