package io.batpak.outcome;

import io.batpak.error.EvidenceFormatException;
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

    /// The error of these bytes, which `toBytes` of this release or of 0.9.0 gave.
    ///
    /// @throws EvidenceFormatException if they are none
    public static OutcomeError fromBytes(byte[] bytes) {
        return OutcomeShapes.decode("outcome error", OutcomeShapes.ERROR, bytes);
    }

    /// The canonical bytes. Lone surrogates in texts become question marks. Bytes: docs/formats/outcome.md
    public byte[] toBytes() {
        return OutcomeShapes.encode("outcome error", OutcomeShapes.ERROR, this);
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
