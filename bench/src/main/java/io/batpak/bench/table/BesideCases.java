package io.batpak.bench.table;

import io.batpak.Store;
import io.batpak.bench.fixture.Prepared;
import io.batpak.model.EventId;
import io.batpak.model.Region;
import io.batpak.model.StoredEvent;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// What a merge costs those who append and read meanwhile: the same calls of one thread, first with nothing beside
/// them, then beside a merge of all segments into one. The code is warm.
final class BesideCases {
    private static final double STALL_MICROS_MAX = 20_000;
    private static final double TIMES_IDLE = 3;
    private static final double SHARE_OF_IDLE = 0.7;
    private static final int EVENTS_PER_CALL = 64;
    private static final long SEED = 11;

    private BesideCases() {}

    /// Makes the calls on an open journal.
    @FunctionalInterface
    private interface Calls {
        Callers.Work on(Store store, Prepared journal);
    }

    static List<Case> all() {
        return List.of(
                stall("merge-stall", "append, 200 B each 0.25 ms, beside a merge of 0.6 GB", Size.PARTS),
                stall("merge-stall-large", "append, 200 B each 0.25 ms, beside a merge of 4 GB", Size.LARGE_PARTS),
                reader("merge-get", "get by id at random beside a merge of 0.6 GB", 1, BesideCases::gets),
                reader(
                        "merge-scan",
                        "every event checked and decoded beside a merge of 0.6 GB, events",
                        EVENTS_PER_CALL,
                        BesideCases::scan));
    }

    private static Case stall(String id, String title, Size size) {
        RustScenario rust = RustScenario.reading(
                RustReading.of(Figure.LONGEST, "max_us", Size.PARTS, "compact", "strategy=merge", "live=1"),
                RustReading.of(Figure.P999, "p999_us", Size.PARTS, "compact", "strategy=merge", "live=1"));
        return Case.of(
                        id,
                        title,
                        size == Size.PARTS ? rust : RustScenario.none(),
                        stage -> stall(stage, size),
                        Row.of(Figure.LONGEST, Goal.atMost(STALL_MICROS_MAX)),
                        Row.of(Figure.LONGEST_IDLE),
                        Row.of(Figure.P999, Goal.atMostTimesOwn(TIMES_IDLE, Figure.P999_IDLE)),
                        Row.of(Figure.P999_IDLE),
                        Row.of(Figure.MILLIS_LIVE))
                .reading(Size.PARTS, size);
    }

    private static Map<Figure, Double> stall(Stage stage, Size size) throws Exception {
        stallOnce(stage, Size.PARTS);
        return stallOnce(stage, size);
    }

    private static Map<Figure, Double> stallOnce(Stage stage, Size size) throws Exception {
        try (Duplicate copy = Duplicate.of(stage.journals().of(size));
                Store store = copy.open()) {
            Beside appender = Beside.appender(store);
            appender.alone(stage.effort().measured()); // to warm up
            Beside.Seen idle = appender.alone(stage.effort().measured());
            Beside.Seen merging = appender.during(() -> CompactionCases.performed(store, CompactionCases.merge()));
            Map<Figure, Double> figures = new EnumMap<>(Figure.class);
            merging.put(figures, idle);
            figures.put(Figure.MILLIS_LIVE, merging.seconds() * 1e3);
            return figures;
        }
    }

    private static Case reader(String id, String title, int events, Calls calls) {
        return Case.of(
                        id,
                        title,
                        RustScenario.none(),
                        stage -> reader(stage, events, calls),
                        Row.of(Figure.RATE, Goal.atLeastTimesOwn(SHARE_OF_IDLE, Figure.RATE_IDLE)),
                        Row.of(Figure.RATE_IDLE),
                        Row.of(Figure.LONGEST),
                        Row.of(Figure.LONGEST_IDLE))
                .reading(Size.PARTS);
    }

    private static Map<Figure, Double> reader(Stage stage, int events, Calls calls) throws Exception {
        readerOnce(stage, events, calls);
        return readerOnce(stage, events, calls);
    }

    private static Map<Figure, Double> readerOnce(Stage stage, int events, Calls calls) throws Exception {
        Prepared journal = stage.journals().of(Size.PARTS);
        try (Duplicate copy = Duplicate.of(journal);
                Store store = copy.open()) {
            Beside reader = Beside.busy(calls.on(store, journal));
            reader.alone(stage.effort().measured()); // to warm up
            Beside.Seen idle = reader.alone(stage.effort().measured());
            Beside.Seen merging = reader.during(() -> CompactionCases.performed(store, CompactionCases.merge()));
            Map<Figure, Double> figures = new EnumMap<>(Figure.class);
            merging.put(figures, idle);
            figures.put(Figure.RATE, merging.perSecond() * events);
            figures.put(Figure.RATE_IDLE, idle.perSecond() * events);
            return figures;
        }
    }

    private static Callers.Work gets(Store store, Prepared journal) {
        List<EventId> ids = journal.ids();
        SplittableRandom random = new SplittableRandom(SEED);
        return _ -> store.get(ids.get(random.nextInt(ids.size())));
    }

    private static Callers.Work scan(Store store, Prepared journal) {
        Scan scan = new Scan(store);
        return _ -> scan.next(EVENTS_PER_CALL);
    }

    /// Reads everything, again and again. One thread at a time.
    private static final class Scan {
        private final Store store;
        private Iterator<StoredEvent> events;
        private long bytes;

        Scan(Store store) {
            this.store = store;
            this.events = store.read(Region.all()).iterator();
        }

        void next(int count) {
            for (int read = 0; read < count; read++) {
                if (!events.hasNext()) {
                    events = store.read(Region.all()).iterator();
                }
                bytes += events.next().payload().length;
            }
            if (bytes == 0) {
                throw new IllegalStateException("events without payloads");
            }
        }
    }
}
