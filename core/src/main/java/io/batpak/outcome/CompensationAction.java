package io.batpak.outcome;

import io.batpak.error.EvidenceFormatException;
import java.util.List;

/// What would undo an operation that failed half way. Data only: nothing here undoes anything.
public sealed interface CompensationAction {
    /// The compensation action of these bytes, which `toBytes` of this release or of 0.9.0 gave.
    ///
    /// @throws EvidenceFormatException if they are none
    static CompensationAction fromBytes(byte[] bytes) {
        return OutcomeShapes.decode("compensation action", OutcomeShapes.ACTION, bytes);
    }

    /// The canonical bytes. Lone surrogates in texts become question marks. Bytes: docs/formats/outcome.md
    default byte[] toBytes() {
        return OutcomeShapes.encode("compensation action", OutcomeShapes.ACTION, this);
    }

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
