package io.batpak.verify.engine;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.error.StoreException;
import io.batpak.model.AppendOptions;
import io.batpak.model.BatchItem;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Value;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.SettableClock;
import java.util.ArrayList;
import java.util.List;

/// Two sessions with singles, lanes, batches, syncs and many rotations, on a directory that may fail at any
/// moment.
///
/// Keeps what was promised: every receipt, and which of them a sync had covered when power was last seen on.
final class Workload {
    static final EventKind KIND = EventKind.of(0xF, 1);

    private final MemFs fs;
    private final SettableClock clock = new SettableClock(1_700_000_000_000_000L);
    private final List<Receipt> acknowledged = new ArrayList<>();
    private final List<List<Receipt>> batches = new ArrayList<>();
    private long durable = -1;
    private int submitted;

    private Workload(MemFs fs) {
        this.fs = fs;
    }

    /// Plays until it is done or the directory fails.
    static Workload play(MemFs fs) {
        Workload workload = new Workload(fs);
        try {
            workload.session(9);
            workload.session(7);
        } catch (StoreException e) {
            // The power went: what counts from here on is what is left on the directory.
            workload.submitted++;
        }
        return workload;
    }

    static StoreConfig config(MemFs fs) {
        return StoreConfig.on(fs)
                .segmentBytesMax(1500)
                .syncEveryEvents(3)
                .cooperative(true)
                .cooperative(true)
                .build();
    }

    /// Every receipt, in the order of their sequences.
    List<Receipt> acknowledged() {
        return acknowledged;
    }

    /// The receipts of each batch that was acknowledged.
    List<List<Receipt>> batches() {
        return batches;
    }

    /// The highest sequence that was seen durable.
    long durable() {
        return durable;
    }

    private void session(int events) {
        StoreConfig config = StoreConfig.on(fs)
                .segmentBytesMax(1500)
                .syncEveryEvents(3)
                .cooperative(true)
                .clock(clock)
                .build();
        try (Store store = Store.open(config)) {
            for (int i = 0; i < events; i++) {
                clock.setWallMicros(clock.wallMicros() + 1_500);
                if (i % 4 == 3) {
                    List<Receipt> batch = store.appendBatch(List.of(item(), item(), item()));
                    batches.add(batch);
                    acknowledged.addAll(batch);
                } else {
                    AppendOptions options = AppendOptions.none().lane(i % 3);
                    acknowledged.add(store.append(coordinate(), KIND, payload(), options));
                }
                if (i == 5) {
                    store.sync();
                }
                durable = store.frontier().durable().sequence();
            }
        }
        durable = acknowledged.getLast().sequence();
    }

    private BatchItem item() {
        return BatchItem.of(coordinate(), KIND, payload());
    }

    private Coordinate coordinate() {
        return Coordinate.of("order:" + submitted % 2, "shop");
    }

    private Payload payload() {
        return Payload.of(Value.map("n", submitted++, "text", "x".repeat(submitted % 50)));
    }
}
