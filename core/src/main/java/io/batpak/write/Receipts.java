package io.batpak.write;

import io.batpak.model.Entry;
import io.batpak.model.Receipt;

/// Rebuilds the receipt of an event that was committed before.
final class Receipts {
    private Receipts() {}

    static Receipt of(Entry entry) {
        return new Receipt(
                entry.eventId(),
                entry.sequence(),
                entry.clock(),
                entry.eventHash(),
                entry.extensions(),
                entry.position());
    }
}
