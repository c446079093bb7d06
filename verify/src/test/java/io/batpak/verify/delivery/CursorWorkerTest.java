package io.batpak.verify.delivery;

import static io.batpak.verify.delivery.Notes.LONG;
import static io.batpak.verify.delivery.Notes.REGION;
import static io.batpak.verify.delivery.Notes.open;
import static io.batpak.verify.delivery.Notes.sequences;
import static io.batpak.verify.delivery.Notes.until;
import static io.batpak.verify.delivery.Notes.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.delivery.BatchHandler;
import io.batpak.delivery.BatchHandler.Verdict;
import io.batpak.delivery.CheckpointId;
import io.batpak.delivery.CheckpointInUseException;
import io.batpak.delivery.Checkpoints;
import io.batpak.delivery.CursorOptions;
import io.batpak.delivery.CursorWorker;
import io.batpak.delivery.CursorWorker.End;
import io.batpak.delivery.WorkerOptions;
import io.batpak.error.CheckpointWriteException;
import io.batpak.error.CursorCheckpointRegionMismatchException;
import io.batpak.error.StoreClosedException;
import io.batpak.error.StoreException;
import io.batpak.fs.IoKind;
import io.batpak.model.InvalidArgumentException;
import io.batpak.model.Region;
import io.batpak.model.RestartPolicy;
import io.batpak.testkit.MemFault;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemOperation;
import io.batpak.time.SpawnFailedException;
import io.batpak.time.Spawner;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A worker hands on every batch, keeps its place behind it, goes on after a failure as often as it may, and says why
/// it
/// has ended.
///
/// Tier: unit. Covers: I1, I2, I3, I4.
@Timeout(120)
class CursorWorkerTest {
    private static final CheckpointId ID = CheckpointId.of("mailer");
    private static final WorkerOptions PLAIN = WorkerOptions.standard().batchOf(2);
    private static final WorkerOptions KEPT = PLAIN.keeping(ID);

    private final MemFs fs = new MemFs();
    private final List<List<Long>> batches = new CopyOnWriteArrayList<>();

    private List<Long> delivered() {
        return batches.stream().flatMap(List::stream).toList();
    }

    private BatchHandler answering(Verdict verdict) {
        return (events, _) -> {
            batches.add(sequences(events));
            return verdict;
        };
    }

    private static Checkpoints.Place place(Store store) {
        return store.delivery().checkpoints().find(ID).orElseThrow();
    }

    @Test
    void onlyAWorkerThatKeepsItsPlaceHasAProof() throws Exception {
        try (Store store = open(fs)) {
            write(store, "a");
            List<String> proofs = new CopyOnWriteArrayList<>();
            for (WorkerOptions options : List.of(PLAIN, KEPT)) {
                CursorWorker worker = store.delivery().worker(REGION, options, (_, proof) -> {
                    proofs.add(proof.map(given -> given.checkpoint().name()).orElse("none"));
                    return Verdict.STOP;
                });
                assertThat(worker.join(LONG)).contains(End.BY_HANDLER);
                assertThat(worker.end()).contains(End.BY_HANDLER);
                assertThat(worker.failure()).isEmpty();
            }
            assertThat(proofs).containsExactly("none", "mailer");
        }
    }

    @Test
    void batchesComeInOrderAndTheNextWorkerGoesOn() throws Exception {
        try (Store store = open(fs)) {
            List<Long> all = write(store, "a", 5);
            CursorWorker worker = store.delivery().worker(REGION, KEPT, answering(Verdict.CONTINUE));
            until(() -> delivered().size() == 5);
            assertThat(batches).allSatisfy(batch -> assertThat(batch).hasSizeBetween(1, 2));
            assertThat(worker.join(Duration.ZERO)).isEmpty();
            assertThat(worker.stopAndJoin(LONG)).contains(End.STOPPED);
            assertThat(delivered()).isEqualTo(all);
            assertThat(place(store).after()).hasValue(all.getLast());
            assertThat(place(store).inUse()).isFalse();
        }
        try (Store store = open(fs)) {
            long next = write(store, "a");
            batches.clear();
            CursorWorker worker = store.delivery().worker(REGION, KEPT, answering(Verdict.STOP));
            assertThat(worker.join(LONG)).contains(End.BY_HANDLER);
            assertThat(delivered()).containsExactly(next);
        }
    }

    @Test
    void stopKeepsTheBatchAndStopWithRollbackDoesNot() {
        try (Store store = open(fs)) {
            List<Long> all = write(store, "a", 4);
            assertThat(store.delivery()
                            .worker(REGION, KEPT, answering(Verdict.STOP_WITH_ROLLBACK))
                            .join(LONG))
                    .contains(End.BY_HANDLER);
            assertThat(store.delivery().checkpoints().find(ID)).isEmpty();
            assertThat(store.delivery()
                            .worker(REGION, KEPT, answering(Verdict.STOP))
                            .join(LONG))
                    .contains(End.BY_HANDLER);
            assertThat(place(store).after()).hasValue(all.get(1));
            assertThat(batches).containsExactly(all.subList(0, 2), all.subList(0, 2));
        }
    }

    @Test
    void onlyTheBatchThatFailedComesAgain() {
        try (Store store = open(fs)) {
            List<Long> all = write(store, "a", 6);
            AtomicInteger calls = new AtomicInteger();
            for (WorkerOptions options : List.of(PLAIN, KEPT)) {
                batches.clear();
                calls.set(0);
                CursorWorker worker = store.delivery().worker(REGION, options, (events, _) -> {
                    batches.add(sequences(events));
                    if (calls.incrementAndGet() == 2) {
                        throw new IllegalStateException("once");
                    }
                    return calls.get() == 4 ? Verdict.STOP : Verdict.CONTINUE;
                });
                assertThat(worker.join(LONG)).contains(End.BY_HANDLER);
                assertThat(worker.failure()).isEmpty();
                assertThat(batches)
                        .containsExactly(all.subList(0, 2), all.subList(2, 4), all.subList(2, 4), all.subList(4, 6));
            }
        }
    }

    @Test
    void aBudgetOfNGivesNPlusOneCallsAndThenItIsExhausted() {
        try (Store store = open(fs)) {
            List<Long> all = write(store, "a", 4);
            for (int most = 0; most <= 3; most++) {
                batches.clear();
                CursorWorker worker = store.delivery()
                        .worker(
                                REGION,
                                KEPT.restarting(RestartPolicy.bounded(most, Duration.ofHours(1))),
                                (events, _) -> {
                                    batches.add(sequences(events));
                                    throw new AssertionError("an error is one, too: " + batches.size());
                                });
                assertThat(worker.join(LONG)).contains(End.EXHAUSTED);
                assertThat(worker.failure())
                        .hasValueSatisfying(e -> assertThat(e)
                                .isInstanceOf(AssertionError.class)
                                .hasMessageEndingWith(": " + batches.size()));
                assertThat(batches).hasSize(most + 1).containsOnly(all.subList(0, 2));
                assertThat(store.delivery().checkpoints().find(ID)).isEmpty();
            }
        }
    }

    @Test
    void aPlaceThatCannotBeKeptEndsTheWorkerAndTheBatchComesAgain() {
        try (Store store = open(fs)) {
            List<Long> all = write(store, "a", 4);
            store.sync();
            fs.plan(MemFault.of(MemOperation.RENAME, 1, IoKind.STORAGE_FULL));
            CursorWorker worker = store.delivery().worker(REGION, KEPT, answering(Verdict.CONTINUE));
            assertThatExceptionOfType(CheckpointWriteException.class).isThrownBy(() -> worker.join(LONG));
            assertThat(worker.end()).contains(End.FAILED);
            assertThat(worker.failure()).containsInstanceOf(CheckpointWriteException.class);
            assertThat(store.delivery()
                            .worker(REGION, KEPT, answering(Verdict.STOP))
                            .join(LONG))
                    .contains(End.BY_HANDLER);
            assertThat(batches).containsExactly(all.subList(0, 2), all.subList(0, 2));
        }
    }

    @Test
    void whatIsWrongAtTheStartIsSaidAtOnceAndTheNameIsFree() {
        try (Store store = open(fs)) {
            write(store, "a");
            assertThat(store.delivery()
                            .worker(REGION, KEPT, answering(Verdict.STOP))
                            .join(LONG))
                    .contains(End.BY_HANDLER);
            assertThatThrownBy(() -> store.delivery().worker(Region.all(), KEPT, answering(Verdict.STOP)))
                    .isInstanceOf(CursorCheckpointRegionMismatchException.class);
            try (CursorWorker running = store.delivery().worker(REGION, KEPT, answering(Verdict.CONTINUE))) {
                assertThatThrownBy(() -> store.delivery().worker(REGION, KEPT, answering(Verdict.STOP)))
                        .isInstanceOf(CheckpointInUseException.class);
                assertThat(running.end()).isEmpty();
            }
            store.delivery().cursor(REGION, ID).close();
            assertThatThrownBy(() -> WorkerOptions.standard().batchOf(0)).isInstanceOf(InvalidArgumentException.class);
        }
    }

    @Test
    void withoutAThreadNothingIsDeliveredAndTheNameIsFree() {
        Spawner none = (name, _) -> {
            if (name.startsWith("batpak-cursor")) {
                throw new SpawnFailedException(name, new OutOfMemoryError("no thread"));
            }
            return Spawner.platformThreads().spawn(name, () -> {});
        };
        try (Store store = Store.open(
                io.batpak.StoreConfig.on(fs).cooperative(true).spawner(none).build())) {
            write(store, "a");
            assertThatThrownBy(() -> store.delivery().worker(REGION, KEPT, answering(Verdict.STOP)))
                    .isInstanceOf(SpawnFailedException.class);
            assertThat(batches).isEmpty();
            store.delivery().cursor(REGION, ID).close();
        }
    }

    @Test
    void anIdleWorkerIsStoppedAtOnce() throws Exception {
        try (Store store = open(fs)) {
            CursorWorker worker = store.delivery().worker(REGION, KEPT, answering(Verdict.CONTINUE));
            assertThat(worker.stopAndJoin(LONG))
                    .as("though it would sleep for a day")
                    .contains(End.STOPPED);
            CursorWorker late = store.delivery().worker(REGION, KEPT, answering(Verdict.CONTINUE));
            write(store, "a");
            until(() -> !batches.isEmpty());
            late.close();
            assertThat(late.end()).contains(End.STOPPED);
            late.close();
        }
    }

    @Test
    void aStopDuringAPauseBeforeARestartIsHeard() throws Exception {
        try (Store store = open(fs)) {
            write(store, "a");
            CursorWorker worker = store.delivery()
                    .worker(REGION, PLAIN.restarting(RestartPolicy.bounded(1000, Duration.ofDays(1))), (events, _) -> {
                        batches.add(sequences(events));
                        throw new IllegalStateException("always");
                    });
            until(() -> batches.size() > 1);
            assertThat(worker.stopAndJoin(LONG)).contains(End.STOPPED);
        }
    }

    @Test
    void insideItsOwnHandlerNobodyWaitsForIt() throws Exception {
        try (Store store = open(fs)) {
            List<Long> all = write(store, "a", 4);
            AtomicReference<CursorWorker> self = new AtomicReference<>();
            CountDownLatch known = new CountDownLatch(1);
            List<String> seen = new CopyOnWriteArrayList<>();
            CursorWorker worker = store.delivery().worker(REGION, KEPT, (events, _) -> {
                known.await();
                seen.add("" + self.get().join(Duration.ofDays(1)));
                self.get().close();
                seen.add("" + self.get().end());
                return answering(Verdict.CONTINUE).handle(events, java.util.Optional.empty());
            });
            self.set(worker);
            known.countDown();
            assertThat(worker.join(LONG)).contains(End.STOPPED);
            assertThat(seen).containsExactly("Optional.empty", "Optional.empty");
            assertThat(place(store).after())
                    .as("the batch it was at is dealt with")
                    .hasValue(all.get(1));
        }
    }

    @Test
    void theCloseOfTheJournalEndsAnIdleWorker() {
        Store store = open(fs);
        CursorWorker worker = store.delivery().worker(REGION, KEPT, answering(Verdict.CONTINUE));
        store.close();
        assertThat(worker.join(LONG)).contains(End.STORE_CLOSED);
        assertThat(worker.failure()).isEmpty();
    }

    @Test
    void aBatchInHandAtTheCloseOfTheJournalComesAgainInTheNextSession() throws Exception {
        Store store = open(fs);
        List<Long> all = write(store, "a", 3);
        CountDownLatch inHand = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        CursorWorker worker = store.delivery().worker(REGION, KEPT, (_, _) -> {
            inHand.countDown();
            closed.await();
            return Verdict.CONTINUE;
        });
        assertThat(inHand.await(60, TimeUnit.SECONDS)).isTrue();
        store.close();
        closed.countDown();
        assertThat(worker.join(LONG)).contains(End.STORE_CLOSED);
        try (Store again = open(fs)) {
            assertThat(again.delivery()
                            .worker(REGION, KEPT, answering(Verdict.STOP))
                            .join(LONG))
                    .contains(End.BY_HANDLER);
            assertThat(batches).containsExactly(all.subList(0, 2));
        }
    }

    @Test
    void aHandlerThatFailsBecauseTheJournalWasClosedIsNotToBlame() {
        Store store = open(fs);
        write(store, "a");
        CursorWorker worker = store.delivery().worker(REGION, KEPT, (_, _) -> {
            store.close();
            write(store, "b");
            return Verdict.CONTINUE;
        });
        assertThat(worker.join(LONG)).contains(End.STORE_CLOSED);
        assertThat(worker.failure()).isEmpty();
    }

    @Test
    void aJournalThatTakesNoMoreWritesFailsTheWorker() {
        Store store = Store.open(Notes.lazy(fs).build());
        write(store, "a");
        fs.plan(MemFault.of(MemOperation.SYNC, 1, IoKind.OTHER));
        CursorWorker worker = store.delivery().worker(REGION, KEPT, answering(Verdict.CONTINUE));
        assertThatThrownBy(() -> worker.join(LONG)).isInstanceOf(StoreException.class);
        assertThat(worker.end()).contains(End.FAILED);
        assertThat(batches).isEmpty();
        assertThatThrownBy(store::close).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> store.delivery().worker(REGION, KEPT, answering(Verdict.STOP)))
                .isInstanceOf(StoreClosedException.class);
    }

    @Test
    void anInterruptEndsItAndTheBatchInHandComesAgain() throws Exception {
        AtomicReference<Thread> thread = new AtomicReference<>();
        try (Store store = open(fs)) {
            List<Long> all = write(store, "a", 2);
            CountDownLatch never = new CountDownLatch(1);
            CursorWorker worker = store.delivery().worker(REGION, KEPT, (events, _) -> {
                batches.add(sequences(events));
                thread.set(Thread.currentThread());
                never.await();
                return Verdict.CONTINUE;
            });
            until(() -> thread.get() != null);
            thread.get().interrupt();
            assertThat(worker.join(LONG)).contains(End.STOPPED);
            CursorWorker next = store.delivery().worker(REGION, KEPT, answering(Verdict.STOP));
            assertThat(next.join(LONG)).contains(End.BY_HANDLER);
            assertThat(batches).containsExactly(all, all);
        }
    }

    @Test
    void whoSeesTheEndCanHaveTheName() throws Exception {
        try (Store store = open(fs)) {
            for (int round = 0; round < 50; round++) {
                write(store, "a");
                CursorWorker worker = store.delivery().worker(REGION, KEPT, answering(Verdict.STOP));
                until(() -> worker.end().isPresent());
                store.delivery().cursor(REGION, ID).close();
            }
        }
    }

    @Test
    void itBeginsWhereItIsToldAndItsThreadHasAName() {
        try (Store store = open(fs)) {
            List<Long> all = write(store, "a", 3);
            List<String> threads = new CopyOnWriteArrayList<>();
            CursorOptions late = CursorOptions.fromTheBeginning().startingAfter(all.get(1));
            CursorWorker worker = store.delivery().worker(REGION, PLAIN.beginning(late), (events, _) -> {
                threads.add(Thread.currentThread().getName());
                batches.add(sequences(events));
                return Verdict.STOP;
            });
            worker.join(LONG);
            assertThat(batches).containsExactly(all.subList(2, 3));
            assertThat(threads).containsExactly("batpak-cursor-worker");
        }
    }
}
