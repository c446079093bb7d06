package io.batpak.payload;

import io.batpak.error.StoreErrorKind;
import io.batpak.error.StoreException;
import java.util.List;

/// Types of a later version lack steps from earlier ones. The store was not opened, its directory not touched. Facts:
/// `chains`, and `type` and `kind` of the first.
public final class UpcastChainException extends StoreException.Rejected {
    private static final long serialVersionUID = 1L;

    private final transient List<IncompleteChain> chains;

    /// @param chains at least one
    UpcastChainException(List<IncompleteChain> chains) {
        super(
                StoreErrorKind.UPCAST_CHAIN_INCOMPLETE,
                chains.size() + " incomplete upcast chain(s), first: " + chains.getFirst(),
                Facts.of(chains.getFirst().type())
                        .and("kind", chains.getFirst().kind().hex())
                        .and("chains", chains.size())
                        .map());
        this.chains = List.copyOf(chains);
    }

    /// Every incomplete chain, by kind; empty in a copy that was serialized.
    public List<IncompleteChain> chains() {
        return chains == null ? List.of() : chains;
    }
}
