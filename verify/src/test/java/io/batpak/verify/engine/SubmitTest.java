package io.batpak.verify.engine;

import static io.batpak.verify.engine.Samples.AT;
import static io.batpak.verify.engine.Samples.ELSEWHERE;
import static io.batpak.verify.engine.Samples.KIND;
import static io.batpak.verify.engine.Samples.RESERVED;
import static io.batpak.verify.engine.Samples.append;
import static io.batpak.verify.engine.Samples.item;
import static io.batpak.verify.engine.Samples.payload;
import static io.batpak.verify.engine.Samples.quiet;
import static io.batpak.verify.engine.Samples.seen;
import static io.batpak.verify.engine.Samples.sequences;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.error.BatchFailedException;
import io.batpak.error.ReservedKindException;
import io.batpak.error.StoreClosedException;
import io.batpak.error.StoreException;
import io.batpak.model.BatchItem;
import io.batpak.model.CausationId;
import io.batpak.model.CausationRef;
import io.batpak.model.CorrelationId;
import io.batpak.model.Entry;
import io.batpak.model.Receipt;
import io.batpak.model.Ticket;
import io.batpak.outcome.Outcome;
import io.batpak.testkit.MemFs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Writes that are handed over: their order, their tickets, and what becomes of them.
///
/// Tier: unit. Covers: B13.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SubmitTest {
    private static final CorrelationId CONVERSATION = new CorrelationId(1, 2);
    private static final CausationId CAUSE = new CausationId(3, 4);
    private static final Duration LONG = Duration.ofSeconds(30);

    private final MemFs fs = new MemFs();
    private final Store store = Store.open(quiet(fs).batchEventsMax(2).build());

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void everyWayToWriteReachesTheSameJournalInTheOrderOfTheCalls() throws InterruptedException {
        Receipt first = append(store, 1);
        Ticket<Receipt> second = store.submit(AT, KIND, payload(2));
        Ticket<Receipt> third = store.submitReaction(AT, KIND, payload(3), CONVERSATION, CAUSE);
        Ticket<List<Receipt>> fourth = store.submitBatch(List.of(item(4), item(5)));
        Receipt sixth = store.appendReaction(AT, KIND, payload(6), CONVERSATION, CAUSE);
        Outcome<Ticket<Receipt>> seventh = store.trySubmit(AT, KIND, payload(7));
        Outcome<Ticket<Receipt>> eighth = store.trySubmitReaction(AT, KIND, payload(8), CONVERSATION, CAUSE);
        Outcome<Ticket<List<Receipt>>> ninth = store.trySubmitBatch(List.of(item(9)));
        List<Receipt> tenth = store.appendReactionBatch(CONVERSATION, CAUSE, List.of(item(10)));
        List<Receipt> eleventh = store.outbox().stage(item(11)).flush();

        List<Receipt> all = new ArrayList<>(List.of(first, second.await(), third.await()));
        all.addAll(fourth.await());
        all.addAll(List.of(sixth, ok(seventh).await(), ok(eighth).await()));
        all.addAll(ok(ninth).await());
        all.addAll(tenth);
        all.addAll(eleventh);
        assertThat(all).extracting(Receipt::sequence).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L);
        assertThat(all).extracting(Receipt::clock).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
        assertThat(store.verifyChain().intact()).isTrue();
    }

    private static <T> Ticket<T> ok(Outcome<Ticket<T>> outcome) {
        assertThat(outcome.isOk()).as("%s", outcome).isTrue();
        return ((Outcome.Ok<Ticket<T>>) outcome).value();
    }

    @Test
    void aReactionCarriesItsConversationAndItsCause() throws InterruptedException {
        Receipt submitted =
                store.submitReaction(AT, KIND, payload(1), CONVERSATION, CAUSE).await();
        Entry entry = store.entry(submitted.eventId()).orElseThrow();
        assertThat(entry.correlationId()).isEqualTo(CONVERSATION);
        assertThat(entry.causationId()).contains(CAUSE);
        Receipt root = store.appendReaction(AT, KIND, payload(2), CONVERSATION, new CausationId(0, 0));
        assertThat(store.entry(root.eventId()).orElseThrow().causationId()).isEmpty();
    }

    @Test
    void aReactionBatchOverwritesTheConversationAndOnlyTheMissingCauses() {
        BatchItem own = item(2).causedBy(CausationRef.priorItem(0));
        List<Receipt> receipts = store.appendReactionBatch(CONVERSATION, CAUSE, List.of(item(1), own));
        assertThat(receipts)
                .allSatisfy(receipt -> assertThat(
                                store.entry(receipt.eventId()).orElseThrow().correlationId())
                        .isEqualTo(CONVERSATION));
        assertThat(store.entry(receipts.get(0).eventId()).orElseThrow().causationId())
                .contains(CAUSE);
        assertThat(store.entry(receipts.get(1).eventId())
                        .orElseThrow()
                        .causationId()
                        .orElseThrow()
                        .low())
                .isEqualTo(receipts.get(0).eventId().low());
    }

    @Test
    void aTicketOnlyLooksWithAZeroLimitAndCanBeAskedAgain() throws InterruptedException {
        Ticket<Receipt> ticket = store.submit(AT, KIND, payload(1));
        assertThat(ticket.isDone()).isFalse();
        assertThat(ticket.await(Duration.ZERO)).isEmpty();
        assertThat(seen(store)).as("nobody waits for it").isZero();
        assertThat(ticket.await(LONG)).isPresent();
        assertThat(ticket.isDone()).isTrue();
        assertThat(ticket.await()).isEqualTo(ticket.await());
        assertThat(ticket.await(Duration.ZERO)).contains(ticket.await());
    }

    @Test
    void twoThreadsMayAskTheSameTicket() {
        Ticket<Receipt> ticket = store.submit(AT, KIND, payload(1));
        CompletableFuture<Receipt> one = new CompletableFuture<>();
        CompletableFuture<Receipt> other = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> ask(ticket, one));
        Thread.ofVirtual().start(() -> ask(ticket, other));
        assertThat(one.join()).isEqualTo(other.join());
        assertThat(seen(store)).isEqualTo(1);
    }

    private static void ask(Ticket<Receipt> ticket, CompletableFuture<Receipt> answer) {
        try {
            answer.complete(ticket.await());
        } catch (InterruptedException | RuntimeException e) {
            answer.completeExceptionally(e);
        }
    }

    @Test
    void aTicketNobodyAsksIsCommittedAllTheSame() {
        store.submit(AT, KIND, payload(1));
        store.submitBatch(List.of(item(2), item(3)));
        assertThat(append(store, 4).sequence()).isEqualTo(4);
        assertThat(seen(store)).isEqualTo(4);
    }

    @Test
    void aTicketNobodyAsksIsCommittedInTheBackground() throws InterruptedException {
        try (Store busy = Store.open(StoreConfig.on(new MemFs()).build())) {
            Ticket<List<Receipt>> ticket = busy.submitBatch(List.of(item(1)));
            long started = System.nanoTime();
            while (!ticket.isDone() && System.nanoTime() - started < LONG.toNanos()) {
                Thread.sleep(1);
            }
            assertThat(ticket.await(Duration.ZERO)).isPresent();
            assertThat(seen(busy)).isEqualTo(1);
        }
    }

    @Test
    void aRefusalAtTheCommitIsToldByTheTicketEachTimeItIsAsked() {
        Ticket<List<Receipt>> ticket = store.submitBatch(List.of(item(1), item(2), item(3)));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(ticket::await).isInstanceOf(BatchFailedException.class);
            assertThatThrownBy(() -> ticket.await(Duration.ZERO)).isInstanceOf(BatchFailedException.class);
        }
        assertThat(ticket.isDone()).isTrue();
        assertThat(seen(store)).isZero();
    }

    @Test
    void whatIsWrongWithTheEventItselfIsThrownAtOnce() {
        assertThatThrownBy(() -> store.submit(AT, RESERVED, payload(1))).isInstanceOf(ReservedKindException.class);
        assertThatThrownBy(() -> store.trySubmit(AT, RESERVED, payload(1))).isInstanceOf(ReservedKindException.class);
        assertThatThrownBy(() -> store.submitBatch(List.of(BatchItem.of(AT, RESERVED, payload(1)))))
                .isInstanceOf(ReservedKindException.class);
        assertThat(store.writerPressure().isIdle()).isTrue();
    }

    @Test
    void anInterruptedWaitLeavesTheWriteAndTheTicketAsTheyAre() throws InterruptedException {
        try (Store fenced = Store.open(quiet(new MemFs()).build())) {
            var fence = fenced.beginFence();
            Ticket<Receipt> ticket = fence.submit(AT, KIND, payload(1));
            CompletableFuture<Receipt> answer = new CompletableFuture<>();
            Thread waiting = Thread.ofPlatform().start(() -> ask(ticket, answer));
            waiting.interrupt();
            assertThatThrownBy(answer::join).hasCauseInstanceOf(InterruptedException.class);
            fence.commit();
            assertThat(ticket.await().sequence()).isEqualTo(1);
        }
    }

    @Test
    void closeCommitsWhatWasHandedOver() throws InterruptedException {
        Ticket<Receipt> ticket = store.submit(AT, KIND, payload(1));
        Ticket<List<Receipt>> batch = store.submitBatch(List.of(item(2)));
        store.close();
        assertThat(ticket.await().sequence()).isEqualTo(1);
        assertThat(batch.await()).hasSize(1);
        try (Store again = Store.open(quiet(fs).build())) {
            assertThat(sequences(again)).containsExactly(1L, 2L);
        }
    }

    @Test
    void dropCommitsOnlySoManyAndTellsTheOthers() throws InterruptedException {
        MemFs other = new MemFs();
        Store limited = Store.open(quiet(other).shutdownDrainMax(1).build());
        Ticket<Receipt> kept = limited.submit(AT, KIND, payload(1));
        Ticket<Receipt> given = limited.submit(AT, KIND, payload(2));
        limited.drop();
        assertThat(kept.await().sequence()).isEqualTo(1);
        assertThatThrownBy(given::await).isInstanceOf(StoreClosedException.class);
        try (Store again = Store.open(quiet(other).build())) {
            assertThat(seen(again)).isEqualTo(1);
        }
    }

    @Test
    void everyWayToHandOverIsRefusedAfterTheEnd() {
        store.close();
        List<Runnable> calls = List.of(
                () -> store.submit(AT, KIND, payload(1)),
                () -> store.submitReaction(AT, KIND, payload(1), CONVERSATION, CAUSE),
                () -> store.submitBatch(List.of(item(1))),
                () -> store.trySubmit(AT, KIND, payload(1)),
                () -> store.trySubmitReaction(AT, KIND, payload(1), CONVERSATION, CAUSE),
                () -> store.trySubmitBatch(List.of(item(1))),
                store::outbox,
                store::beginFence,
                store::writerPressure,
                () -> store.drain(1));
        assertThat(calls).allSatisfy(call -> assertThatThrownBy(call::run).isInstanceOf(StoreClosedException.class));
    }

    @Test
    void eventsOfManyThreadsKeepTheOrderOfEachThread() throws InterruptedException {
        try (Store busy =
                Store.open(StoreConfig.on(new MemFs()).queueCapacity(16).build())) {
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                int lane = t;
                threads.add(Thread.ofVirtual().start(() -> handOver(busy, lane)));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            for (int t = 0; t < 4; t++) {
                List<Long> clocks = busy.stream("order:" + t).stream()
                        .map(entry -> entry.correlationId().low())
                        .toList();
                assertThat(clocks).isSorted().hasSize(200);
            }
            assertThat(busy.verifyChain().intact()).isTrue();
        }
    }

    private static void handOver(Store busy, int thread) {
        var at = io.batpak.model.Coordinate.of("order:" + thread, "shop");
        Ticket<Receipt> last = null;
        for (int i = 0; i < 200; i++) {
            CorrelationId number = new CorrelationId(thread, i);
            if (i % 5 == 4) {
                busy.appendReaction(at, KIND, payload(i), number, CAUSE);
            } else {
                last = busy.submitReaction(at, KIND, payload(i), number, CAUSE);
            }
        }
        try {
            if (last != null) {
                last.await();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aFailedWriteFailsOnlyTheCommandsItHit() {
        fs.plan(io.batpak.testkit.MemFault.of(
                io.batpak.testkit.MemOperation.WRITE, 1, io.batpak.fs.IoKind.STORAGE_FULL));
        Ticket<Receipt> one = store.submit(AT, KIND, payload(1));
        Ticket<Receipt> two = store.submit(ELSEWHERE, KIND, payload(2));
        assertThat(store.drain(9)).isEqualTo(2);
        assertThat(List.of(one, two))
                .allSatisfy(ticket -> assertThat(resultOf(ticket)).startsWith("receipt"));
        fs.plan(io.batpak.testkit.MemFault.of(
                io.batpak.testkit.MemOperation.WRITE, 1, io.batpak.fs.IoKind.STORAGE_FULL));
        Ticket<Receipt> alone = store.submit(AT, KIND, payload(3));
        store.drain(9);
        assertThat(resultOf(alone)).isEqualTo("IO");
        assertThat(append(store, 4).sequence())
                .as("its sequence was not used up")
                .isEqualTo(3);
    }

    private static String resultOf(Ticket<Receipt> ticket) {
        try {
            return "receipt " + ticket.await().sequence();
        } catch (StoreException e) {
            return e.kind().name();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
