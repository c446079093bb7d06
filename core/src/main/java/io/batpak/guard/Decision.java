package io.batpak.guard;

/// What gates say to a proposal.
///
/// @param <T> what was proposed
public sealed interface Decision<T> {
    /// Every gate let it pass.
    ///
    /// @param clearance allows one commit
    record Cleared<T>(Clearance<T> clearance) implements Decision<T> {}

    /// A gate denied.
    ///
    /// @param denial the first denial
    record Denied<T>(Denial denial) implements Decision<T> {}
}
