package io.batpak.bench.table;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.bench.Scratch;
import java.io.IOException;
import java.time.Duration;
import java.util.function.UnaryOperator;

/// Gives a case its stores: one to warm up in and a fresh one to measure in, each in a directory of its own.
/// Opening, closing and deleting are never timed.
///
/// @param effort how long each takes
/// @param journals the prepared journals of the cases that read
record Stage(Effort effort, Journals journals) {

    /// The configuration of a case, made from the default one.
    @FunctionalInterface
    interface Setting extends UnaryOperator<StoreConfig.Builder> {}

    /// Makes the work of each caller on a store.
    @FunctionalInterface
    interface StoreWork {
        Callers.Work of(Store store, int caller) throws Exception;
    }

    /// What is done with one open store.
    @FunctionalInterface
    interface StoreUse<T> {
        T on(Store store) throws Exception;
    }

    /// How a case calls: with which configuration, how many callers, on which threads.
    record Calling(Setting setting, int callers, Callers.Kind kind) {

        static Calling oneCaller() {
            return new Calling(builder -> builder, 1, Callers.Kind.PLATFORM);
        }

        Calling by(int number, Callers.Kind carriedBy) {
            return new Calling(setting, number, carriedBy);
        }

        Calling with(Setting other) {
            return new Calling(other, callers, kind);
        }
    }

    /// Calls from one thread for a part of the time, so that a case can measure many things in turn: warms up, then
    /// measures.
    Callers.Result repeat(int parts, Callers.Work work) throws InterruptedException {
        Callers.run(1, Callers.Kind.PLATFORM, effort.warmUp().dividedBy(parts), _ -> work);
        return Callers.run(1, Callers.Kind.PLATFORM, effort.measured().dividedBy(parts), _ -> work);
    }

    /// Warms up, then measures.
    Callers.Result run(Calling calling, StoreWork work) throws Exception {
        runFor(effort.warmUp(), calling, work);
        return runFor(effort.measured(), calling, work);
    }

    private static Callers.Result runFor(Duration length, Calling calling, StoreWork work) throws Exception {
        return inStore(
                calling.setting(),
                store -> Callers.run(calling.callers(), calling.kind(), length, caller -> work.of(store, caller)));
    }

    /// Opens a store in a new directory, uses it, closes and deletes it.
    static <T> T inStore(Setting setting, StoreUse<T> use) throws Exception {
        try (Scratch scratch = Scratch.create();
                Store store = open(scratch, setting)) {
            return use.on(store);
        }
    }

    private static Store open(Scratch scratch, Setting setting) throws IOException {
        return Store.open(setting.apply(StoreConfig.in(scratch.path())).build());
    }
}
