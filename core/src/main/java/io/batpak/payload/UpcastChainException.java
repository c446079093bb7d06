package io.batpak.payload;

import io.batpak.error.StoreErrorKind;
import io.batpak.error.StoreException;
import java.util.List;

/// Types of a later version lack steps from earlier ones. The store was not opened, its directory not touched.
/// Facts: `chains`, and `type` and `kind` of the first.
public final class UpcastChainException extends StoreException.Rejected {
    private static final long serialVersionUID = 1L;

    private final transient List<IncompleteChain> chains;

    /// @param chains at least one
    UpcastChainException(List<IncompleteChain> chains) {
        super(
                StoreErrorKind.UPCAST_CHAIN_INCOMPLETE,
                chains.size() + " incomplete upcast chain(s), first: " + chains.getFirst() + "; "
                        + remedy(chains.getFirst()),
                Facts.of(chains.getFirst().type())
                        .and("kind", chains.getFirst().kind().hex())
                        .and("chains", chains.size())
                        .map());
        this.chains = List.copyOf(chains);
    }

    /// The first step to write, as it would stand in the record.
    private static String remedy(IncompleteChain chain) {
        int from = chain.missing().getFirst();
        String step = "write `@Upcasts(from = " + from + ") static PayloadTree fromVersion" + from
                + "(PayloadTree stored)` in the record, which makes version " + (from + 1) + " of a stored version "
                + from;
        return chain.missing().size() == 1 ? step : step + ", and one like it for each other version";
    }

    /// Every incomplete chain, by kind; empty in a copy that was serialized.
    public List<IncompleteChain> chains() {
        return chains == null ? List.of() : chains;
    }
}
