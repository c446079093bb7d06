package io.batpak.cli.bench;

import io.batpak.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Virtual threads that append at the same time, each in a loop.
final class ManyCallers {
    private ManyCallers() {}

    /// Lets `count` callers append until the time is over.
    ///
    /// @throws io.batpak.error.StoreException when an append fails
    /// @throws InterruptedException when we are interrupted; the callers end with their time
    static Samples append(Store store, int count, Duration length) throws InterruptedException {
        List<FutureTask<Samples>> callers = new ArrayList<>(count);
        long begun = System.nanoTime();
        for (int caller = 0; caller < count; caller++) {
            int first = caller;
            FutureTask<Samples> task = new FutureTask<>(() ->
                    Samples.during(length, index -> BenchEvents.append(store, index * count + first)));
            callers.add(task);
            Thread.ofVirtual().start(task);
        }
        List<Samples> samples = new ArrayList<>(count);
        for (FutureTask<Samples> task : callers) {
            samples.add(joined(task));
        }
        return Samples.together(samples, System.nanoTime() - begun);
    }

    private static Samples joined(FutureTask<Samples> task) throws InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
