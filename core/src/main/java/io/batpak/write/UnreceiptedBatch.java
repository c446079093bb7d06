package io.batpak.write;

import io.batpak.error.StoreException;

/// A batch that was handed over, of which only the places are wanted. Any thread asks; asking again gives the same.
public final class UnreceiptedBatch {
    private final Reply reply;
    private final Refusals refusals;

    UnreceiptedBatch(Reply reply, Refusals refusals) {
        this.reply = reply;
        this.refusals = refusals;
    }

    /// Waits until the batch is durable and visible. Interrupts are kept for later.
    ///
    /// @return the sequences of its items, in their order
    /// @throws StoreException what became of the batch if it was not committed
    public long[] awaitSequences() {
        reply.awaitSettled();
        try {
            return reply.get().stream().mapToLong(Committed::sequence).toArray();
        } catch (StoreException e) {
            throw refusals.told(e);
        }
    }
}
