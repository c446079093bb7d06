package io.batpak.verify.engine;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.VisibilityFence;
import io.batpak.error.StoreException;
import io.batpak.fs.IoKind;
import io.batpak.model.AppendOptions;
import io.batpak.model.BatchItem;
import io.batpak.model.Compaction;
import io.batpak.model.Coordinate;
import io.batpak.model.EventId;
import io.batpak.model.EventKind;
import io.batpak.model.IdempotencyKey;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Value;
import io.batpak.testkit.MemFault;
import io.batpak.testkit.MemFs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// A journal with everything that a compaction has to carry along: lanes, extensions, keys, batches, one that was
/// never committed, a cancelled fence, a session that was killed, an earlier compaction, and many small segments
/// behind it. The same bytes each time.
///
/// [#ready] opens it once more, so that an operation on it can be watched.
final class ReshapedJournal {
    static final EventKind KEEP = EventKind.of(0xF, 1);
    static final EventKind DROP = EventKind.of(0xF, 2);
    static final EventKind GONE_BEFORE = EventKind.of(0xF, 3);
    static final long SEGMENT_BYTES = 3000;

    private static final long BEGIN_MICROS = 1_700_000_000_000_000L;
    private static final long SESSION_MICROS = 60_000_000L;
    private static final int HIDDEN = 40;

    private final Map<IdempotencyKey, Receipt> keyed = new LinkedHashMap<>();
    private final List<Receipt> receipts = new ArrayList<>();
    private MemFs fs = new MemFs();
    private int sessions;

    private ReshapedJournal() {}

    /// The journal, closed.
    static ReshapedJournal make() {
        ReshapedJournal journal = new ReshapedJournal();
        journal.firstSession();
        journal.killedSession();
        journal.compactedSession();
        for (int n = 0; n < 7; n++) {
            try (Store store = journal.open()) {
                journal.add(store, 300 + n, n % 2 == 0 ? KEEP : DROP);
            }
        }
        return journal;
    }

    /// Opened for one more session, with events that are durable.
    ///
    /// @param fs its directory
    record Ready(MemFs fs, Store store) {}

    /// A copy of the journal, open.
    Ready ready() {
        MemFs copy = fs.killed();
        Store store = Store.open(config(copy, sessions));
        Receipt first =
                store.append(at(800), KEEP, payload(800), AppendOptions.none().idempotencyKey(key(800)));
        if (keyed.put(key(800), first) == null) {
            receipts.add(first);
        }
        single(store, 801, DROP);
        store.sync();
        return new Ready(copy, store);
    }

    /// How the session after that one opens what was left.
    StoreConfig next(MemFs left) {
        return config(left, sessions + 1);
    }

    /// How a session after all others opens what was left.
    StoreConfig later(MemFs left) {
        return config(left, sessions + 2);
    }

    /// How the session behind that one opens it.
    StoreConfig stillLater(MemFs left) {
        return config(left, sessions + 3);
    }

    /// The receipt of each event with a key, those that are gone included.
    Map<IdempotencyKey, Receipt> keyed() {
        return keyed;
    }

    /// All receipts.
    List<Receipt> receipts() {
        return receipts;
    }

    /// Keys of events that nobody may ever see.
    List<EventId> hidden() {
        return List.of(EventId.of(key(HIDDEN)), EventId.of(key(HIDDEN + 1)));
    }

    private static StoreConfig config(MemFs fs, int session) {
        SplittableRandom ids = new SplittableRandom(session);
        return StoreConfig.on(fs)
                .segmentBytesMax(SEGMENT_BYTES)
                .cooperative(true)
                .clock(new TickingClock(BEGIN_MICROS + session * SESSION_MICROS))
                .randomness(ids::nextLong)
                .build();
    }

    private Store open() {
        return Store.open(config(fs, sessions++));
    }

    private void firstSession() {
        try (Store store = open()) {
            for (int n = 0; n < 24; n++) {
                add(store, n, n % 3 == 0 ? GONE_BEFORE : n % 3 == 1 ? DROP : KEEP);
            }
            VisibilityFence fence = store.beginFence();
            fence.submitBatch(List.of(item(HIDDEN, KEEP), item(HIDDEN + 1, DROP)));
            fence.cancel();
            List<Receipt> batch = store.appendBatch(List.of(item(50, KEEP), item(51, DROP), item(52, KEEP)));
            receipts.addAll(batch);
            batch.forEach(receipt -> keyed.put(IdempotencyKey.of(receipt.eventId()), receipt));
        }
    }

    /// Ends between two frames of a batch.
    private void killedSession() {
        Store store = open();
        for (int n = 60; n < 72; n++) {
            add(store, n, n % 2 == 0 ? DROP : KEEP);
        }
        store.sync();
        fs.plan(MemFault.shortWrite(1, 400, IoKind.OTHER));
        fs.powerOffAfter(fs.mutations() + 1);
        try {
            store.appendBatch(List.of(item(90, KEEP), item(91, KEEP)));
            throw new AssertionError("the power did not fail");
        } catch (StoreException e) {
            fs = fs.killed();
        }
    }

    private void compactedSession() {
        try (Store store = open()) {
            for (int n = 100; n < 112; n++) {
                add(store, n, n < 110 ? DROP : KEEP);
            }
            store.compact(
                    Compaction.retention(candidate -> !candidate.entry().kind().equals(GONE_BEFORE))
                            .but()
                            .outputBytesMax(Compaction.OUTPUT_BYTES_MIN)
                            .build());
            for (int n = 120; n < 150; n++) {
                add(store, n, n < 140 ? DROP : KEEP);
            }
        }
    }

    private void add(Store store, int n, EventKind kind) {
        if (n % 2 == 0) {
            AppendOptions options = AppendOptions.none().lane(n % 3).idempotencyKey(key(n));
            Receipt receipt = store.append(
                    at(n),
                    kind,
                    payload(n),
                    n % 4 == 0 ? options.extension("note.text", new byte[] {(byte) n}) : options);
            keyed.put(key(n), receipt);
            receipts.add(receipt);
        } else {
            receipts.add(single(store, n, kind));
        }
    }

    static Receipt single(Store store, int n, EventKind kind) {
        return store.append(at(n), kind, payload(n), AppendOptions.none().lane(n % 3));
    }

    private static BatchItem item(int n, EventKind kind) {
        return BatchItem.of(at(n), kind, payload(n), AppendOptions.none().idempotencyKey(key(n)));
    }

    private static IdempotencyKey key(int n) {
        return new IdempotencyKey(7, n + 1);
    }

    private static Coordinate at(int n) {
        return Coordinate.of("order:" + n % 4, "shop");
    }

    private static Payload payload(int n) {
        return Payload.of(Value.map("n", n, "text", "-".repeat(100 + 37 * n % 90)));
    }
}
