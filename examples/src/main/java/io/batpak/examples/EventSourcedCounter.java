package io.batpak.examples;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.model.AppendOptions;
import io.batpak.model.Coordinate;
import io.batpak.payload.EventPayload;
import io.batpak.projection.Freshness;
import io.batpak.projection.Generation;
import io.batpak.projection.Projected;
import io.batpak.projection.Projection;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// A counter that is nowhere stored: it is the fold of its events, whatever lane they are on.
public final class EventSourcedCounter {
    /// What can happen to a counter.
    sealed interface CounterEvent {
        /// It went up.
        @EventPayload(category = 0xE, typeId = 0x2B0)
        record Added(long amount) implements CounterEvent {}

        /// It went down.
        @EventPayload(category = 0xE, typeId = 0x2B1)
        record Subtracted(long amount) implements CounterEvent {}
    }

    /// The state; a value that never changes.
    record Counter(long value, long changes) {
        Counter after(CounterEvent event) {
            return switch (event) {
                case CounterEvent.Added(long amount) -> new Counter(value + amount, changes + 1);
                case CounterEvent.Subtracted(long amount) -> new Counter(value - amount, changes + 1);
            };
        }
    }

    private static final Projection<Counter> COUNTER = Projection.named("counter")
            .startingWith(() -> new Counter(0, 0))
            .over(CounterEvent.class, Counter::after)
            .build();

    private EventSourcedCounter() {}

    /// Uses the directory in the first argument, or a new temporary one.
    public static void main(String[] arguments) throws IOException {
        run(arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("batpak-"), System.out);
    }

    static void run(Path directory, PrintStream out) {
        try (Store store = Store.open(StoreConfig.in(directory).build())) {
            Coordinate visitors = Coordinate.of("counter:visitors", "site");
            store.append(visitors, new CounterEvent.Added(1));
            store.append(
                    visitors, new CounterEvent.Added(5), AppendOptions.none().lane(1));
            store.append(visitors, new CounterEvent.Subtracted(2));
            out.println(store.project("counter:visitors", COUNTER).orElseThrow());

            Projected<Counter> seen = store.projections().run("counter:visitors", COUNTER, Freshness.consistent());
            Generation generation = seen.generation();
            out.println("changed: " + changed(store, generation));
            store.append(visitors, new CounterEvent.Added(10));
            out.println("changed: " + changed(store, generation));

            long before = seen.appliedSequence().orElseThrow();
            out.println("before that: " + store.projections().asOf("counter:visitors", COUNTER, before));
            out.println("of nobody: " + store.project("counter:nobody", COUNTER));
        }
    }

    private static boolean changed(Store store, Generation since) {
        return store.projections().ifChanged("counter:visitors", COUNTER, since).isPresent();
    }
}
