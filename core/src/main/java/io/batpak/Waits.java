package io.batpak;

import io.batpak.error.InvariantViolationException;
import io.batpak.error.WaitInterruptedException;
import io.batpak.model.DurabilityGate;
import io.batpak.model.Entry;
import io.batpak.model.Receipt;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Gates behind an append: the event is committed, the caller waits for a mark to cover it.
final class Waits {
    private final OpenJournal journal;

    Waits(OpenJournal journal) {
        this.journal = journal;
    }

    /// Waits at the gate, if there is one.
    Receipt behind(Receipt receipt, Optional<DurabilityGate> gate) {
        gate.ifPresent(wanted -> pass(receipt, wanted));
        return receipt;
    }

    /// Waits for the last receipt of a batch.
    List<Receipt> behind(List<Receipt> receipts, DurabilityGate gate) {
        if (!receipts.isEmpty()) {
            pass(receipts.getLast(), gate);
        }
        return receipts;
    }

    private void pass(Receipt receipt, DurabilityGate gate) {
        Entry entry = journal.entry(receipt.eventId())
                .orElseThrow(() -> new InvariantViolationException(
                        "GateReceiptNotIndexed",
                        "event " + receipt.eventId() + " is not visible, no mark can be awaited"));
        try {
            journal.marks().await(gate.mark(), OptionalLong.empty(), entry, gate.timeout());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WaitInterruptedException(gate.mark().wireName(), entry.sequence(), e);
        }
    }
}
