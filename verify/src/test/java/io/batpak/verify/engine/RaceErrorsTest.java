package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.VisibilityFence;
import io.batpak.error.StoreClosedException;
import io.batpak.error.StoreException;
import io.batpak.error.VisibilityFenceActiveException;
import io.batpak.model.BatchItem;
import io.batpak.model.EventId;
import io.batpak.model.Receipt;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.SimScheduler;
import io.batpak.time.Job;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A fence begins, and the store is closed, while others are between their first look and their turn: they are
/// refused, and what was acknowledged is there. Simulated schedules, the same each time.
///
/// Tier: crash. Covers: B10.
class RaceErrorsTest {
    private static final int SEEDS = 40;
    private static final int CALLS = 6;
    private static final Duration FOREVER = Duration.ofDays(1);

    private final List<EventId> acknowledged = new ArrayList<>();
    private int refused;

    @Test
    void whoComesTooLateIsRefused() {
        int all = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            acknowledged.clear();
            MemFs fs = new MemFs();
            SimScheduler sim = new SimScheduler(seed, Duration.ZERO);
            fs.scheduledBy(sim);
            boolean cooperative = seed % 2 == 0;
            sim.run("life", () -> live(sim, fs, cooperative));
            all += refused;
            check(fs.killed(), seed);
        }
        assertThat(all).isPositive();
    }

    private void live(SimScheduler sim, MemFs fs, boolean cooperative) {
        Store store = Store.open(StoreConfig.on(fs)
                .clock(sim.clock())
                .spawner(sim)
                .cooperative(cooperative)
                .queueCapacity(1)
                .syncEveryEvents(2)
                .build());
        List<Job> jobs = new ArrayList<>();
        for (int caller = 0; caller < 3; caller++) {
            jobs.add(sim.spawn("append-" + caller, () -> calls(() -> note(Samples.append(store, 1)))));
            jobs.add(sim.spawn("submit-" + caller, () -> calls(() -> note(submitted(store)))));
        }
        jobs.add(sim.spawn(
                "batch",
                () -> calls(() ->
                        store.appendBatch(List.<BatchItem>of(Samples.item(1))).forEach(this::note))));
        jobs.add(sim.spawn("drain", () -> calls(() -> store.drain(1))));
        jobs.add(sim.spawn(
                "fence",
                () -> calls(() -> {
                    VisibilityFence fence = store.beginFence();
                    sim.ticker().park(this, 20_000);
                    fence.cancel();
                })));
        jobs.add(sim.spawn("close", () -> {
            sim.ticker().park(this, 900_000);
            store.close();
        }));
        jobs.forEach(job -> job.join(FOREVER));
    }

    private static Receipt submitted(Store store) {
        try {
            return store.submit(Samples.AT, Samples.KIND, Samples.payload(2)).await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts a simulated thread", e);
        }
    }

    private void note(Receipt receipt) {
        acknowledged.add(receipt.eventId());
    }

    private void calls(Runnable call) {
        for (int n = 0; n < CALLS; n++) {
            try {
                call.run();
            } catch (VisibilityFenceActiveException | StoreClosedException e) {
                refused++;
            } catch (StoreException.Rejected e) {
                refused++; // of a fence that was cancelled, or has ended with the store
            }
        }
    }

    private void check(MemFs left, long seed) {
        try (StoreReader reader = StoreReader.open(StoreConfig.on(left).build())) {
            assertThat(reader.query(Samples.ORDERS).stream().map(entry -> entry.eventId()))
                    .as("seed %d", seed)
                    .containsAll(acknowledged);
            assertThat(reader.verifyChain().intact()).isTrue();
        }
    }
}
