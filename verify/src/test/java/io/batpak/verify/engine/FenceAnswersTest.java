package io.batpak.verify.engine;

import static io.batpak.verify.engine.Samples.AT;
import static io.batpak.verify.engine.Samples.ELSEWHERE;
import static io.batpak.verify.engine.Samples.KIND;
import static io.batpak.verify.engine.Samples.append;
import static io.batpak.verify.engine.Samples.item;
import static io.batpak.verify.engine.Samples.key;
import static io.batpak.verify.engine.Samples.keyed;
import static io.batpak.verify.engine.Samples.payload;
import static io.batpak.verify.engine.Samples.quiet;
import static io.batpak.verify.engine.Samples.seen;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.VisibilityFence;
import io.batpak.error.BatchFailedException;
import io.batpak.error.IdempotencyOverflowException;
import io.batpak.error.StoreException;
import io.batpak.fs.IoKind;
import io.batpak.model.AppendOptions;
import io.batpak.model.BatchItem;
import io.batpak.model.IdempotencyOverflow;
import io.batpak.model.IdempotencyRetention;
import io.batpak.model.Receipt;
import io.batpak.model.Ticket;
import io.batpak.testkit.MemFault;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemOperation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the tickets of a fence are answered, and what a fence costs the disk.
///
/// Tier: unit. Covers: D10.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FenceAnswersTest {
    private final MemFs fs = new MemFs();

    private StoreConfig.Builder unsynced() {
        return quiet(fs).syncEveryEvents(1_000_000).syncWithin(Duration.ZERO);
    }

    @Test
    void aFenceOfRepetitionsWritesNothingAndAnswersThem() throws InterruptedException {
        try (Store store = Store.open(unsynced().build())) {
            List<Receipt> first = store.appendBatch(List.of(keyed(1), keyed(2)));
            long writes = fs.count(MemOperation.WRITE);
            VisibilityFence fence = store.beginFence();
            Ticket<List<Receipt>> again = fence.submitBatch(List.of(keyed(1), keyed(2)));
            Ticket<List<Receipt>> one = fence.submitBatch(List.of(keyed(2)));
            Ticket<List<Receipt>> nothing = fence.submitBatch(List.of());
            fence.commit();
            assertThat(again.await()).isEqualTo(first);
            assertThat(one.await()).containsExactly(first.get(1));
            assertThat(nothing.await()).isEmpty();
            assertThat(fs.count(MemOperation.WRITE)).isEqualTo(writes);
            assertThat(append(store, 3).sequence()).isEqualTo(3);
        }
    }

    @Test
    void aBatchThatIsTooLargeIsRefusedAndTheFenceGoesOn() throws InterruptedException {
        long length = payload(1).length();
        try (Store store = Store.open(unsynced().batchBytesMax(2 * length).build())) {
            VisibilityFence fence = store.beginFence();
            Ticket<List<Receipt>> tooLarge = fence.submitBatch(List.of(item(1), item(2), item(3)));
            Ticket<List<Receipt>> good = fence.submitBatch(List.of(item(1), item(2)));
            fence.commit();
            assertThatThrownBy(tooLarge::await).isInstanceOf(BatchFailedException.class);
            assertThat(good.await()).hasSize(2);
            assertThat(seen(store)).isEqualTo(2);
        }
    }

    @Test
    void keysOfOneFenceAreCountedTogether() throws InterruptedException {
        IdempotencyRetention retention = new IdempotencyRetention.Hybrid(1000, 4); // the opening is keyed too
        try (Store store = Store.open(unsynced()
                .idempotencyRetention(retention)
                .idempotencyOverflow(IdempotencyOverflow.FAIL_CLOSED)
                .build())) {
            VisibilityFence fence = store.beginFence();
            Ticket<List<Receipt>> two = fence.submitBatch(List.of(keyed(1), keyed(2)));
            Ticket<List<Receipt>> over = fence.submitBatch(List.of(keyed(3), keyed(4)));
            Ticket<List<Receipt>> last = fence.submitBatch(List.of(keyed(3)));
            fence.commit();
            assertThat(two.await()).hasSize(2);
            assertThatThrownBy(over::await).isInstanceOf(IdempotencyOverflowException.class);
            assertThat(last.await().getFirst().sequence()).isEqualTo(3);
            assertThatThrownBy(() -> store.append(AT, KIND, payload(5), key(5)))
                    .isInstanceOf(IdempotencyOverflowException.class);
        }
    }

    @Test
    void aFenceGoesIntoASegmentThatIsNotFull() throws InterruptedException {
        try (Store store = Store.open(unsynced().segmentBytesMax(2000).build())) {
            Receipt before = append(store, 1);
            while (before.position().offset() + before.position().length() < 2000) {
                before = append(store, 2);
            }
            VisibilityFence fence = store.beginFence();
            Ticket<Receipt> ticket = fence.submit(AT, KIND, payload(6));
            fence.commit();
            assertThat(ticket.await().position().segment())
                    .isGreaterThan(before.position().segment());
        }
    }

    @Test
    void whatACancelledFenceLeavesKeepsItsPlaceOnEveryLane() {
        try (Store store = Store.open(unsynced().build())) {
            append(store, 1);
            VisibilityFence fence = store.beginFence();
            fence.submitBatch(List.of(
                    item(2),
                    BatchItem.of(
                            ELSEWHERE, KIND, payload(3), AppendOptions.none().lane(2))));
            fence.cancel();
            assertThat(seen(store)).isEqualTo(1);
            Receipt behind = store.append(
                    ELSEWHERE, KIND, payload(4), AppendOptions.none().lane(2));
            assertThat(behind.sequence()).isEqualTo(4);
            assertThat(behind.clock()).as("behind the hidden one").isEqualTo(1);
        }
        try (Store store = Store.open(unsynced().build())) {
            assertThat(seen(store)).isEqualTo(2);
        }
    }

    @Test
    void ticketsOfAFenceThatCouldNotBeEndedAreAnsweredAtTheClose() {
        Store store = Store.open(unsynced().build());
        append(store, 1);
        VisibilityFence fence = store.beginFence();
        Ticket<Receipt> single = fence.submit(AT, KIND, payload(2));
        Ticket<List<Receipt>> batch = fence.submitBatch(List.of(item(3)));
        store.drain(9);
        fs.plan(MemFault.of(MemOperation.WRITE, 1, IoKind.STORAGE_FULL));
        assertThatThrownBy(store::close).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> single.await(Duration.ofSeconds(5))).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> batch.await(Duration.ofSeconds(5))).isInstanceOf(StoreException.class);
        assertThat(fence.isActive()).isFalse();
    }
}
