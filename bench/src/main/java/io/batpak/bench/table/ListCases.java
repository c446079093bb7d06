package io.batpak.bench.table;

import io.batpak.StoreReader;
import io.batpak.bench.Workload;
import io.batpak.bench.fixture.Recipe;
import io.batpak.model.Entries;
import io.batpak.model.Entry;
import io.batpak.model.EventKind;
import io.batpak.model.Page;
import io.batpak.model.Region;
import io.batpak.model.StoredEvent;
import io.batpak.model.StoredEvents;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Whole answers: entries of the index in one go and page by page, and events with their payloads.
final class ListCases {
    private static final Size[] GROWING = {Size.TEN_THOUSAND, Size.HUNDRED_THOUSAND, Size.MILLION, Size.TEN_MILLION};
    private static final int PAGE = 1000;
    private static final long SEED = 7;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final int SCOPES = 10;
    private static final int KINDS = 4;
    private static final double LINEAR = 1.1;

    private ListCases() {}

    /// One listing of a journal; tells how many entries it saw.
    @FunctionalInterface
    private interface Listing {
        long of(StoreReader reader, SplittableRandom random);
    }

    static List<Case> all() {
        return List.of(
                list(
                        "list-kind",
                        "list a kind",
                        "by_kind",
                        8,
                        (reader, random) ->
                                count(reader.query(Region.kind(EventKind.of(0xF, 1 + random.nextInt(KINDS)))))),
                list(
                        "list-scope",
                        "list a scope",
                        "by_scope",
                        8,
                        (reader, random) -> count(reader.query(Region.scope("scope:" + random.nextInt(SCOPES))))),
                list("list-all", "list everything", "all", 8, (reader, _) -> count(reader.query(Region.all()))),
                list(
                        "list-entity",
                        "list one entity",
                        "by_entity",
                        2,
                        (reader, random) -> count(reader.stream(entity(random)))),
                pages("scan-pages", "everything in pages of 1 000, ms", Region.all()),
                pages("scan-pages-kind", "a kind in pages of 1 000, ms", Region.kind(EventKind.of(0xF, 2))),
                stream(),
                decoded());
    }

    private static Case list(String id, String title, String rust, double timesRust, Listing listing) {
        return Case.of(
                        id,
                        title + ", 1 M events, entries",
                        RustScenario.reading(RustReading.query(Figure.RATE, "ops_per_s", Size.MILLION, rust)),
                        stage -> list(stage, listing),
                        Row.of(Figure.RATE, Goal.atLeastTimesRust(timesRust)))
                .reading(Size.MILLION);
    }

    private static Map<Figure, Double> list(Stage stage, Listing listing) throws Exception {
        try (StoreReader reader = stage.journals().reader(Size.MILLION)) {
            SplittableRandom random = new SplittableRandom(SEED);
            long[] entries = {0};
            stage.repeat(1, _ -> listing.of(reader, random));
            Callers.Result result = Callers.run(
                    1,
                    Callers.Kind.PLATFORM,
                    stage.effort().measured(),
                    _ -> _ -> entries[0] += listing.of(reader, random));
            return Map.of(Figure.RATE, entries[0] / result.seconds());
        }
    }

    private static Case pages(String id, String title, Region region) {
        return Case.of(
                        id,
                        title,
                        RustScenario.none(),
                        stage -> pages(stage, region),
                        Row.of(Figure.AT_10K),
                        Row.of(Figure.AT_100K),
                        Row.of(Figure.AT_1M),
                        Row.of(Figure.AT_10M),
                        Row.of(Figure.EXPONENT, Goal.atMost(LINEAR)))
                .reading(GROWING);
    }

    private static Map<Figure, Double> pages(Stage stage, Region region) throws Exception {
        Sized millis = new Sized(stage.journals());
        try (Readers readers = Readers.of(stage.journals(), GROWING)) {
            readers.each(stage.journals(), (size, _, reader) -> {
                Callers.Result result = stage.repeat(2, _ -> scan(reader, region));
                millis.put(size, result.latency().getValueAtPercentile(50) / NANOS_PER_MILLI);
            });
        }
        return millis.costs();
    }

    private static void scan(StoreReader reader, Region region) {
        List<Entry> page = reader.query(region, Page.first(PAGE));
        while (!page.isEmpty()) {
            page = reader.query(region, Page.after(page.getLast().sequence(), PAGE));
        }
    }

    private static Case stream() {
        return Case.of(
                        "stream-decoded",
                        "stream of an entity, 100 events of 1 M, decoded",
                        RustScenario.reading(
                                RustReading.query(Figure.P50, "p50_us", Size.MILLION, "entity stream decoded"),
                                RustReading.query(Figure.P99, "p99_us", Size.MILLION, "entity stream decoded")),
                        ListCases::stream,
                        Row.of(Figure.P50, Goal.atMost(110)),
                        Row.of(Figure.P99),
                        Row.of(Figure.ALLOCATED))
                .reading(Size.MILLION);
    }

    /// What was read before is warm in the page cache, as in the Rust program.
    private static Map<Figure, Double> stream(Stage stage) throws Exception {
        try (StoreReader reader = stage.journals().reader(Size.MILLION)) {
            for (int entity = 0; entity < Workload.ENTITIES; entity++) {
                decode(reader.readStream(Recipe.coordinateOf(entity).entity()));
            }
            SplittableRandom random = new SplittableRandom(SEED);
            return new EnumMap<>(stage.repeat(1, _ -> decode(reader.readStream(entity(random))))
                    .figures(1));
        }
    }

    private static Case decoded() {
        return Case.of(
                        "scan-decoded",
                        "every event checked and decoded, 1 M events, one core, events",
                        RustScenario.none(),
                        ListCases::decoded,
                        Row.of(Figure.RATE, Goal.atLeast(2_200_000)))
                .reading(Size.MILLION)
                .onOneCore();
    }

    private static Map<Figure, Double> decoded(Stage stage) throws Exception {
        try (StoreReader reader = stage.journals().reader(Size.MILLION)) {
            Callers.Result result = stage.repeat(1, _ -> replay(reader.read(Region.all())));
            double events = reader.stats().eventCount();
            return Map.of(Figure.RATE, result.calls() * events / result.seconds());
        }
    }

    private static String entity(SplittableRandom random) {
        return Recipe.coordinateOf(random.nextInt(Workload.ENTITIES)).entity();
    }

    private static long count(Entries entries) {
        long count = 0;
        for (Entry entry : entries) {
            count += entry.sequence() >= 0 ? 1 : 0;
        }
        return count;
    }

    private static void decode(StoredEvents events) {
        for (StoredEvent event : events) {
            if (event.value() == null) {
                throw new IllegalStateException("an event without a value");
            }
        }
    }

    private static void replay(StoredEvents events) {
        long bytes = 0;
        for (StoredEvent event : events) {
            bytes += event.payload().length;
        }
        if (bytes == 0) {
            throw new IllegalStateException("events without payloads");
        }
    }
}
