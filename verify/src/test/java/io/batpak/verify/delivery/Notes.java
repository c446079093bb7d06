package io.batpak.verify.delivery;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.model.AppendOptions;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;
import io.batpak.model.Region;
import io.batpak.model.Value;
import io.batpak.testkit.MemFs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Small events for tests of consumers, and what they need to see them.
final class Notes {
    static final EventKind KIND = EventKind.of(0xF, 1);
    static final Region REGION = Region.kind(KIND);
    /// Longer than any test waits for something that comes.
    static final Duration LONG = Duration.ofSeconds(60);

    private Notes() {}

    static Store open(MemFs fs) {
        return Store.open(StoreConfig.on(fs).build());
    }

    /// A store that syncs by itself next to never.
    static StoreConfig.Builder lazy(MemFs fs) {
        return StoreConfig.on(fs).syncEveryEvents(1000);
    }

    static long write(Store store, String entity, EventKind kind, AppendOptions options) {
        return store.append(Coordinate.of(entity, "room"), kind, Payload.of(Value.map("n", 1)), options)
                .sequence();
    }

    static long write(Store store, String entity) {
        return write(store, entity, KIND, AppendOptions.none());
    }

    static List<Long> write(Store store, String entity, int count) {
        List<Long> written = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            written.add(write(store, entity));
        }
        return written;
    }

    static List<Long> sequences(List<Entry> entries) {
        return entries.stream().map(Entry::sequence).toList();
    }

    /// Waits until something has come about on another thread.
    static void until(BooleanSupplier what) throws InterruptedException {
        long end = System.nanoTime() + LONG.toNanos();
        while (!what.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it does not come about");
            }
            Thread.sleep(1);
        }
    }
}
