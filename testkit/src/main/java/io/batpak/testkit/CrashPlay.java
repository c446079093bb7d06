package io.batpak.testkit;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.time.Job;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Plays an application once, and shows the disk before each change and at the end.
final class CrashPlay<A> {
    private static final Duration FOREVER = Duration.ofDays(10_000);
    private static final long IDS_SEED = 1;
    private static final long RECOVERY_IDS_SEED = 2;

    private final Map<String, CrashPoints.Application<A>> callers;
    private final UnaryOperator<StoreConfig.Builder> config;
    private final MemFs disk;
    private final Acknowledgements<A> acknowledgements = new Acknowledgements<>();
    private final SplittableRandom ids = new SplittableRandom(IDS_SEED);

    /// @param callers the first is the application itself
    /// @param start what the disk has in the beginning; stays as it is
    CrashPlay(Map<String, CrashPoints.Application<A>> callers, UnaryOperator<StoreConfig.Builder> config, MemFs start) {
        this.callers = new LinkedHashMap<>(callers);
        this.config = config;
        this.disk = start.killed();
    }

    /// The disk between two changes.
    ///
    /// @param change so many changes were made
    /// @param last the change before, in words
    /// @param image a copy of the disk
    /// @param acknowledged so many things were reported as done
    /// @param durable so many of them, from the first, a sync has covered
    /// @param nanos so much time has passed
    record Moment(long change, String last, MemFs image, int acknowledged, int durable, long nanos) {}

    List<A> first(int count) {
        return acknowledgements.first(count);
    }

    /// Opens a journal as the next process would, without threads.
    static StoreConfig recovering(UnaryOperator<StoreConfig.Builder> config, MemFs left, long nanos) {
        return plain(config, left, new PlainTime(nanos), new SplittableRandom(RECOVERY_IDS_SEED));
    }

    private static StoreConfig plain(
            UnaryOperator<StoreConfig.Builder> config, MemFs fs, PlainTime time, SplittableRandom ids) {
        return config.apply(StoreConfig.on(fs)
                        .cooperative(true)
                        .clock(time.clock())
                        .spawner(time)
                        .randomness(ids::nextLong))
                .build();
    }

    /// Plays it on this thread, without any other.
    void playPlainly(Consumer<Moment> watcher) {
        PlainTime time = new PlainTime(0);
        disk.beforeEachChange(() -> watcher.accept(moment(time.passed())));
        live(plain(config, disk, time, ids), store -> {
            for (CrashPoints.Application<A> caller : callers.values()) {
                caller.run(store, acknowledgements::add);
            }
        });
        watcher.accept(moment(time.passed()));
    }

    /// Plays it in simulated threads, in the order that the seed decides.
    void playSimulated(long seed, Consumer<Moment> watcher) {
        SimScheduler scheduler = new SimScheduler(seed);
        Queue<Moment> pending = new ArrayDeque<>();
        disk.scheduledBy(scheduler);
        disk.beforeEachChange(() -> pending.add(moment(scheduler.now())));
        StoreConfig opening = config.apply(StoreConfig.on(disk)
                        .clock(scheduler.clock())
                        .spawner(scheduler)
                        .randomness(ids::nextLong))
                .build();
        SimJob session = (SimJob) scheduler.spawn("session", () -> live(opening, store -> together(scheduler, store)));
        while (session.status() == Job.Status.RUNNING && scheduler.run(1)) {
            drain(pending, watcher);
        }
        drain(pending, watcher);
        rethrow(session.failure());
        if (session.status() == Job.Status.RUNNING) {
            throw new IllegalStateException("nobody can go on");
        }
        watcher.accept(moment(scheduler.now()));
    }

    private void together(SimScheduler scheduler, Store store) {
        List<Job> jobs = new ArrayList<>();
        callers.forEach((name, caller) -> jobs.add(scheduler.spawn(
                name, () -> ActionFailedException.unchecked(() -> caller.run(store, acknowledgements::add)))));
        jobs.forEach(job -> job.join(FOREVER));
    }

    private void live(StoreConfig opening, StoreAction application) {
        Store store = Store.open(opening);
        acknowledgements.begin(store);
        ActionFailedException.unchecked(() -> application.run(store));
        store.close();
        acknowledgements.closed();
    }

    private Moment moment(long nanos) {
        return new Moment(
                disk.mutations(),
                disk.lastChange(),
                disk.killed(),
                acknowledgements.count(),
                acknowledgements.durable(),
                nanos);
    }

    private static void drain(Queue<Moment> pending, Consumer<Moment> watcher) {
        for (Moment moment = pending.poll(); moment != null; moment = pending.poll()) {
            watcher.accept(moment);
        }
    }

    private static void rethrow(@Nullable Throwable failure) {
        switch (failure) {
            case null -> {}
            case RuntimeException unchecked -> throw unchecked;
            case Error error -> throw error;
            default -> throw new IllegalStateException(failure);
        }
    }
}
