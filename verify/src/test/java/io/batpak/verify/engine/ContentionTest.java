package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.error.SequenceMismatchException;
import io.batpak.error.StreamExistsException;
import io.batpak.model.AppendOptions;
import io.batpak.model.BatchItem;
import io.batpak.model.Coordinate;
import io.batpak.model.Durability;
import io.batpak.model.Entry;
import io.batpak.model.IdempotencyKey;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Region;
import io.batpak.model.Value;
import io.batpak.testkit.MemFs;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Many threads want the same thing: one of them gets it, and nothing is lost.
///
/// Tier: law. Covers: B5, E31, E32.
class ContentionTest {
    private static final Coordinate AT = Coordinate.of("order:1", "shop");

    private final MemFs fs = new MemFs();

    private StoreConfig.Builder config(Durability durability) {
        return StoreConfig.on(fs).durability(durability).syncEveryEvents(5);
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void oneOfEightThreadsWinsEachExpectedClock(Durability durability) {
        int rounds = 30;
        ConcurrentLinkedQueue<Receipt> winners = new ConcurrentLinkedQueue<>();
        AtomicInteger losers = new AtomicInteger();
        try (Store store = Store.open(config(durability).build())) {
            new Threads()
                    .together(8, 2, me -> {
                        for (int clock = 0; clock < rounds; clock++) {
                            AppendOptions options =
                                    clock == 0 ? AppendOptions.expectNoStream() : AppendOptions.expecting(clock - 1L);
                            while (store.stream("order:1").stream().count() < clock) {
                                Thread.onSpinWait();
                            }
                            try {
                                winners.add(store.append(AT, Workload.KIND, payload(me), options));
                            } catch (SequenceMismatchException | StreamExistsException e) {
                                losers.incrementAndGet();
                            }
                        }
                    })
                    .join();
            // Expecting clock 0 also matches an empty stream in 0.9.0, hence expectNoStream for the first.
            assertThat(winners).hasSize(rounds);
            assertThat(losers).hasValue(7 * rounds);
            assertThat(winners.stream().map(Receipt::clock).sorted().toList())
                    .isEqualTo(
                            IntStream.range(0, rounds).mapToObj(i -> (long) i).toList());
        }
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void eightThreadsWithTheSameKeysStoreEachEventOnce(Durability durability) {
        int keys = 40;
        ConcurrentLinkedQueue<Receipt> receipts = new ConcurrentLinkedQueue<>();
        try (Store store = Store.open(config(durability).build())) {
            new Threads()
                    .together(8, 2, me -> {
                        for (int i = 0; i < keys; i++) {
                            receipts.add(store.append(
                                    Coordinate.of("order:" + me, "shop"), Workload.KIND, payload(me), keyed(i)));
                        }
                    })
                    .join();
            assertThat(receipts).hasSize(8 * keys);
            assertThat(new HashSet<>(receipts))
                    .as("the same receipt for everybody")
                    .hasSize(keys);
            assertThat(store.stats().eventCount()).isEqualTo(1 + keys);
        }
        try (Store store = Store.open(config(durability).build())) {
            for (int i = 0; i < keys; i++) {
                assertThat(receipts).contains(store.append(AT, Workload.KIND, payload(0), keyed(i)));
            }
        }
    }

    private static AppendOptions keyed(int key) {
        return AppendOptions.none().idempotencyKey(new IdempotencyKey(9, key + 1));
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void tinySegmentsLoseNothingOfManyBatches(Durability durability) {
        ConcurrentLinkedQueue<List<Receipt>> batches = new ConcurrentLinkedQueue<>();
        try (Store store = Store.open(config(durability).segmentBytesMax(256).build())) {
            new Threads()
                    .together(4, 2, me -> {
                        for (int batch = 0; batch < 10; batch++) {
                            batches.add(store.appendBatch(items(me)));
                        }
                    })
                    .join();
            assertThat(store.stats().segments()).isGreaterThan(10);
            assertHolds(store, batches);
        }
        try (Store store = Store.open(config(durability).build())) {
            assertHolds(store, batches);
            assertThat(store.verifyChain().intact()).isTrue();
        }
    }

    private static void assertHolds(Store store, Iterable<List<Receipt>> batches) {
        Set<Long> sequences = new HashSet<>();
        for (List<Receipt> batch : batches) {
            assertThat(batch).hasSize(10);
            for (Receipt receipt : batch) {
                assertThat(receipt.sequence())
                        .as("items of a batch follow each other")
                        .isEqualTo(batch.getFirst().sequence() + batch.indexOf(receipt));
                assertThat(store.get(receipt.eventId()).sequence()).isEqualTo(receipt.sequence());
                sequences.add(receipt.sequence());
            }
        }
        assertThat(sequences).hasSize(400);
        assertThat(store.query(Region.entity("batch")).stream()
                        .map(Entry::sequence)
                        .toList())
                .hasSize(400)
                .isSorted();
    }

    private static List<BatchItem> items(int me) {
        return IntStream.range(0, 10)
                .mapToObj(i -> BatchItem.of(Coordinate.of("batch:" + me, "shop"), Workload.KIND, payload(i)))
                .toList();
    }

    private static Payload payload(int n) {
        return Payload.of(Value.map("n", n));
    }
}
