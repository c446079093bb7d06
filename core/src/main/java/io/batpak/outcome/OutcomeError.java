package io.batpak.outcome;

import java.util.Optional;

/// Why an operation failed, as a value. Immutable.
///
/// @param kind what kind of failure
/// @param message what happened, for people
/// @param compensation what would undo what was done before the failure; empty if nothing is to be undone
public record OutcomeError(ErrorKind kind, String message, Optional<CompensationAction> compensation) {
    /// A failure after which nothing is to be undone.
    public static OutcomeError of(ErrorKind kind, String message) {
        return new OutcomeError(kind, message, Optional.empty());
    }

    /// The same failure with what would undo it.
    public OutcomeError withCompensation(CompensationAction action) {
        return new OutcomeError(kind, message, Optional.of(action));
    }

    /// Whether the same operation may succeed later: what its kind says.
    public boolean isRetryable() {
        return kind.isRetryable();
    }

    /// `[Kind] message`.
    @Override
    public String toString() {
        return "[" + kind.wireName() + "] " + message;
    }
}
