package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.VisibilityFence;
import io.batpak.error.StoreClosedException;
import io.batpak.error.StoreException;
import io.batpak.error.VisibilityFenceCancelledException;
import io.batpak.error.WaitInterruptedException;
import io.batpak.error.WaitTimeoutException;
import io.batpak.error.WriterCrashedException;
import io.batpak.fs.IoKind;
import io.batpak.model.AppendOptions;
import io.batpak.model.Coordinate;
import io.batpak.model.Durability;
import io.batpak.model.DurabilityGate;
import io.batpak.model.EventKind;
import io.batpak.model.Mark;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Region;
import io.batpak.model.Ticket;
import io.batpak.model.Value;
import io.batpak.testkit.MemFault;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemOperation;
import io.batpak.testkit.SettableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Threads that wait, for a mark, a ticket, a sync or the turn: what wakes them, and that an interrupt harms
/// nobody.
///
/// Tier: crash. Covers: D4, D5.
@Timeout(60)
class WaitingTest {
    private static final Coordinate AT = Coordinate.of("order:1", "shop");
    private static final EventKind KIND = EventKind.of(0xF, 1);
    private static final Duration LONG = Duration.ofSeconds(50);

    private final MemFs fs = new MemFs();

    @Test
    void aFailedSyncWakesEverybodyWhoWaits() throws Exception {
        Store store = Store.open(quiet().build());
        append(store, 1);
        VisibilityFence fence = store.beginFence();
        Ticket<Receipt> ticket = fence.submit(AT, KIND, payload(2));
        FutureTask<?> mark = inThread(() -> {
            store.waitFor(Mark.DURABLE, 1, LONG);
            return null;
        });
        FutureTask<?> lane = inThread(() -> {
            store.waitFor(Mark.VISIBLE, 3, 9, LONG);
            return null;
        });
        FutureTask<?> told = inThread(ticket::await);
        Thread.sleep(50);
        fs.plan(MemFault.of(MemOperation.SYNC, 1, IoKind.OTHER));
        assertThatThrownBy(store::sync).isInstanceOf(WriterCrashedException.class);
        for (FutureTask<?> waiting : List.of(mark, lane, told)) {
            assertThat(failure(waiting)).isInstanceOf(WriterCrashedException.class);
        }
        assertThatThrownBy(() -> store.waitFor(Mark.VISIBLE, 0, Duration.ZERO))
                .as("for good, even for a mark that is there")
                .isInstanceOf(WriterCrashedException.class);
        assertThatThrownBy(store::close).isInstanceOf(WriterCrashedException.class);
    }

    @Test
    void aClockThatStandsStillHangsNoWait() {
        Store store = Store.open(
                quiet().clock(new SettableClock(1_700_000_000_000_000L)).build());
        append(store, 1);
        assertThatThrownBy(() -> store.waitFor(Mark.DURABLE, 1, Duration.ofMillis(30)))
                .isInstanceOf(WaitTimeoutException.class);
        DurabilityGate gate = new DurabilityGate(Mark.DURABLE, Duration.ofMillis(30));
        assertThatThrownBy(() ->
                        store.append(AT, KIND, payload(2), AppendOptions.none().gate(gate)))
                .isInstanceOf(WaitTimeoutException.class);
        assertThat(events(store)).as("committed, not proven").isEqualTo(2);
        store.close();
    }

    @Test
    void anInterruptAtAGateOrAMarkEndsTheWaitAndNothingElse() throws Exception {
        Store store = Store.open(quiet().build());
        DurabilityGate gate = new DurabilityGate(Mark.DURABLE, LONG);
        FutureTask<?> gated = interrupted(
                () -> store.append(AT, KIND, payload(1), AppendOptions.none().gate(gate)));
        assertThat(failure(gated)).isInstanceOf(WaitInterruptedException.class);
        FutureTask<?> marked = interrupted(() -> {
            store.waitFor(Mark.DURABLE, 1, LONG);
            return null;
        });
        assertThat(failure(marked)).isInstanceOf(InterruptedException.class);
        append(store, 2);
        assertThat(store.sync().durable().sequence()).isEqualTo(2);
        store.close();
    }

    @Test
    void anInterruptWhileAFenceHoldsATicketEndsTheWaitAndNothingElse() throws Exception {
        Store store = Store.open(quiet().build());
        VisibilityFence fence = store.beginFence();
        Ticket<Receipt> ticket = fence.submit(AT, KIND, payload(1));
        assertThat(failure(interrupted(ticket::await))).isInstanceOf(InterruptedException.class);
        fence.commit();
        assertThat(ticket.await().sequence()).isEqualTo(1);
        store.close();
    }

    /// Their callers have their receipts, and the interrupt is still pending.
    @Test
    void anInterruptNeitherStopsAnAppendNorAStrictOne() throws Exception {
        for (Durability durability : Durability.values()) {
            MemFs own = new MemFs();
            Store store = Store.open(StoreConfig.on(own).durability(durability).build());
            List<FutureTask<Boolean>> callers = new ArrayList<>();
            for (int caller = 0; caller < 4; caller++) {
                callers.add(inThread(() -> {
                    for (int i = 0; i < 50; i++) {
                        Thread.currentThread().interrupt();
                        append(store, i);
                        if (!Thread.interrupted()) {
                            return false;
                        }
                    }
                    return true;
                }));
            }
            for (FutureTask<Boolean> caller : callers) {
                assertThat(caller.get()).as("the interrupt is kept").isTrue();
            }
            assertThat(events(store)).isEqualTo(200);
            store.close();
        }
    }

    @Test
    void appendsDuringACloseAreCommittedOrRefused() throws Exception {
        for (boolean cooperative : new boolean[] {true, false}) {
            for (int round = 0; round < 10; round++) {
                MemFs own = new MemFs();
                Store store =
                        Store.open(StoreConfig.on(own).cooperative(cooperative).build());
                AtomicInteger committed = new AtomicInteger();
                List<FutureTask<Boolean>> callers = new ArrayList<>();
                for (int caller = 0; caller < 3; caller++) {
                    boolean hands = caller == 2;
                    callers.add(inThread(() -> appendUntilClosed(store, hands, committed)));
                }
                Thread.sleep(3);
                FutureTask<?> second = inThread(() -> {
                    store.close();
                    return null;
                });
                store.close();
                second.get();
                for (FutureTask<Boolean> caller : callers) {
                    assertThat(caller.get(20, TimeUnit.SECONDS)).isTrue();
                }
                try (Store next = Store.open(StoreConfig.on(own).build())) {
                    assertThat(events(next)).isEqualTo(committed.get());
                }
            }
        }
    }

    private static boolean appendUntilClosed(Store store, boolean hands, AtomicInteger committed)
            throws InterruptedException {
        while (true) {
            try {
                if (hands) {
                    store.submit(AT, KIND, payload(1)).await();
                } else {
                    append(store, 1);
                }
                committed.incrementAndGet();
            } catch (StoreClosedException e) {
                return true;
            }
        }
    }

    @Test
    void aFenceThatIsActiveAtTheEndIsCancelledAndItsTicketsAreTold() {
        for (boolean failing : new boolean[] {false, true}) {
            MemFs own = new MemFs();
            Store store = Store.open(StoreConfig.on(own).cooperative(true).build());
            Ticket<Receipt> ticket = store.beginFence().submit(AT, KIND, payload(1));
            if (failing) {
                own.plan(MemFault.of(MemOperation.WRITE, 1, IoKind.STORAGE_FULL));
                assertThatThrownBy(store::drop).isInstanceOf(StoreException.class);
            } else {
                store.drop();
            }
            assertThat(ticket.isDone()).isTrue();
            assertThatThrownBy(ticket::await)
                    .isInstanceOf(failing ? StoreClosedException.class : VisibilityFenceCancelledException.class);
        }
    }

    private StoreConfig.Builder quiet() {
        return StoreConfig.on(fs).cooperative(true).syncEveryEvents(1_000);
    }

    private static <T> FutureTask<T> inThread(Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        Thread.ofPlatform().daemon().start(task);
        return task;
    }

    /// Runs it in a thread that is interrupted when it has begun to wait.
    private static FutureTask<?> interrupted(Callable<?> call) throws InterruptedException {
        FutureTask<?> task = new FutureTask<>(call);
        Thread thread = Thread.ofPlatform().daemon().start(task);
        Thread.sleep(50);
        thread.interrupt();
        return task;
    }

    private static Throwable failure(FutureTask<?> task) throws InterruptedException, TimeoutException {
        try {
            task.get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            return Objects.requireNonNull(e.getCause());
        }
        throw new AssertionError("it ended well");
    }

    private static Receipt append(Store store, int n) {
        return store.append(AT, KIND, payload(n));
    }

    private static Payload payload(int n) {
        return Payload.of(Value.of(n));
    }

    private static long events(Store store) {
        return store.query(Region.entity("order")).stream().count();
    }
}
