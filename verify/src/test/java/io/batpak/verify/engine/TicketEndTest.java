package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.VisibilityFence;
import io.batpak.error.StoreClosedException;
import io.batpak.error.WriterCrashedException;
import io.batpak.fs.IoKind;
import io.batpak.fs.IoSite;
import io.batpak.fs.StoreIoException;
import io.batpak.model.BatchItem;
import io.batpak.model.Coordinate;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Ticket;
import io.batpak.model.Value;
import io.batpak.testkit.MemFault;
import io.batpak.testkit.MemOperation;
import io.batpak.time.Job;
import io.batpak.time.Spawner;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Nothing that was handed over stays open: it is committed although nobody waits for it, and it ends with its
/// fence, with the store, and with the disk. The background threads end, too.
///
/// Tier: unit. Covers: B7, B8, B12, B13, D10.
class TicketEndTest {
    private static final Coordinate AT = Coordinate.of("order:1", "shop");
    private static final Payload PAYLOAD = Payload.of(Value.map("n", 1));

    private final SyncGate gate = new SyncGate();
    private final ConcurrentLinkedQueue<Job> jobs = new ConcurrentLinkedQueue<>();

    private Store open(StoreConfig.Builder config) {
        return Store.open(config.spawner(new NotingSpawner()).build());
    }

    /// Without any sync by number or time.
    private StoreConfig.Builder patient() {
        return StoreConfig.on(gate.fs()).syncEveryEvents(1_000_000).syncWithin(Duration.ZERO);
    }

    @Test
    void whatIsHandedOverWhileAnotherLeadsIsCommittedAfterwards() {
        try (Store store = open(patient())) {
            Threads threads = new Threads();
            gate.hold();
            threads.now(() -> store.appendBatch(List.of(BatchItem.of(AT, Workload.KIND, PAYLOAD))));
            Threads.until("the sync of the batch", () -> gate.held() == 1);
            Ticket<Receipt> ticket = store.submit(AT, Workload.KIND, PAYLOAD);
            untilTheDrainerSleeps();
            gate.open();
            threads.join();
            Threads.until("the ticket, for which nobody waits", ticket::isDone);
        }
    }

    @Test
    void aBatchThatTheBeginOfAFenceHasWrittenIsSyncedAlthoughNobodyWaits() {
        try (Store store = open(patient())) {
            Threads threads = new Threads();
            gate.hold();
            threads.now(() -> store.appendBatch(List.of(BatchItem.of(AT, Workload.KIND, PAYLOAD))));
            Threads.until("the sync of the batch", () -> gate.held() == 1);
            Ticket<List<Receipt>> ticket = store.submitBatch(List.of(BatchItem.of(AT, Workload.KIND, PAYLOAD)));
            untilTheDrainerSleeps();
            store.beginFence().close();
            assertThat(store.writerPressure().queued())
                    .as("the fence has written it")
                    .isZero();
            gate.open();
            threads.join();
            Threads.until("the ticket of the batch", ticket::isDone);
            assertThat(store.stream("order:1").toList()).hasSize(2);
        }
    }

    private void untilTheDrainerSleeps() {
        Threads.until(
                "the drainer sleeps",
                () -> threadsNamed("batpak-writer-").anyMatch(thread -> thread.getState() == Thread.State.WAITING));
    }

    private static Stream<Thread> threadsNamed(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(prefix));
    }

    @Test
    void whoWaitsForAFencedTicketSleepsUntilTheFenceEnds() throws InterruptedException {
        try (Store store = open(patient());
                VisibilityFence fence = store.beginFence()) {
            Ticket<Receipt> ticket = fence.submit(AT, Workload.KIND, PAYLOAD);
            Threads threads = new Threads();
            AtomicReference<Receipt> receipt = new AtomicReference<>();
            Thread waiter = threads.now(() -> receipt.set(ticket.await()));
            Threads.untilAsleep(waiter);
            assertThat(ticket.await(Duration.ofMillis(1))).isEmpty();
            fence.commit();
            threads.join();
            assertThat(receipt.get()).isEqualTo(ticket.await());
        }
    }

    @Test
    void aFencedTicketEndsWithTheDiskThatFails() {
        Store store = open(patient().syncEveryEvents(1_000_000));
        store.append(AT, Workload.KIND, PAYLOAD);
        VisibilityFence fence = store.beginFence();
        Ticket<Receipt> ticket = fence.submit(AT, Workload.KIND, PAYLOAD);
        Threads threads = new Threads();
        AtomicReference<Throwable> told = new AtomicReference<>();
        Thread waiter = threads.now(() -> {
            try {
                ticket.await();
            } catch (WriterCrashedException e) {
                told.set(e);
            }
        });
        Threads.untilAsleep(waiter);
        gate.refuse(new StoreIoException(IoSite.of("sync", "000001.fbat"), IoKind.OTHER, "on purpose"));
        assertThatThrownBy(fence::cancel).isInstanceOf(WriterCrashedException.class);
        threads.join();
        assertThat(told.get()).isInstanceOf(WriterCrashedException.class);
        assertThat(fence.isActive()).isFalse();
        assertThatThrownBy(store::close).isInstanceOf(WriterCrashedException.class);
        assertAllJobsFinished();
    }

    @Test
    void aFenceThatCannotBeCancelledAtTheEndOfTheStoreStillEndsItsTickets() {
        Store store = open(patient());
        VisibilityFence fence = store.beginFence();
        Ticket<Receipt> ticket = fence.submit(AT, Workload.KIND, PAYLOAD);
        Threads.until("the ticket is accepted", () -> store.writerPressure().queued() == 0);
        gate.memory().plan(MemFault.of(MemOperation.WRITE, 1, IoKind.STORAGE_FULL));
        assertThatThrownBy(store::drop).isInstanceOf(StoreIoException.class);
        Threads.until("the ticket ends", ticket::isDone);
        assertThatThrownBy(ticket::await).isInstanceOf(StoreClosedException.class);
        assertAllJobsFinished();
    }

    @Test
    void anInterruptedThreadMayCloseTheStore() {
        Store store = open(StoreConfig.on(gate.fs()));
        store.submit(AT, Workload.KIND, PAYLOAD);
        Thread.currentThread().interrupt();
        store.close();
        assertThat(Thread.interrupted()).as("the flag is kept").isTrue();
        assertThat(jobs).hasSize(2);
        assertAllJobsFinished();
        try (Store again = Store.open(StoreConfig.on(gate.memory()).build())) {
            assertThat(again.stream("order:1").toList()).hasSize(1);
        }
    }

    @Test
    void withoutAThreadForTheQueueItsCallersCommit() {
        try (Store store = Store.open(patient().spawner(new OneThread()).build())) {
            Ticket<Receipt> ticket = store.submit(AT, Workload.KIND, PAYLOAD);
            assertThat(ticket.isDone()).isTrue();
        }
    }

    @Test
    void theTailOfAnIdleStoreIsSyncedInTime() throws InterruptedException {
        try (Store store = open(patient().syncWithin(Duration.ofMillis(20)))) {
            for (int i = 0; i < 5; i++) {
                Receipt receipt = store.append(AT, Workload.KIND, PAYLOAD);
                store.waitFor(io.batpak.model.Mark.DURABLE, receipt.sequence(), Duration.ofMinutes(2));
            }
        }
        assertAllJobsFinished();
    }

    @Test
    void enoughCommitsAreSyncedWithoutAWaitForTime() throws InterruptedException {
        try (Store store = open(patient().syncEveryEvents(10))) {
            for (int round = 0; round < 5; round++) {
                Receipt last = store.append(AT, Workload.KIND, PAYLOAD);
                for (int i = 0; i < 9; i++) {
                    last = store.append(AT, Workload.KIND, PAYLOAD);
                }
                store.waitFor(io.batpak.model.Mark.DURABLE, last.sequence() - 9, Duration.ofMinutes(2));
            }
        }
        assertAllJobsFinished();
    }

    private void assertAllJobsFinished() {
        assertThat(jobs).isNotEmpty().allMatch(job -> job.status() == Job.Status.FINISHED);
    }

    /// Platform threads that are remembered.
    private final class NotingSpawner implements Spawner {
        @Override
        public Job spawn(String name, Runnable body) {
            Job job = Spawner.platformThreads().spawn(name, body);
            jobs.add(job);
            return job;
        }
    }

    /// Gives the first thread and refuses the second.
    private static final class OneThread implements Spawner {
        private boolean given;

        @Override
        public Job spawn(String name, Runnable body) {
            if (given) {
                throw new io.batpak.time.SpawnFailedException(name, new OutOfMemoryError("no thread"));
            }
            given = true;
            return Spawner.platformThreads().spawn(name, body);
        }
    }
}
