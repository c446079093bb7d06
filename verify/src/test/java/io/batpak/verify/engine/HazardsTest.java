package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.VisibilityFence;
import io.batpak.error.BatchItemTooLargeException;
import io.batpak.error.StoreClosedException;
import io.batpak.error.StoreException;
import io.batpak.error.WriterCrashedException;
import io.batpak.fs.IoKind;
import io.batpak.model.AppendOptions;
import io.batpak.model.BatchItem;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.EventKind;
import io.batpak.model.Frontier;
import io.batpak.model.IdempotencyKey;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Region;
import io.batpak.model.Stats;
import io.batpak.model.Ticket;
import io.batpak.model.Value;
import io.batpak.testkit.MemFault;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemOperation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What goes wrong in 0.9.0 by its own account, one test each that would fail on it.
///
/// Tier: crash. Covers: B1, B13, D9.
class HazardsTest {
    private static final Coordinate AT = Coordinate.of("order:1", "shop");
    private static final EventKind KIND = EventKind.of(0xF, 1);
    private static final IdempotencyKey KEY = new IdempotencyKey(4, 2);

    private final MemFs fs = new MemFs();

    @Test
    void aBatchThatFailedHalfWayTakesNoLaterEventWithIt() {
        Store killed = open(fs);
        fs.plan(MemFault.shortWrite(1, 1_000, IoKind.STORAGE_FULL));
        assertThatThrownBy(() -> killed.appendBatch(List.of(item(1), item(2), item(3))))
                .isInstanceOf(StoreException.class);
        append(killed, 4);
        append(killed, 5);
        killed.appendBatch(List.of(item(6)));
        assertThat(numbersAfterReopening(fs.killed())).containsExactly(4L, 5L, 6L);
    }

    @Test
    void theDurableMarkNeverRunsAheadOfWhatWasWritten() {
        Store store = open(fs);
        append(store, 1);
        fs.plan(MemFault.of(MemOperation.WRITE, 1, IoKind.STORAGE_FULL));
        assertThatThrownBy(() -> append(store, 2)).isInstanceOf(StoreException.class);
        Frontier frontier = store.sync();
        assertThat(frontier.durable().sequence()).isEqualTo(1);
        assertThat(frontier.accepted().sequence()).isEqualTo(1);
        assertThat(numbersAfterReopening(fs.crash())).containsExactly(1L);
    }

    @Test
    void whatWasWrittenBeforeARestartIsDurableWhenTheMarkSaysSo() {
        TrippingFs tripping = new TrippingFs(fs);
        Store store = Store.open(config(tripping));
        append(store, 1);
        tripping.tripNextWrite(new IllegalStateException("a defect"));
        assertThatThrownBy(() -> append(store, 2)).isInstanceOf(WriterCrashedException.class);
        append(store, 3);
        long durable = store.sync().durable().sequence();
        assertThat(durable).isEqualTo(2);
        assertThat(numbersAfterReopening(fs.crash())).containsExactly(1L, 3L);
    }

    @Test
    void afterACancelledFenceAndAPowerCutNoNewEventIsHidden() {
        for (long seed = -1; seed < 20; seed++) {
            MemFs own = new MemFs();
            Store store = open(own);
            append(store, 1);
            VisibilityFence fence = store.beginFence();
            fence.submit(AT, KIND, payload(2));
            fence.submit(AT, KIND, payload(3));
            fence.cancel();
            MemFs cut = seed < 0 ? own.crash() : own.crash(seed);
            Store next = open(cut);
            append(next, 4);
            append(next, 5);
            assertThat(numbers(next)).endsWith(4L, 5L).doesNotContain(2L, 3L);
            assertThat(numbersAfterReopening(cut.killed())).endsWith(4L, 5L).doesNotContain(2L, 3L);
        }
    }

    @Test
    void failedBatchesACancelledFenceAndACrashRenumberAndUncoverNothing() {
        Store store = open(fs);
        append(store, 1);
        for (int failed = 0; failed < 2; failed++) {
            fs.plan(MemFault.of(MemOperation.WRITE, 1, IoKind.STORAGE_FULL));
            assertThatThrownBy(() -> store.appendBatch(List.of(item(2), item(3))))
                    .isInstanceOf(StoreException.class);
        }
        VisibilityFence fence = store.beginFence();
        fence.submit(AT, KIND, payload(4));
        fence.cancel();
        Receipt last = append(store, 5);
        assertThat(last.sequence()).isEqualTo(3);
        try (Store next = open(fs.killed())) {
            assertThat(numbers(next)).containsExactly(1L, 5L);
            assertThat(next.entry(last.eventId()).map(Entry::sequence)).contains(3L);
        }
    }

    @Test
    void whatWasHandedToAFenceThatNeverEndedIsNotThere() {
        Store store = open(fs);
        VisibilityFence fence = store.beginFence();
        fence.submit(AT, KIND, payload(1));
        fence.submitBatch(List.of(item(2), item(3)));
        store.drain(9);
        assertThat(numbersAfterReopening(fs.killed())).isEmpty();
    }

    @Test
    void anEventHandedOverBeforeTheFenceIsCommittedBeforeIt() {
        Store store = open(fs);
        Ticket<Receipt> before = store.submit(AT, KIND, payload(1));
        VisibilityFence fence = store.beginFence();
        fence.submit(AT, KIND, payload(2));
        store.drain(9);
        assertThat(before.isDone()).isTrue();
        assertThat(numbers(store)).as("nothing of the fence").containsExactly(1L);
        fence.commit();
        assertThat(numbers(store)).containsExactly(1L, 2L);
        store.beginFence().cancel();
        store.close();
    }

    @Test
    void everySegmentHasItsFooterHoweverMuchWasQueuedAtTheEnd() {
        for (boolean drop : new boolean[] {true, false}) {
            MemFs own = new MemFs();
            Store store = Store.open(
                    StoreConfig.on(own).groupCommitEvents(8).cooperative(true).build());
            for (int i = 0; i < 20; i++) {
                store.submitBatch(List.of(keyed(i)));
            }
            end(store, drop);
            try (StoreReader reader = StoreReader.open(config(own))) {
                assertThat(reader.openReport().segments()).allMatch(segment -> segment.footer());
                assertThat(reader.query(Region.entity("order")).stream()).hasSize(20);
            }
        }
    }

    @Test
    void whatTheEndOfTheStoreDoesNotCommitIsToldSo() throws InterruptedException {
        for (int max : new int[] {0, 2, 1024}) {
            MemFs own = new MemFs();
            Store store = Store.open(
                    StoreConfig.on(own).shutdownDrainMax(max).cooperative(true).build());
            List<Ticket<Receipt>> tickets = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                tickets.add(store.submit(AT, KIND, payload(i)));
            }
            store.drop();
            int committed = Math.min(max, 5);
            for (int i = 0; i < 5; i++) {
                Ticket<Receipt> ticket = tickets.get(i);
                assertThat(ticket.isDone()).as("nobody hangs").isTrue();
                if (i < committed) {
                    ticket.await();
                } else {
                    assertThatThrownBy(ticket::await).isInstanceOf(StoreClosedException.class);
                }
            }
            assertThat(numbersAfterReopening(own)).hasSize(committed);
        }
    }

    @Test
    void aKeyOfACancelledFenceCanBeUsedAgain() {
        Store store = open(fs);
        long keys = store.stats().idempotencyKeys();
        VisibilityFence fence = store.beginFence();
        fence.submitBatch(
                List.of(BatchItem.of(AT, KIND, payload(1), AppendOptions.none().idempotencyKey(KEY))));
        fence.cancel();
        assertThat(store.stats().idempotencyKeys())
                .as("a hidden event keeps no key")
                .isEqualTo(keys);
        Receipt receipt =
                store.append(AT, KIND, payload(2), AppendOptions.none().idempotencyKey(KEY));
        assertThat(store.get(receipt.eventId()).sequence()).isEqualTo(2);
        assertThat(numbers(store)).containsExactly(2L);
        assertThat(numbersAfterReopening(fs.killed())).containsExactly(2L);
    }

    @Test
    void anItemThatIsTooLargeIsTooLargeBehindAFenceAsWell() {
        Store store = Store.open(
                StoreConfig.on(fs).appendBytesMax(100).cooperative(true).build());
        BatchItem large = BatchItem.of(AT, KIND, Payload.of(Value.of("x".repeat(200))));
        assertThatThrownBy(() -> store.appendBatch(List.of(large))).isInstanceOf(BatchItemTooLargeException.class);
        try (VisibilityFence fence = store.beginFence()) {
            assertThatThrownBy(() -> fence.submitBatch(List.of(large))).isInstanceOf(BatchItemTooLargeException.class);
        }
        store.close();
    }

    @Test
    void whatIsHandedToAFenceLiesInMemoryUntilTheFenceEnds() {
        Store store = open(fs);
        append(store, 1);
        Frontier before = store.frontier();
        Stats stats = store.stats();
        int bytes = fs.bytes("000001.fbat").length;
        VisibilityFence fence = store.beginFence();
        fence.submit(AT, KIND, payload(2));
        store.drain(9);
        assertThat(store.frontier().accepted()).isEqualTo(before.accepted());
        assertThat(store.stats()).isEqualTo(stats);
        assertThat(fs.bytes("000001.fbat")).hasSize(bytes);
        fence.commit();
        assertThat(store.frontier().durable().sequence()).isEqualTo(2);
    }

    /// Each event of a fence has the time at which it was handed over.
    @Test
    void aFenceIsWrittenAsOneBatchWhateverTheTimesOfItsEvents() {
        TickingClock clock = new TickingClock(1_700_000_000_000_000L);
        Store store =
                Store.open(StoreConfig.on(fs).clock(clock).cooperative(true).build());
        append(store, 1);
        for (boolean committed : new boolean[] {true, false}) {
            long writes = fs.count(MemOperation.WRITE);
            VisibilityFence fence = store.beginFence();
            for (int i = 0; i < 3; i++) {
                clock.advanceMicros(5_000);
                fence.submit(AT, KIND, payload(committed ? 2 + i : 20 + i));
            }
            if (committed) {
                fence.commit();
                assertThat(fs.count(MemOperation.WRITE) - writes).isEqualTo(1);
                assertThat(numbersAfterReopening(fs.killed())).containsExactly(1L, 2L, 3L, 4L);
            } else {
                fs.powerOffAfter(fs.mutations() + 1); // the events reach the disk, and nothing else does
                assertThatThrownBy(fence::cancel).isInstanceOf(StoreException.class);
            }
        }
        assertThat(numbersAfterReopening(fs.killed())).containsExactly(1L, 2L, 3L, 4L);
    }

    private static void end(Store store, boolean drop) {
        if (drop) {
            store.drop();
        } else {
            store.close();
        }
    }

    private static BatchItem keyed(int n) {
        return BatchItem.of(AT, KIND, payload(n), AppendOptions.none().idempotencyKey(new IdempotencyKey(7, n + 1)));
    }

    private static StoreConfig config(io.batpak.fs.StoreFs on) {
        return StoreConfig.on(on).cooperative(true).build();
    }

    private static Store open(MemFs on) {
        return Store.open(config(on));
    }

    private static Receipt append(Store store, int n) {
        return store.append(AT, KIND, payload(n));
    }

    private static BatchItem item(int n) {
        return BatchItem.of(AT, KIND, payload(n));
    }

    private static Payload payload(int n) {
        return Payload.of(Value.of(n));
    }

    private static List<Long> numbers(Store store) {
        return store.query(Region.entity("order")).stream()
                .map(entry -> ((Value.Int) store.get(entry.eventId()).value()).value())
                .toList();
    }

    private static List<Long> numbersAfterReopening(MemFs left) {
        try (Store store = open(left)) {
            assertThat(store.verifyChain().intact()).isTrue();
            return numbers(store);
        }
    }
}
