package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.error.BatchSyncFailedException;
import io.batpak.error.StoreException;
import io.batpak.error.StreamExistsException;
import io.batpak.error.WriterCrashedException;
import io.batpak.fs.IoKind;
import io.batpak.fs.IoSite;
import io.batpak.fs.StoreIoException;
import io.batpak.model.AppendOptions;
import io.batpak.model.BatchItem;
import io.batpak.model.Coordinate;
import io.batpak.model.Durability;
import io.batpak.model.Frontier;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Value;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Callers that wait for a sync share it, and what stands behind an unsynced batch waits with it.
///
/// Tier: unit. Covers: B1, B7, D4.
class SharedSyncTest {
    private static final Coordinate AT = Coordinate.of("order:1", "shop");
    private static final long SYNC_NANOS = 2_000_000;

    private final SyncGate gate = new SyncGate();
    private final ConcurrentLinkedQueue<StoreException> refusals = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Receipt> receipts = new ConcurrentLinkedQueue<>();

    private Store open(Durability durability) {
        return Store.open(StoreConfig.on(gate.fs())
                .durability(durability)
                .syncEveryEvents(1_000_000)
                .syncWithin(Duration.ZERO)
                .build());
    }

    @Test
    void eightCallersOfBatchesShareTheirSyncs() {
        try (Store store = open(Durability.CADENCE)) {
            gate.slow(SYNC_NANOS);
            int before = gate.syncs();
            new Threads()
                    .together(8, 2, me -> {
                        for (int i = 0; i < 25; i++) {
                            receipts.addAll(store.appendBatch(items(me, 4)));
                        }
                    })
                    .join();
            assertThat(receipts).hasSize(800);
            assertThat(gate.syncs() - before).as("syncs of 200 batches").isLessThan(100);
            assertThat(store.frontier().durable()).isEqualTo(store.frontier().written());
        }
    }

    @Test
    void sixtyFourStrictCallersShareTheirSyncs() {
        try (Store store = open(Durability.STRICT)) {
            gate.slow(SYNC_NANOS);
            int before = gate.syncs();
            new Threads()
                    .together(64, 2, me -> {
                        for (int i = 0; i < 12; i++) {
                            Receipt receipt = store.append(at(me), Workload.KIND, payload(i));
                            assertThat(store.frontier().durable().sequence())
                                    .as("durable when its receipt is there")
                                    .isGreaterThanOrEqualTo(receipt.sequence());
                        }
                    })
                    .join();
            assertThat(store.stats().eventCount()).isEqualTo(1 + 64 * 12);
            assertThat(gate.syncs() - before).as("syncs of 768 strict appends").isLessThan(768 / 4);
        }
    }

    @Test
    void explicitSyncsOfManyCallersAreShared() {
        try (Store store = open(Durability.CADENCE)) {
            gate.slow(SYNC_NANOS);
            int before = gate.syncs();
            new Threads()
                    .together(16, 2, me -> {
                        for (int i = 0; i < 10; i++) {
                            Receipt receipt = store.append(at(me), Workload.KIND, payload(i));
                            assertThat(store.sync().durable().sequence()).isGreaterThanOrEqualTo(receipt.sequence());
                        }
                    })
                    .join();
            assertThat(gate.syncs() - before).as("syncs of 160 calls").isLessThan(100);
        }
    }

    @Test
    void aSingleBehindAnUnsyncedBatchWaitsForTheSyncOfTheBatch() {
        try (Store store = open(Durability.CADENCE)) {
            Threads threads = new Threads();
            Thread single = holdBatchAndSingle(store, threads);
            Frontier before = store.frontier();
            assertThat(before.written().sequence()).isEqualTo(4);
            assertThat(before.visible().sequence()).isZero();
            assertThat(before.durable().sequence()).isZero();
            assertThat(store.stream("order:1").toList()).isEmpty();
            assertThat(single.isAlive()).as("not acknowledged").isTrue();
            int syncs = gate.syncs();
            gate.open();
            threads.join();
            assertThat(gate.syncs()).as("one sync served both").isEqualTo(syncs);
            assertThat(receipts).extracting(Receipt::sequence).containsExactlyInAnyOrder(1L, 2L, 3L, 4L);
            assertThat(store.stream("order:1").toList()).hasSize(4);
        }
    }

    @Test
    void theFailureOfThatSyncFailsBoth() {
        Store store = open(Durability.CADENCE);
        Threads threads = new Threads();
        holdBatchAndSingle(store, threads);
        gate.refuse(new StoreIoException(IoSite.of("sync", "000001.fbat"), IoKind.OTHER, "on purpose"));
        gate.open();
        threads.join();
        assertThat(receipts).isEmpty();
        assertThat(refusals)
                .hasSize(2)
                .hasAtLeastOneElementOfType(BatchSyncFailedException.class)
                .hasAtLeastOneElementOfType(WriterCrashedException.class);
        assertThat(store.frontier().durable().sequence()).isZero();
        assertThat(store.stream("order:1").toList()).isEmpty();
        assertThat(refusal(store::close)).isInstanceOf(WriterCrashedException.class);
    }

    @Test
    void aRefusalForTheSakeOfAnUnsyncedBatchWaitsForItsSync() {
        try (Store store = open(Durability.CADENCE)) {
            Threads threads = new Threads();
            gate.hold();
            threads.now(() -> receipts.addAll(store.appendBatch(items(1, 3))));
            Threads.until("the sync of the batch", () -> gate.held() == 1);
            Thread refused = threads.now(
                    () -> note(() -> store.append(AT, Workload.KIND, payload(9), AppendOptions.expectNoStream())));
            Threads.untilAsleep(refused);
            assertThat(store.latest("order:1", 0))
                    .as("nobody sees why it is refused")
                    .isEmpty();
            assertThat(refusals).isEmpty();
            gate.open();
            threads.join();
            assertThat(refusals)
                    .hasOnlyElementsOfType(StreamExistsException.class)
                    .hasSize(1);
        }
    }

    /// A batch whose sync is held, and a single append behind it that sleeps.
    private Thread holdBatchAndSingle(Store store, Threads threads) {
        gate.hold();
        threads.now(() -> note(() -> receipts.addAll(store.appendBatch(items(1, 3)))));
        Threads.until("the sync of the batch", () -> gate.held() == 1);
        Thread single = threads.now(() -> note(() -> receipts.add(store.append(AT, Workload.KIND, payload(9)))));
        Threads.until(
                "the write of the single", () -> store.frontier().written().sequence() == 4);
        Threads.untilAsleep(single);
        return single;
    }

    private void note(Runnable call) {
        try {
            call.run();
        } catch (StoreException e) {
            refusals.add(e);
        }
    }

    private static StoreException refusal(Runnable call) {
        try {
            call.run();
            throw new AssertionError("not refused");
        } catch (StoreException e) {
            return e;
        }
    }

    private static List<BatchItem> items(int me, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> BatchItem.of(at(me), Workload.KIND, payload(i)))
                .toList();
    }

    private static Coordinate at(int me) {
        return Coordinate.of("order:" + me, "shop");
    }

    private static Payload payload(int n) {
        return Payload.of(Value.map("n", n));
    }
}
