package io.batpak.verify.engine;

import static io.batpak.verify.engine.Samples.AT;
import static io.batpak.verify.engine.Samples.ELSEWHERE;
import static io.batpak.verify.engine.Samples.KIND;
import static io.batpak.verify.engine.Samples.RESERVED;
import static io.batpak.verify.engine.Samples.item;
import static io.batpak.verify.engine.Samples.payload;
import static io.batpak.verify.engine.Samples.quiet;
import static io.batpak.verify.engine.Samples.seen;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Outbox;
import io.batpak.Store;
import io.batpak.error.BatchSyncFailedException;
import io.batpak.error.ReservedKindException;
import io.batpak.error.StoreClosedException;
import io.batpak.error.VisibilityFenceCancelledException;
import io.batpak.error.WaitInterruptedException;
import io.batpak.error.WriterCrashedException;
import io.batpak.fs.IoKind;
import io.batpak.fs.StoreIoException;
import io.batpak.model.AppendOptions;
import io.batpak.model.CausationRef;
import io.batpak.model.Receipt;
import io.batpak.model.Ticket;
import io.batpak.testkit.MemFault;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemOperation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Events staged first and written as one batch, or never.
///
/// Tier: unit. Covers: B16.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OutboxTest {
    private final MemFs fs = new MemFs();
    private final Store store = Store.open(quiet(fs).build());
    private final Outbox outbox = store.outbox();

    @AfterEach
    void drop() {
        store.drop();
    }

    @Test
    void whatIsNeverFlushedIsNeverWritten() {
        outbox.stage(AT, KIND, payload(1)).stage(item(2));
        assertThat(outbox.size()).isEqualTo(2);
        assertThat(outbox.isEmpty()).isFalse();
        store.close();
        try (Store again = Store.open(quiet(fs).build())) {
            assertThat(seen(again)).isZero();
        }
    }

    @Test
    void aFlushWritesEverythingAsOneBatchInOrder() {
        outbox.stage(AT, KIND, payload(1))
                .stage(ELSEWHERE, KIND, payload(2), CausationRef.priorItem(0))
                .stage(AT, KIND, payload(3), AppendOptions.none().lane(4))
                .stage(item(4));
        List<Receipt> receipts = outbox.flush();
        assertThat(receipts).extracting(Receipt::sequence).containsExactly(1L, 2L, 3L, 4L);
        assertThat(store.frontier().durable().sequence()).as("as a batch").isEqualTo(4);
        assertThat(store.entry(receipts.get(1).eventId())
                        .orElseThrow()
                        .causationId()
                        .orElseThrow()
                        .low())
                .isEqualTo(receipts.get(0).eventId().low());
        assertThat(store.entry(receipts.get(2).eventId()).orElseThrow().lane()).isEqualTo(4);
    }

    @Test
    void itCanBeFilledAnewAfterAFlush() throws InterruptedException {
        outbox.stage(item(1)).flush();
        assertThat(outbox.isEmpty()).isTrue();
        Ticket<List<Receipt>> ticket = outbox.stage(item(2)).submitFlush();
        assertThat(outbox.isEmpty()).isTrue();
        assertThat(ticket.await()).hasSize(1);
        assertThat(seen(store)).isEqualTo(2);
    }

    @Test
    void anEmptyFlushWritesNothing() throws InterruptedException {
        assertThat(outbox.flush()).isEmpty();
        assertThat(outbox.submitFlush().await()).isEmpty();
        assertThat(store.stats().eventCount()).as("only the opening").isEqualTo(1);
    }

    @Test
    void aFlushThatIsRefusedWritesNothingAndLeavesTheOutboxEmpty() {
        outbox.stage(item(1)).stage(AT, RESERVED, payload(2));
        assertThatThrownBy(outbox::flush).isInstanceOf(ReservedKindException.class);
        assertThat(outbox.isEmpty()).isTrue();
        assertThat(seen(store)).isZero();
        assertThat(outbox.stage(item(3)).flush()).hasSize(1);
    }

    @Test
    void aFlushWhoseWriteFailsIsUndoneAndLeavesTheOutboxEmpty() {
        fs.plan(MemFault.of(MemOperation.WRITE, 1, IoKind.STORAGE_FULL));
        assertThatThrownBy(outbox.stage(item(1)).stage(item(2))::flush).isInstanceOf(StoreIoException.class);
        assertThat(outbox.isEmpty()).isTrue();
        assertThat(seen(store)).isZero();
        assertThat(outbox.stage(item(3)).flush().getFirst().sequence()).isEqualTo(1);
    }

    @Test
    void aFlushThatCannotBeSyncedIsNotShown() {
        fs.plan(MemFault.of(MemOperation.SYNC, 1, IoKind.OTHER));
        assertThatThrownBy(outbox.stage(item(1))::flush).isInstanceOf(BatchSyncFailedException.class);
        assertThat(seen(store)).isZero();
        assertThatThrownBy(store::drop).isInstanceOf(WriterCrashedException.class);
    }

    @Test
    void theOutboxOfAFenceWritesThroughTheFence() throws InterruptedException {
        Ticket<List<Receipt>> ticket;
        try (var fence = store.beginFence()) {
            ticket = fence.outbox().stage(item(1)).stage(item(2)).submitFlush();
            store.drain(9);
            assertThat(seen(store)).isZero();
            assertThat(ticket.isDone()).isFalse();
            fence.commit();
        }
        assertThat(ticket.await()).extracting(Receipt::sequence).containsExactly(1L, 2L);
        assertThat(seen(store)).isEqualTo(2);
    }

    @Test
    void flushingThroughAFenceWaitsForItsEnd() throws InterruptedException {
        var fence = store.beginFence();
        CompletableFuture<List<Receipt>> flushed = new CompletableFuture<>();
        Thread other = Thread.ofPlatform()
                .start(() -> flushed.complete(fence.outbox().stage(item(1)).flush()));
        assertThat(other.join(Duration.ofMillis(50))).isFalse();
        assertThat(flushed).isNotDone();
        assertThat(seen(store)).isZero();
        fence.commit();
        assertThat(flushed.join()).extracting(Receipt::sequence).containsExactly(1L);
    }

    @Test
    void anInterruptedFlushThroughAFenceSaysSoAndKeepsTheFlag() {
        var fence = store.beginFence();
        Outbox fenced = fence.outbox().stage(item(1));
        Thread.currentThread().interrupt();
        assertThatThrownBy(fenced::flush).isInstanceOf(WaitInterruptedException.class);
        assertThat(Thread.interrupted()).as("the flag is kept").isTrue();
        fence.commit();
        assertThat(seen(store)).as("it was handed over all the same").isEqualTo(1);
    }

    @Test
    void aCancelledFenceIsToldToWhoFlushed() {
        var fence = store.beginFence();
        Ticket<List<Receipt>> ticket = fence.outbox().stage(item(1)).submitFlush();
        fence.cancel();
        assertThatThrownBy(ticket::await).isInstanceOf(VisibilityFenceCancelledException.class);
        assertThat(seen(store)).isZero();
    }

    @Test
    void anOutboxOutlivesItsStoreButCannotBeFlushed() {
        outbox.stage(item(1));
        store.close();
        assertThatThrownBy(outbox::flush).isInstanceOf(StoreClosedException.class);
    }
}
