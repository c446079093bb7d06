package io.batpak.bench.table;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.bench.Scratch;
import io.batpak.bench.Workload;
import io.batpak.bench.fixture.Recipe;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What the index keeps in memory, and what closing takes.
final class MemoryCases {
    private static final double MEGABYTE = 1e6;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final int MANY = 1_000_000;
    /// Fewer than fit into a segment, so that all of them are in the growing tier.
    private static final int GROWING = 200_000;
    private static final int QUICK_DIVISOR = 100;
    private static final Size[] SIZES = {Size.TEN_THOUSAND, Size.MILLION, Size.TEN_MILLION};

    private MemoryCases() {}

    static List<Case> all() {
        return List.of(afterOpen(), growing(), close());
    }

    private static Case afterOpen() {
        return Case.of(
                        "heap-open",
                        "live heap after an open, MB",
                        RustScenario.reading(RustReading.forSizes(
                                "rss_added_mb", List.of(Size.TEN_THOUSAND, Size.MILLION), "open", "mode=rw")),
                        MemoryCases::afterOpen,
                        Row.of(Figure.AT_10K),
                        Row.of(Figure.AT_1M),
                        Row.of(Figure.AT_10M, Goal.atMost(100)),
                        Row.of(Figure.GROWTH),
                        Row.of(Figure.EXPONENT, Goal.atMost(0.3)))
                .reading(SIZES)
                .onJvm("-XX:+UseSerialGC");
    }

    private static Map<Figure, Double> afterOpen(Stage stage) throws Exception {
        openedBytes(stage, Size.TEN_THOUSAND); // classes and constants belong to the first open
        Sized megabytes = new Sized(stage.journals());
        for (Size size : stage.journals().present(SIZES)) {
            megabytes.put(size, openedBytes(stage, size) / MEGABYTE);
        }
        return megabytes.costs();
    }

    private static long openedBytes(Stage stage, Size size) throws Exception {
        try (Scratch copy = stage.journals().of(size).copy()) {
            StoreConfig config = StoreConfig.in(copy.path()).build();
            long before = Heap.live();
            try (Store store = Store.open(config)) {
                long after = Heap.live();
                store.stats(); // it is in use until here
                return Math.max(1, after - before);
            }
        }
    }

    private static Case growing() {
        return Case.of(
                        "active-tier",
                        "memory of the growing tier",
                        RustScenario.reading(RustReading.of(
                                Figure.BYTES_EACH, "rss_bytes_per_event", Size.MILLION, "open", "mode=rw")),
                        stage -> Stage.inStore(builder -> builder, store -> growing(stage, store)),
                        Row.of(Figure.BYTES_EACH, Goal.atMost(160)))
                .onJvm("-XX:+UseSerialGC");
    }

    private static Map<Figure, Double> growing(Stage stage, Store store) {
        long events = stage.effort().quick() ? GROWING / 10 : GROWING;
        // One event of each entity first: their names are not what an event costs.
        append(store, 0, Workload.ENTITIES);
        long before = Heap.live();
        append(store, Workload.ENTITIES, events);
        long after = Heap.live();
        store.stats();
        return Map.of(Figure.BYTES_EACH, (after - before) / (double) events);
    }

    private static Case close() {
        return Case.of(
                        "close",
                        "close after 1 M events",
                        RustScenario.reading(RustReading.made(Figure.MILLIS, "close_ms", "fixture", "n=" + MANY)),
                        MemoryCases::close,
                        Row.of(Figure.MILLIS, Goal.atMost(700)),
                        Row.of(Figure.PEAK, Goal.atMost(1.3)))
                .onJvm("-XX:+UseSerialGC");
    }

    /// The peak is at most what lived before and all that closing allocated, and at most what the collector saw.
    private static Map<Figure, Double> close(Stage stage) throws Exception {
        try (Scratch scratch = Scratch.create()) {
            Store store = Store.open(StoreConfig.in(scratch.path()).build());
            append(store, 0, stage.effort().quick() ? MANY / QUICK_DIVISOR : MANY);
            store.sync();
            long live = Heap.live();
            long allocated = Heap.allocated();
            Heap.forgetPeak();
            long begun = System.nanoTime();
            store.close();
            double millis = (System.nanoTime() - begun) / NANOS_PER_MILLI;
            long peak = Math.min(Heap.peak(), live + Heap.allocated() - allocated);
            Map<Figure, Double> figures = new EnumMap<>(Figure.class);
            figures.put(Figure.MILLIS, millis);
            figures.put(Figure.PEAK, Math.max(1, peak / (double) live));
            return figures;
        }
    }

    /// Appends events of the prepared journals, without their causes and lanes.
    static void append(Store store, long from, long events) {
        Workload workload = Workload.of("200");
        for (long index = from; index < from + events; index++) {
            store.append(Recipe.coordinate(index), workload.kind(index), workload.payload(index));
        }
    }
}
