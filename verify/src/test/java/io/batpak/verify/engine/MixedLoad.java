package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.VisibilityFence;
import io.batpak.error.StoreClosedException;
import io.batpak.error.VisibilityFenceActiveException;
import io.batpak.error.VisibilityFenceCancelledException;
import io.batpak.error.VisibilityFenceNotActiveException;
import io.batpak.model.BatchItem;
import io.batpak.model.Coordinate;
import io.batpak.model.Frontier;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Ticket;
import io.batpak.model.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// One thread's calls of every kind, and what it was promised, in the order of its calls.
///
/// Confined to its thread until that has ended.
final class MixedLoad {
    private final Store store;
    private final int me;
    private final SplittableRandom random;
    private final AtomicInteger callsOfAll;
    private final List<Answer> answers = new ArrayList<>();
    private int number;

    MixedLoad(Store store, int me, AtomicInteger callsOfAll) {
        this.store = store;
        this.me = me;
        this.random = new SplittableRandom(me);
        this.callsOfAll = callsOfAll;
    }

    /// Receipts, now or when a ticket is settled.
    @FunctionalInterface
    private interface Answer {
        List<Receipt> get() throws InterruptedException;
    }

    /// Makes `calls` calls, or fewer when the store is closed.
    void run(int calls) {
        try {
            for (int i = 0; i < calls; i++) {
                callsOfAll.incrementAndGet();
                call(random.nextInt(100));
            }
        } catch (StoreClosedException e) {
            answers.add(List::of); // the end that some tests wait for
        }
    }

    private void call(int dice) {
        try {
            if (dice < 50) {
                keep(List.of(store.append(at(), Workload.KIND, payload())));
            } else if (dice < 65) {
                keep(store.appendBatch(items()));
            } else if (dice < 82) {
                Ticket<Receipt> ticket = store.submit(at(), Workload.KIND, payload());
                answers.add(() -> List.of(ticket.await()));
            } else if (dice < 90) {
                Ticket<List<Receipt>> ticket = store.submitBatch(items());
                answers.add(ticket::await);
            } else if (dice < 95) {
                Frontier frontier = store.sync();
                ModelCheck.invariants(frontier);
            } else {
                fence(random.nextBoolean());
            }
        } catch (VisibilityFenceActiveException e) {
            Thread.onSpinWait(); // somebody else's fence: this call stored nothing
        }
    }

    private void fence(boolean commits) {
        try (VisibilityFence fence = store.beginFence()) {
            Ticket<Receipt> single = fence.submit(at(), Workload.KIND, payload());
            answers.add(() -> List.of(single.await()));
            Ticket<List<Receipt>> batch = fence.submitBatch(items());
            answers.add(batch::await);
            if (commits) {
                fence.commit();
            }
        } catch (VisibilityFenceNotActiveException e) {
            throw new StoreClosedException("the store has cancelled the fence"); // only its end does that
        }
    }

    private void keep(List<Receipt> receipts) {
        answers.add(() -> receipts);
    }

    /// Everything this thread was promised, in the order of its calls; every ticket has an answer.
    List<Receipt> promised() {
        List<Receipt> all = new ArrayList<>();
        for (Answer answer : answers) {
            try {
                all.addAll(answer.get());
            } catch (VisibilityFenceActiveException
                    | VisibilityFenceCancelledException
                    | VisibilityFenceNotActiveException
                    | StoreClosedException e) {
                assertThat(e).as("it stored nothing that anybody sees").isNotNull();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return all;
    }

    private List<BatchItem> items() {
        return IntStream.range(0, 1 + random.nextInt(3))
                .mapToObj(i -> BatchItem.of(at(), Workload.KIND, payload()))
                .toList();
    }

    private Coordinate at() {
        return Coordinate.of("load:" + (random.nextBoolean() ? me : 0), "shop");
    }

    private Payload payload() {
        return Payload.of(Value.map("thread", me, "n", number++));
    }
}
