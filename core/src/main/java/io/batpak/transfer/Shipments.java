package io.batpak.transfer;

import io.batpak.error.IdempotencyPartialBatchException;
import io.batpak.error.StoreException;
import io.batpak.model.BatchItem;
import io.batpak.model.EventId;
import io.batpak.model.IdempotencyKey;
import io.batpak.write.UnreceiptedBatch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What an import appends: collected into batches, of which a few are under way while the next one is filled.
///
/// Batches are handed over in order and settled in order. One thread.
final class Shipments {
    /// Enough for a sync to cover several, few enough for memory.
    private static final int UNDER_WAY_MAX = 4;

    private final ImportTarget target;
    private final int eventsMax;
    private final Set<EventId> claimed = new HashSet<>();
    private final ArrayDeque<Shipment> underWay = new ArrayDeque<>();
    private List<BatchItem> filling = new ArrayList<>();
    private long filledBytes;
    /// Events with a lower sequence were here before the import, or came with an earlier batch of it.
    private long firstNew;
    private boolean appendedAlone;
    private long imported;
    private long deduplicated;

    private record Shipment(List<BatchItem> items, UnreceiptedBatch batch) {}

    /// @param eventsMax items of a batch, 1 or more
    /// @param firstNew no event here has this sequence or a higher one
    Shipments(ImportTarget target, int eventsMax, long firstNew) {
        this.target = target;
        this.eventsMax = eventsMax;
        this.firstNew = firstNew;
    }

    long imported() {
        return imported;
    }

    long deduplicated() {
        return deduplicated;
    }

    /// Whether an event with this key is being filled in or under way.
    boolean isClaimed(EventId key) {
        return claimed.contains(key);
    }

    /// Takes an item; its key is neither known nor claimed. One that is too large for a batch is appended alone.
    void add(BatchItem item) {
        long bytes = ImportItems.bytes(item);
        if (filledBytes + bytes > target.batchBytesMax()) {
            ship();
        }
        if (bytes > target.batchBytesMax()) {
            appendAlone(item);
            return;
        }
        claimed.add(key(item));
        filling.add(item);
        filledBytes += bytes;
        if (filling.size() == eventsMax) {
            ship();
        }
    }

    /// Appends what is left, and returns when everything is durable, what was here already included.
    ///
    /// @param found whether anything was here before it was handed over
    void finish(boolean found) {
        ship();
        settleAll();
        // Others may have appended what was found here. Batches are durable, and no sync is made that covers nothing:
        // the digests of the simulation corpus (DstCorpusTest) count syncs.
        if (found || appendedAlone || deduplicated > 0) {
            target.committer().sync();
        }
    }

    /// Waits for what is under way, after a failure that ends the import.
    void abandon(Throwable failure) {
        while (!underWay.isEmpty()) {
            try {
                settleOldest();
            } catch (StoreException e) {
                failure.addSuppressed(e);
            }
        }
    }

    private void ship() {
        if (filling.isEmpty()) {
            return;
        }
        if (underWay.size() == UNDER_WAY_MAX) {
            settleOldest();
        }
        underWay.add(new Shipment(filling, target.committer().submitUnreceipted(filling)));
        filling = new ArrayList<>(eventsMax);
        filledBytes = 0;
    }

    private void appendAlone(BatchItem item) {
        settleAll();
        appendedAlone = true;
        count(target.committer()
                .append(item.at(), item.kind(), item.payload(), item.options())
                .sequence());
    }

    private void settleAll() {
        while (!underWay.isEmpty()) {
            settleOldest();
        }
    }

    private void settleOldest() {
        Shipment oldest = underWay.remove();
        try {
            count(oldest.batch().awaitSequences());
        } catch (IdempotencyPartialBatchException e) {
            repeat(oldest.items(), e);
        }
        oldest.items().forEach(item -> claimed.remove(key(item)));
    }

    /// Somebody else has appended events with some of these keys in the meantime. A refusal is told when all it comes
    /// of can be seen.
    private void repeat(List<BatchItem> items, IdempotencyPartialBatchException refusal) {
        List<EventId> keys = items.stream().map(Shipments::key).toList();
        BitSet known = target.known(keys);
        if (known.isEmpty()) {
            throw refusal;
        }
        deduplicated += known.cardinality();
        List<BatchItem> unknown = new ArrayList<>();
        for (int i = known.nextClearBit(0); i < items.size(); i = known.nextClearBit(i + 1)) {
            unknown.add(items.get(i));
        }
        if (unknown.isEmpty()) {
            return;
        }
        try {
            imported += target.committer().submitUnreceipted(unknown).awaitSequences().length;
        } catch (IdempotencyPartialBatchException e) {
            repeat(unknown, e);
        }
    }

    private void count(long... sequences) {
        for (long sequence : sequences) {
            if (sequence < firstNew) {
                deduplicated++;
            } else {
                imported++;
                firstNew = sequence + 1;
            }
        }
    }

    private static EventId key(BatchItem item) {
        IdempotencyKey key = item.options().idempotencyKey().orElseThrow();
        return EventId.of(key);
    }
}
