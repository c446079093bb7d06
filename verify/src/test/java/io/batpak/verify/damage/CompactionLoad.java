package io.batpak.verify.damage;

import io.batpak.Store;
import io.batpak.VisibilityFence;
import io.batpak.error.VisibilityFenceActiveException;
import io.batpak.model.AppendOptions;
import io.batpak.model.BatchItem;
import io.batpak.model.Coordinate;
import io.batpak.model.CorrelationId;
import io.batpak.model.EventKind;
import io.batpak.model.IdempotencyKey;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Ticket;
import io.batpak.model.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The appending half of [CompactingProcess]: singles, keyed singles that are retried, batches, and fences.
final class CompactionLoad {
    private static final long PAUSE_NANOS = 3_000_000;
    private static final int ENTITIES = 5;
    private static final List<EventKind> KINDS =
            List.of(CompactionFacts.KEEP, CompactionFacts.DROP, CompactionFacts.TOMB, CompactionFacts.LAST);

    private final Store store;
    private final Consumer<String> say;
    private final int session;
    private final SplittableRandom seeds;
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicLong kept = new AtomicLong();
    private final List<CompactionFacts> acknowledged = new CopyOnWriteArrayList<>();
    private final List<CompactionFacts> keyed = new CopyOnWriteArrayList<>();

    CompactionLoad(Store store, Consumer<String> say, int session, long seed) {
        this.store = store;
        this.say = say;
        this.session = session;
        this.seeds = new SplittableRandom(seed);
    }

    List<CompactionFacts.Work> works() {
        return List.of(
                singles(seeds.split()), singles(seeds.split()), keyed(seeds.split()), batches(seeds.split()), fences());
    }

    /// A sample of what was acknowledged.
    List<CompactionFacts> acknowledged() {
        return acknowledged;
    }

    /// How many events of [CompactionFacts#KEEP] were acknowledged.
    long kept() {
        return kept.get();
    }

    private CompactionFacts.Work singles(SplittableRandom random) {
        return () -> {
            EventKind kind = KINDS.get(random.nextInt(KINDS.size()));
            int entity = random.nextInt(ENTITIES);
            long number = number();
            AppendOptions options = AppendOptions.none().correlationId(id(number, 1));
            Receipt receipt = unfenced(() -> store.append(at(kind, entity), kind, payload(number), options));
            tell("A", new CompactionFacts(receipt, kind.raw(), entity, number));
            LockSupport.parkNanos(PAUSE_NANOS);
        };
    }

    private CompactionFacts.Work keyed(SplittableRandom random) {
        return () -> {
            EventKind kind = KINDS.get(random.nextInt(KINDS.size()));
            int entity = random.nextInt(ENTITIES);
            long number = number();
            AppendOptions options = AppendOptions.none()
                    .correlationId(id(number, 1))
                    .idempotencyKey(new IdempotencyKey(0xBEEF, number));
            Receipt receipt = unfenced(() -> store.append(at(kind, entity), kind, payload(number), options));
            CompactionFacts facts = new CompactionFacts(receipt, kind.raw(), entity, number);
            tell("K", facts);
            keyed.add(facts);
            CompactionFacts early = keyed.get(random.nextInt(keyed.size()));
            Receipt again = unfenced(() -> retry(store, early));
            if (again.sequence() != early.receipt().sequence()) {
                throw new AssertionError("a retry: " + again + " for " + early);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        };
    }

    /// Appends under the key of an event that was acknowledged, perhaps long ago.
    static Receipt retry(Store store, CompactionFacts early) {
        return store.append(
                Coordinate.of("retry:1", "shop"),
                CompactionFacts.KEEP,
                Payload.of(Value.of(0)),
                AppendOptions.none()
                        .idempotencyKey(
                                new IdempotencyKey(early.id().high(), early.id().low())));
    }

    private CompactionFacts.Work batches(SplittableRandom random) {
        return () -> {
            int entity = random.nextInt(ENTITIES);
            int size = 1 + random.nextInt(5);
            long number = number();
            List<Receipt> receipts =
                    unfenced(() -> store.appendBatch(items(CompactionFacts.KEEP, entity, number, size)));
            receipts.forEach(
                    receipt -> tell("A", new CompactionFacts(receipt, CompactionFacts.KEEP.raw(), entity, number)));
            LockSupport.parkNanos(PAUSE_NANOS);
        };
    }

    private CompactionFacts.Work fences() {
        return () -> {
            LockSupport.parkNanos(70_000_000);
            boolean commits = ThreadLocalRandom.current().nextInt(3) > 0;
            EventKind kind = commits ? CompactionFacts.KEEP : CompactionFacts.CANCELLED;
            long number = number();
            try (VisibilityFence fence = store.beginFence()) {
                Ticket<List<Receipt>> ticket = fence.submitBatch(items(kind, 0, number, 3));
                LockSupport.parkNanos(5_000_000);
                if (commits) {
                    fence.commit();
                    for (Receipt receipt : ticket.await()) {
                        tell("A", new CompactionFacts(receipt, kind.raw(), 0, number));
                    }
                } else {
                    fence.cancel();
                }
            }
        };
    }

    private void tell(String what, CompactionFacts facts) {
        say.accept(what + " " + facts.line() + "\n");
        if (facts.isOfKind(CompactionFacts.KEEP)) {
            kept.incrementAndGet();
        }
        if (ThreadLocalRandom.current().nextInt(4) == 0) {
            acknowledged.add(facts);
        }
    }

    private long number() {
        return (long) session << 32 | numbers.incrementAndGet();
    }

    private static CorrelationId id(long number, int size) {
        return new CorrelationId(size, number);
    }

    private static Coordinate at(EventKind kind, int entity) {
        return Coordinate.of("order:" + kind.raw() + "-" + entity, "shop");
    }

    private static List<BatchItem> items(EventKind kind, int entity, long number, int size) {
        AppendOptions options = AppendOptions.none().correlationId(id(number, size));
        List<BatchItem> items = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            items.add(BatchItem.of(at(kind, entity), kind, payload(number), options));
        }
        return items;
    }

    private static Payload payload(long number) {
        return Payload.of(Value.map("n", number, "text", "x".repeat((int) (number % 197))));
    }

    /// Tries again while a fence is active.
    static <T> T unfenced(Supplier<T> call) {
        while (true) {
            try {
                return call.get();
            } catch (VisibilityFenceActiveException e) {
                Thread.onSpinWait();
            }
        }
    }
}
