package io.batpak.guard;

import io.batpak.guard.DenialTrace.Verdict;
import io.batpak.model.EventKind;
import io.batpak.model.Hash;
import io.batpak.model.InvalidArgumentException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Gates in the order in which they are asked. Immutable; as safe for many threads as its gates.
///
/// @param <C> what the gates look at
public final class GateSet<C> {
    /// The code of a denial that stands for a gate which threw an exception.
    public static final String DEFECT = "GATE_DEFECT";

    private final List<Gate<? super C>> gates;

    private GateSet(List<Gate<? super C>> gates) {
        this.gates = List.copyOf(gates);
    }

    /// No gates: everything passes.
    public static <C> GateSet<C> empty() {
        return new GateSet<>(List.of());
    }

    /// These gates in this order. Names may repeat; a trace then blames the first.
    public static <C> GateSet<C> of(List<? extends Gate<? super C>> gates) {
        return new GateSet<>(List.copyOf(gates));
    }

    /// The same gates and one more behind them.
    public GateSet<C> with(Gate<? super C> gate) {
        List<Gate<? super C>> more = new ArrayList<>(gates);
        more.add(gate);
        return new GateSet<>(more);
    }

    /// Number of gates.
    public int size() {
        return gates.size();
    }

    /// Whether there is no gate.
    public boolean isEmpty() {
        return gates.isEmpty();
    }

    /// The names in order.
    public List<String> names() {
        return gates.stream().map(Gate::name).toList();
    }

    /// Asks the gates in order until one denies. What a gate throws goes through.
    public <T> Decision<T> evaluate(C context, Proposal<T> proposal) {
        for (Gate<? super C> gate : gates) {
            Optional<Denial> denial = gate.evaluate(context);
            if (denial.isPresent()) {
                return new Decision.Denied<>(denial.get());
            }
        }
        return new Decision.Cleared<>(new Clearance<>(proposal.payload(), names()));
    }

    /// Asks every gate and returns all denials in the order of the gates; empty if all let pass. A gate that
    /// throws a [RuntimeException] counts as one that denies, with the code [#DEFECT].
    public List<Denial> evaluateAll(C context) {
        List<Denial> denials = new ArrayList<>();
        for (Gate<? super C> gate : gates) {
            answer(gate, context).ifPresent(denials::add);
        }
        return List.copyOf(denials);
    }

    private static <C> Optional<Denial> answer(Gate<C> gate, C context) {
        try {
            return gate.evaluate(context);
        } catch (RuntimeException e) {
            String message = e.getMessage();
            return Optional.of(
                    Denial.of(gate.name(), message == null ? e.getClass().getName() : message)
                            .withCode(DEFECT));
        }
    }

    /// What a denial of one of these gates looks like in a journal: gates before the first of its name
    /// permitted, those behind it were not asked. If none has its name, it stands behind them all.
    ///
    /// @param proposedContentHash the hash of the payload that was denied; empty if it is not known
    /// @param pipelineId the pipeline that asked; empty if none is named
    /// @throws InvalidArgumentException if a text has no UTF-8 form
    public DenialTrace traceDenial(
            Denial failing, EventKind proposedKind, Optional<Hash> proposedContentHash, Optional<String> pipelineId) {
        Verdict deny = new Verdict.Deny(failing.code(), failing.message(), failing.context());
        return new DenialTrace(
                Evaluations.of(names(), failing.gate(), deny), pipelineId, proposedKind, proposedContentHash);
    }
}
