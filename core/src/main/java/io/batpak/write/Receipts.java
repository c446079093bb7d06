package io.batpak.write;

import io.batpak.model.Entry;
import io.batpak.model.Receipt;

/// Rebuilds the receipt of an event that was committed before.
final class Receipts {
    private Receipts() {}

    static Receipt of(Entry entry) {
        return Receipt.unsigned(entry);
    }
}
