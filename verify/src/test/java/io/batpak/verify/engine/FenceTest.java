package io.batpak.verify.engine;

import static io.batpak.verify.engine.Samples.AT;
import static io.batpak.verify.engine.Samples.ELSEWHERE;
import static io.batpak.verify.engine.Samples.KIND;
import static io.batpak.verify.engine.Samples.RESERVED;
import static io.batpak.verify.engine.Samples.append;
import static io.batpak.verify.engine.Samples.item;
import static io.batpak.verify.engine.Samples.keyed;
import static io.batpak.verify.engine.Samples.payload;
import static io.batpak.verify.engine.Samples.quiet;
import static io.batpak.verify.engine.Samples.seen;
import static io.batpak.verify.engine.Samples.sequences;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.VisibilityFence;
import io.batpak.error.BatchFailedException;
import io.batpak.error.ConfigurationException;
import io.batpak.error.IdempotencyPartialBatchException;
import io.batpak.error.ReservedKindException;
import io.batpak.error.StoreClosedException;
import io.batpak.error.VisibilityFenceActiveException;
import io.batpak.error.VisibilityFenceCancelledException;
import io.batpak.error.VisibilityFenceNotActiveException;
import io.batpak.error.WriterCrashedException;
import io.batpak.fs.IoKind;
import io.batpak.fs.StoreIoException;
import io.batpak.guard.DenialRequest;
import io.batpak.model.BatchItem;
import io.batpak.model.CausationId;
import io.batpak.model.CausationRef;
import io.batpak.model.CorrelationId;
import io.batpak.model.Entry;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Ticket;
import io.batpak.testkit.MemFault;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemOperation;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The visibility fence of an open store: what it hides, what it refuses, and when its tickets are answered.
///
/// Tier: unit. Covers: D10.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FenceTest {
    private static final CorrelationId CONVERSATION = new CorrelationId(1, 2);
    private static final CausationId CAUSE = new CausationId(3, 4);

    private final MemFs fs = new MemFs();
    private final Store store = Store.open(quiet(fs).batchEventsMax(4096).build());

    @AfterEach
    void drop() {
        store.drop();
    }

    @Test
    void nothingOfAFenceIsSeenBeforeItsCommitAndEverythingAfterIt() throws InterruptedException {
        Ticket<Receipt> root;
        Ticket<Receipt> reaction;
        Ticket<List<Receipt>> batch;
        try (VisibilityFence fence = store.beginFence()) {
            root = fence.submit(AT, KIND, payload(1));
            reaction = fence.submitReaction(AT, KIND, payload(2), CONVERSATION, CAUSE);
            batch = fence.submitBatch(List.of(item(3), item(4).causedBy(CausationRef.priorItem(0))));
            store.drain(100);
            store.sync();
            assertThat(seen(store)).isZero();
            assertThat(store.latest("order:1", 0)).isEmpty();
            assertThat(store.frontier().visible().sequence()).isZero();
            assertThat(List.of(root.isDone(), reaction.isDone(), batch.isDone()))
                    .containsOnly(false);
            fence.commit();
            assertThat(fence.isActive()).isFalse();
        }
        assertThat(sequences(store)).containsExactly(1L, 2L, 3L, 4L);
        assertThat(store.frontier().durable().sequence()).isEqualTo(4);
        assertThat(root.await().clock()).isZero();
        assertThat(store.entry(reaction.await().eventId()).orElseThrow().causationId())
                .contains(CAUSE);
        Receipt last = batch.await().getLast();
        assertThat(store.entry(last.eventId())
                        .orElseThrow()
                        .causationId()
                        .orElseThrow()
                        .low())
                .isEqualTo(batch.await().getFirst().eventId().low());
        assertThat(store.verifyChain().intact()).isTrue();
    }

    /// Its end shows whatever stands before it in the log.
    @Test
    void aBatchThatWaitsBesideACancelledFenceIsDurableBeforeItIsSeen() {
        store.submitBatch(List.of(item(1), item(2)));
        VisibilityFence fence = store.beginFence();
        fence.submit(AT, KIND, payload(3));
        fence.cancel();
        List<Long> shown = sequences(store);
        try (Store left = Store.open(quiet(fs.crash()).build())) {
            assertThat(sequences(left)).containsAll(shown);
        }
    }

    @Test
    void everythingOfAFenceIsSeenAtOnce() throws InterruptedException {
        try (Store busy =
                Store.open(StoreConfig.on(new MemFs()).batchEventsMax(300).build())) {
            VisibilityFence fence = busy.beginFence();
            fence.submitBatch(Collections.nCopies(150, item(1)));
            fence.submitBatch(Collections.nCopies(150, item(2)));
            AtomicBoolean ended = new AtomicBoolean();
            AtomicReference<String> torn = new AtomicReference<>("");
            Thread reader = Thread.ofPlatform().start(() -> {
                while (!ended.get() && torn.get().isEmpty()) {
                    int count = seen(busy);
                    if (count != 0 && count != 300) {
                        torn.set(count + " events");
                    }
                }
            });
            fence.commit();
            assertThat(seen(busy)).isEqualTo(300);
            ended.set(true);
            reader.join();
            assertThat(torn.get()).isEmpty();
        }
    }

    @Test
    void thereIsOneFenceAtATime() {
        try (VisibilityFence first = store.beginFence()) {
            assertThatThrownBy(store::beginFence).isInstanceOf(VisibilityFenceActiveException.class);
            assertThat(first.isActive()).isTrue();
            first.commit();
        }
        try (VisibilityFence second = store.beginFence()) {
            assertThat(second.isActive()).isTrue();
        }
    }

    @Test
    void everyWriteThatDoesNotGoThroughTheFenceIsRefused() {
        DenialRequest denial = DenialRequest.of(AT, "size", KIND).build();
        try (VisibilityFence fence = store.beginFence()) {
            List<Runnable> calls = List.of(
                    () -> append(store, 1),
                    () -> store.appendReaction(AT, KIND, payload(1), CONVERSATION, CAUSE),
                    () -> store.appendBatch(List.of(item(1))),
                    () -> store.appendBatch(List.of()),
                    () -> store.appendReactionBatch(CONVERSATION, CAUSE, List.of(item(1))),
                    () -> store.appendDenial(denial),
                    () -> store.submit(AT, KIND, payload(1)),
                    () -> store.submitReaction(AT, KIND, payload(1), CONVERSATION, CAUSE),
                    () -> store.submitBatch(List.of(item(1))),
                    () -> store.outbox().stage(item(1)).flush(),
                    () -> store.outbox().stage(item(1)).submitFlush());
            assertThat(calls)
                    .allSatisfy(
                            call -> assertThatThrownBy(call::run).isInstanceOf(VisibilityFenceActiveException.class));
            fence.commit();
        }
        assertThat(store.stats().eventCount()).as("only the opening").isEqualTo(1);
        assertThat(append(store, 2).sequence()).isEqualTo(1);
    }

    @Test
    void whatWasQueuedBeforeTheFenceIsCommittedBeforeIt() throws InterruptedException {
        Ticket<Receipt> before = store.submit(AT, KIND, payload(1));
        VisibilityFence fence = store.beginFence();
        assertThat(before.isDone()).isTrue();
        Ticket<Receipt> inside = fence.submit(AT, KIND, payload(2));
        assertThat(seen(store)).isEqualTo(1);
        fence.commit();
        assertThat(before.await().sequence()).isEqualTo(1);
        assertThat(inside.await().sequence()).isEqualTo(2);
    }

    @Test
    void aCancelledFenceIsNeverSeenButItsEventsStayInTheChain() throws InterruptedException {
        append(store, 1);
        VisibilityFence fence = store.beginFence();
        Ticket<Receipt> ticket = fence.submit(AT, KIND, payload(2));
        Ticket<List<Receipt>> batch = fence.submitBatch(List.of(item(3), BatchItem.of(ELSEWHERE, KIND, payload(4))));
        fence.cancel();
        assertThatThrownBy(ticket::await).isInstanceOf(VisibilityFenceCancelledException.class);
        assertThatThrownBy(batch::await).isInstanceOf(VisibilityFenceCancelledException.class);
        assertThat(sequences(store)).containsExactly(1L);
        Receipt next = append(store, 5);
        assertThat(next.sequence()).as("the sequences are used up").isEqualTo(5);
        assertThat(next.clock()).as("so are the clocks").isEqualTo(3);
        assertThat(store.stream("order:2").toList()).isEmpty();
        assertThat(store.latest("order:1", 0).map(Entry::sequence)).contains(5L);
        assertThat(store.verifyChain().intact()).isTrue();
        assertThat(store.stats().eventCount()).as("hidden ones are counted").isEqualTo(6);
    }

    @Test
    void leavingTheBlockCancels() {
        Ticket<Receipt> ticket;
        try (VisibilityFence fence = store.beginFence()) {
            ticket = fence.submit(AT, KIND, payload(1));
        }
        assertThat(ticket.isDone()).isTrue();
        assertThatThrownBy(ticket::await).isInstanceOf(VisibilityFenceCancelledException.class);
        assertThat(append(store, 2).sequence()).isEqualTo(2);
    }

    @Test
    void anEmptyFenceLeavesNothingBehind() {
        long mutations = fs.mutations();
        store.beginFence().cancel();
        store.beginFence().close();
        assertThat(fs.mutations()).isEqualTo(mutations);
        store.beginFence().commit();
        assertThat(append(store, 1).sequence()).isEqualTo(1);
    }

    @Test
    void aFenceThatHasEndedRefusesEverything() {
        VisibilityFence ended = store.beginFence();
        ended.commit();
        VisibilityFence other = store.beginFence();
        List<Runnable> calls = List.of(
                () -> ended.submit(AT, KIND, payload(1)),
                () -> ended.submitReaction(AT, KIND, payload(1), CONVERSATION, CAUSE),
                () -> ended.submitBatch(List.of(item(1))),
                () -> ended.outbox().stage(item(1)).submitFlush(),
                () -> ended.outbox().stage(item(1)).flush(),
                ended::commit,
                ended::cancel);
        assertThat(calls)
                .allSatisfy(
                        call -> assertThatThrownBy(call::run).isInstanceOf(VisibilityFenceNotActiveException.class));
        ended.close();
        assertThat(other.isActive()).as("the other fence is not touched").isTrue();
        other.cancel();
    }

    @Test
    void whatIsWrongWithAWriteIsToldThroughTheFenceAsWell() {
        try (VisibilityFence fence = store.beginFence()) {
            assertThatThrownBy(() -> fence.submit(AT, RESERVED, payload(1))).isInstanceOf(ReservedKindException.class);
            Ticket<List<Receipt>> selfCaused = fence.submitBatch(List.of(item(1).causedBy(CausationRef.priorItem(0))));
            Ticket<List<Receipt>> mixed = fence.submitBatch(List.of(item(1), keyed(2)));
            store.drain(9);
            assertThatThrownBy(selfCaused::await).isInstanceOf(BatchFailedException.class);
            assertThatThrownBy(mixed::await).isInstanceOf(IdempotencyPartialBatchException.class);
            Ticket<Receipt> good = fence.submit(AT, KIND, payload(3));
            fence.commit();
            assertThat(good.isDone()).isTrue();
        }
        assertThat(seen(store)).isEqualTo(1);
    }

    @Test
    void aCommitWhoseWriteFailsCanBeTriedAgain() throws InterruptedException {
        VisibilityFence fence = store.beginFence();
        Ticket<Receipt> ticket = fence.submit(AT, KIND, payload(1));
        store.drain(9);
        fs.plan(MemFault.of(MemOperation.WRITE, 1, IoKind.STORAGE_FULL));
        assertThatThrownBy(fence::commit).isInstanceOf(StoreIoException.class);
        assertThat(fence.isActive()).isTrue();
        assertThat(ticket.isDone()).isFalse();
        fence.commit();
        assertThat(ticket.await().sequence()).isEqualTo(1);
    }

    @Test
    void aCancelWhoseWriteFailsCanBeTriedAgain() {
        VisibilityFence fence = store.beginFence();
        fence.submit(AT, KIND, payload(1));
        store.drain(9);
        fs.plan(MemFault.of(MemOperation.WRITE, 1, IoKind.STORAGE_FULL));
        assertThatThrownBy(fence::cancel).isInstanceOf(StoreIoException.class);
        assertThat(fence.isActive()).isTrue();
        fence.cancel();
        assertThat(append(store, 2).sequence()).isEqualTo(2);
        assertThat(seen(store)).isEqualTo(1);
    }

    @Test
    void aCommitThatCannotBeSyncedShowsNothing() {
        VisibilityFence fence = store.beginFence();
        Ticket<Receipt> ticket = fence.submit(AT, KIND, payload(1));
        store.drain(9);
        fs.plan(MemFault.of(MemOperation.SYNC, 1, IoKind.OTHER));
        assertThatThrownBy(fence::commit).isInstanceOf(WriterCrashedException.class);
        assertThatThrownBy(ticket::await).isInstanceOf(WriterCrashedException.class);
        assertThat(seen(store)).isZero();
        assertThatThrownBy(store::drop).isInstanceOf(WriterCrashedException.class);
    }

    @Test
    void aKeyOfACancelledFenceMayBeUsedAgain() throws InterruptedException {
        VisibilityFence fence = store.beginFence();
        fence.submitBatch(List.of(keyed(7)));
        fence.cancel();
        Receipt fresh = store.append(AT, KIND, payload(9), Samples.key(7));
        assertThat(fresh.sequence()).isEqualTo(2);
        assertThat(store.append(AT, KIND, payload(9), Samples.key(7))).isEqualTo(fresh);
        assertThat(store.get(fresh.eventId()).header().contentHash()).isEqualTo(fresh.contentHash());
        VisibilityFence second = store.beginFence();
        Ticket<List<Receipt>> known = second.submitBatch(List.of(keyed(7)));
        Ticket<List<Receipt>> once = second.submitBatch(List.of(keyed(8)));
        Ticket<List<Receipt>> twice = second.submitBatch(List.of(keyed(8)));
        second.commit();
        assertThat(known.await()).containsExactly(fresh);
        assertThat(twice.await()).isEqualTo(once.await());
        assertThat(sequences(store)).containsExactly(2L, 3L);
    }

    @Test
    void aFenceHoldsOnlySoManyBytes() {
        MemFs small = new MemFs();
        Store limited = Store.open(quiet(small).appendBytesMax(64 << 20).build());
        append(limited, 1);
        VisibilityFence fence = limited.beginFence();
        byte[] large = new byte[64 << 20];
        large[0] = (byte) 0xC6; // a binary of the rest
        java.nio.ByteBuffer.wrap(large).putInt(1, large.length - 5);
        Payload payload = Payload.handedOver(large);
        for (int i = 0; i < 4; i++) {
            assertThat(fence.submit(AT, KIND, payload).isDone()).isFalse();
        }
        Ticket<Receipt> fifth = fence.submit(AT, KIND, payload(1));
        limited.drain(9);
        assertThatThrownBy(fifth::await)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("bytes behind one fence");
        endWithoutWriting(small, limited);
    }

    @Test
    void aFenceHoldsOnlySoManyEvents() {
        append(store, 1);
        VisibilityFence fence = store.beginFence();
        List<BatchItem> many = Collections.nCopies(4000, item(1));
        for (int i = 0; i < 250; i++) {
            fence.submitBatch(many);
        }
        Ticket<List<Receipt>> over = fence.submitBatch(List.of(item(2)));
        store.drain(1000);
        assertThatThrownBy(over::await)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("events behind one fence is 1000001");
        endWithoutWriting(fs, store);
    }

    private static void endWithoutWriting(MemFs fs, Store store) {
        fs.plan(MemFault.of(MemOperation.SYNC, 1, IoKind.OTHER));
        assertThatThrownBy(store::sync).isInstanceOf(WriterCrashedException.class);
        assertThatThrownBy(store::drop).isInstanceOf(WriterCrashedException.class);
    }

    @Test
    void aFenceOutlivesItsStoreWithoutHarm() {
        VisibilityFence fence = store.beginFence();
        store.close();
        assertThatThrownBy(fence::commit).isInstanceOf(StoreClosedException.class);
        assertThatCode(fence::close).doesNotThrowAnyException();
        assertThat(fence.isActive()).isFalse();
    }
}
