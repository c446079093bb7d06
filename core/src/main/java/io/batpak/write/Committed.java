package io.batpak.write;

import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.Hash;
import io.batpak.model.Receipt;

/// A committed event from which a receipt can be made: one that was just written, or one that a repeated key
/// names. Made into a receipt outside the turn, because signing takes long.
non-sealed interface Committed extends Result {
    /// The receipt, sealed with whatever key the store signs with.
    Receipt receipt(Seal seal);

    /// Signs a receipt, or leaves it as it is.
    @FunctionalInterface
    interface Seal {
        /// The receipt to hand out.
        ///
        /// @param previousHash hash of the event before it on its (entity, lane)
        Receipt apply(Receipt unsigned, Coordinate at, EventKind kind, Hash previousHash);
    }
}
