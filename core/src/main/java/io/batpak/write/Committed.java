package io.batpak.write;

import io.batpak.model.Receipt;
import io.batpak.sign.KeyRing;

/// A committed event from which a receipt can be made: one that was just written, or one that a repeated key
/// names. Made into a receipt outside the turn, because signing takes long.
non-sealed interface Committed extends Result {
    /// The receipt, signed if there is a key that signs.
    Receipt receipt(KeyRing keys);

    /// Its place in commit order.
    long sequence();
}
