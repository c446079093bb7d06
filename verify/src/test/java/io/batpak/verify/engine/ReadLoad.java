package io.batpak.verify.engine;

import io.batpak.Store;
import io.batpak.VisibilityFence;
import io.batpak.model.AppendOptions;
import io.batpak.model.BatchItem;
import io.batpak.model.CausationId;
import io.batpak.model.ClockRange;
import io.batpak.model.Coordinate;
import io.batpak.model.CorrelationId;
import io.batpak.model.EventId;
import io.batpak.model.EventKind;
import io.batpak.model.IdempotencyKey;
import io.batpak.model.KindFilter;
import io.batpak.model.Receipt;
import io.batpak.model.Region;
import io.batpak.model.Ticket;
import io.batpak.testkit.SettableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Random events: lanes, batches, fences, causes, times that stand still, names that begin alike.
final class ReadLoad {
    static final List<String> ENTITIES = List.of("a", "a:b", "a:b:c", "ab", "c:1", "c:2", "nobody", "batpak:store");
    static final List<Long> LANES = List.of(0L, 1L, 0xFFFF_FFFFL, 5L);
    private static final List<String> SCOPES = List.of("s", "s:t", "t", "none");
    private static final int STORED_ENTITIES = 6;
    private static final int STORED_SCOPES = 3;
    private static final int STORED_LANES = 3;
    private static final List<EventKind> KINDS =
            List.of(EventKind.of(0xF, 1), EventKind.of(0xF, 0xFFF), EventKind.of(1, 1), EventKind.of(1, 2));

    final Random random;
    final SettableClock clock = Samples.clock();
    final ReadModel model = new ReadModel();
    private int keys;

    ReadLoad(Random random) {
        this.random = random;
    }

    /// Adds about so many events to the store.
    void fill(Store store, int events) throws InterruptedException {
        long end = model.next() + events;
        while (model.next() < end) {
            switch (random.nextInt(10)) {
                case 0 -> batch(store);
                case 1 -> fence(store);
                case 2, 3 -> clock.advance(Duration.ofMillis(random.nextInt(3)));
                default -> {
                    BatchItem item = item(random.nextInt(3) == 0);
                    model.add(item, store.append(item.at(), item.kind(), item.payload(), item.options()), now());
                }
            }
        }
    }

    private void batch(Store store) {
        List<BatchItem> items = items(random.nextBoolean());
        add(items, store.appendBatch(items));
    }

    private void fence(Store store) throws InterruptedException {
        boolean commits = random.nextBoolean();
        List<BatchItem> items = items(true);
        VisibilityFence fence = store.beginFence();
        Ticket<List<Receipt>> ticket = fence.submitBatch(items);
        if (commits) {
            fence.commit();
            add(items, ticket.await());
        } else {
            fence.cancel();
            items.forEach(item -> model.addHidden(item, now()));
        }
    }

    private void add(List<BatchItem> items, List<Receipt> receipts) {
        for (int i = 0; i < items.size(); i++) {
            model.add(items.get(i), receipts.get(i), now());
        }
    }

    /// Milliseconds since 1970.
    long now() {
        return clock.wallMicros() / 1000;
    }

    private List<BatchItem> items(boolean keyed) {
        List<BatchItem> items = new ArrayList<>();
        for (int count = 1 + random.nextInt(4); count > 0; count--) {
            items.add(item(keyed));
        }
        return items;
    }

    /// An event that is appended by the caller.
    BatchItem item() {
        return item(random.nextInt(3) == 0);
    }

    private BatchItem item(boolean keyed) {
        AppendOptions options = AppendOptions.none().lane(LANES.get(random.nextInt(STORED_LANES)));
        if (keyed) {
            keys++;
            options = options.idempotencyKey(new IdempotencyKey(0, keys));
        }
        if (random.nextInt(3) == 0) {
            options = options.causationId(CausationId.of(any()));
        }
        if (random.nextInt(3) == 0) {
            options = options.correlationId(CorrelationId.of(any()));
        }
        if (random.nextInt(4) == 0) {
            options = options.extension("test.n", new byte[] {(byte) keys, 1});
        }
        String entity = ENTITIES.get(random.nextInt(STORED_ENTITIES));
        String scope = SCOPES.get(random.nextInt(STORED_SCOPES));
        return BatchItem.of(
                Coordinate.of(entity, scope), KINDS.get(random.nextInt(KINDS.size())), Samples.payload(keys), options);
    }

    /// An event that is there, or the key of one that is, is hidden, may come, or never comes.
    private EventId any() {
        List<EventId> known = model.visibleIds();
        boolean isKnown = random.nextBoolean() && !known.isEmpty();
        return isKnown ? known.get(random.nextInt(known.size())) : new EventId(0, 1 + random.nextInt(99));
    }

    /// Any combination of filters.
    Region region() {
        Region region = Region.all();
        if (random.nextInt(3) == 0) {
            region = region.withEntity(pick(List.of("a", "a:b", "ab", "c", "c:1", "x", "batpak")));
        }
        if (random.nextInt(3) == 0) {
            region = region.withScope(pick(SCOPES));
        }
        switch (random.nextInt(5)) {
            case 0 -> region = region.withKind(new KindFilter.Exact(pick(KINDS)));
            case 1 -> region = region.withKind(new KindFilter.Category(pick(List.of(0, 1, 2, 15))));
            case 2 -> region = region.withKind(new KindFilter.Any());
            default -> {
                // any kind, without saying so
            }
        }
        if (random.nextInt(4) == 0) {
            long start = random.nextInt(5);
            region = region.withClockRange(new ClockRange(start, start + random.nextInt(4)));
        }
        return random.nextInt(4) == 0 ? region.withLane(pick(LANES)) : region;
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
