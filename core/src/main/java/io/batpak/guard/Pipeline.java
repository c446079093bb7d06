package io.batpak.guard;

import io.batpak.error.ClearanceUsedException;
import java.util.Optional;
import java.util.function.Function;

/// From a proposal through gates to a commit. Immutable; as safe for many threads as its gates.
///
/// How something is committed is the caller's function, an append as a rule. It runs at most once for each
/// clearance, also if it throws: then the proposal has to be made again.
///
/// @param <C> what the gates look at
public final class Pipeline<C> {
    private final GateSet<C> gates;

    /// A pipeline through these gates.
    public Pipeline(GateSet<C> gates) {
        this.gates = gates;
    }

    /// The gates.
    public GateSet<C> gates() {
        return gates;
    }

    /// Asks the gates in order until one denies.
    public <T> Decision<T> evaluate(C context, Proposal<T> proposal) {
        return gates.evaluate(context, proposal);
    }

    /// Commits what was cleared, by this pipeline or another. What the function throws goes through.
    ///
    /// @throws ClearanceUsedException if the clearance was used before; the function is not called then
    public <T> Committed<T> commit(Clearance<T> clearance, Function<? super T, CommitMetadata> persist) {
        T payload = clearance.use();
        return new Committed<>(payload, persist.apply(payload), Optional.empty());
    }

    /// Lets a proposal pass without asking a gate.
    public static <T> BypassClearance<T> bypass(Proposal<T> proposal, BypassReason reason) {
        return new BypassClearance<>(
                proposal.payload(), new BypassAudit(reason.name(), reason.justification(), Optional.empty()));
    }

    /// Commits what no gate has seen; the result carries the reason. What the function throws goes through.
    ///
    /// @throws ClearanceUsedException if the clearance was used before; the function is not called then
    public static <T> Committed<T> commitBypass(
            BypassClearance<T> clearance, Function<? super T, CommitMetadata> persist) {
        T payload = clearance.use();
        return new Committed<>(payload, persist.apply(payload), Optional.of(clearance.audit()));
    }
}
