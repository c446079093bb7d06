package io.batpak.bench.table;

import io.batpak.StoreReader;
import io.batpak.bench.Workload;
import io.batpak.bench.fixture.Recipe;
import io.batpak.model.ClockRange;
import io.batpak.model.EventKind;
import io.batpak.model.KindFilter;
import io.batpak.model.Page;
import io.batpak.model.Region;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// One page of a query: at its first place, in the middle and at the last place of what matches. What is
/// compared is the median of the slowest of the three, in µs; those of the largest journal are in the JSON.
final class PageCases {
    private static final Size[] SIZES = {Size.TEN_THOUSAND, Size.MILLION, Size.TEN_MILLION};
    private static final List<Figure> PLACES = List.of(Figure.FIRST, Figure.MIDDLE, Figure.LAST);
    private static final int PARTS = 10;
    private static final double NANOS_PER_MICROSECOND = 1e3;
    private static final double MEDIAN = 50;
    private static final EventKind KIND = EventKind.of(0xF, 2);
    private static final int ENTITY = 4242;
    private static final String SCOPE = "scope:3";

    private PageCases() {}

    /// A region of a journal of so many events.
    @FunctionalInterface
    private interface RegionOf {
        Region of(long events);
    }

    static List<Case> all() {
        List<Case> cases = new ArrayList<>();
        both(cases, "all", "everything", _ -> Region.all(), "all");
        both(cases, "any", "any kind", _ -> Region.all().withKind(new KindFilter.Any()), "any-kind");
        both(cases, "kind", "a kind", _ -> Region.kind(KIND), "a kind");
        both(cases, "category", "a category", _ -> Region.all().withKind(new KindFilter.Category(0xF)), "");
        both(cases, "scope", "a scope", _ -> Region.scope(SCOPE), "");
        both(cases, "scope-kind", "a kind in a scope", _ -> Region.scope(SCOPE).withKind(exactly()), "");
        both(
                cases,
                "entity",
                "an entity",
                _ -> Region.entity(Recipe.coordinateOf(ENTITY).entity()),
                "");
        both(cases, "prefix-small", "100 entities by prefix", _ -> Region.entity(Recipe.SMALL_NAMESPACE), "");
        both(cases, "prefix-wide", "9 900 entities by prefix", _ -> Region.entity(Recipe.WIDE_NAMESPACE), "");
        both(cases, "lane", "a lane", _ -> Region.all().withLane(Recipe.SMALL_LANE), "");
        both(cases, "clock-early", "the first 5 clocks", _ -> Region.all().withClockRange(new ClockRange(0, 4)), "");
        both(cases, "clock-late", "5 clocks in the middle", PageCases::lateClocks, "");
        return cases;
    }

    private static KindFilter exactly() {
        return new KindFilter.Exact(KIND);
    }

    private static Region lateClocks(long events) {
        long middle = events / Workload.ENTITIES / 2;
        return Region.all().withClockRange(new ClockRange(middle, middle + 4));
    }

    private static void both(List<Case> cases, String id, String title, RegionOf region, String rust) {
        cases.add(page(id, title, region, 100, rust));
        cases.add(page(id, title, region, 1000, rust));
    }

    private static Case page(String id, String title, RegionOf region, int limit, String rust) {
        Goal time = Goal.atMost(limit == 100 ? 50 : 200);
        return Case.of(
                        "page-" + limit + "-" + id,
                        "page of " + limit + " of " + title + ", µs",
                        rust.isEmpty() ? RustScenario.none() : rust("page " + limit + " of " + rust),
                        stage -> measure(stage, region, limit),
                        Row.of(Figure.AT_10K),
                        Row.of(Figure.AT_1M, time),
                        Row.of(Figure.AT_10M, time),
                        Row.of(Figure.GROWTH, Goal.atMost(1.5)),
                        Row.of(Figure.EXPONENT, Goal.atMost(0.1)))
                .reading(SIZES);
    }

    private static RustScenario rust(String what) {
        return RustScenario.reading(
                RustReading.query(Figure.AT_10K, "p50_us", Size.TEN_THOUSAND, what),
                RustReading.query(Figure.AT_1M, "p50_us", Size.MILLION, what));
    }

    /// A size at which the region has less than a page is left out; there may be none without the largest.
    private static Map<Figure, Double> measure(Stage stage, RegionOf region, int limit) throws Exception {
        Sized slowest = new Sized(stage.journals());
        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        try (Readers readers = Readers.of(stage.journals(), SIZES)) {
            readers.each(stage.journals(), (size, journal, reader) -> {
                Region wanted = region.of(journal.recipe().events());
                List<OptionalLong> places = places(reader, wanted, limit);
                double worst = 0;
                for (int place = 0; place < places.size(); place++) {
                    Page page = new Page(places.get(place), limit);
                    double micros = median(stage.repeat(PARTS, _ -> full(reader, wanted, page)));
                    figures.put(PLACES.get(place), micros);
                    worst = Math.max(worst, micros);
                }
                if (!places.isEmpty()) {
                    slowest.put(size, worst);
                }
            });
        }
        figures.putAll(slowest.costs());
        return figures;
    }

    private static double median(Callers.Result result) {
        return result.latency().getValueAtPercentile(MEDIAN) / NANOS_PER_MICROSECOND;
    }

    private static void full(StoreReader reader, Region region, Page page) {
        int found = reader.query(region, page).size();
        if (found != page.limit()) {
            throw new IllegalStateException("a page of " + page.limit() + " had " + found);
        }
    }

    /// Behind which sequences a full page lies; empty if the region has less than a page.
    private static List<OptionalLong> places(StoreReader reader, Region region, int limit) {
        long[] count = {0};
        reader.query(region).forEach(_ -> count[0]++);
        if (count[0] < limit) {
            return List.of();
        }
        long last = count[0] - limit;
        OptionalLong[] places = {OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty()};
        long[] seen = {0};
        reader.query(region).forEach(entry -> {
            seen[0]++;
            if (seen[0] == last / 2) {
                places[1] = OptionalLong.of(entry.sequence());
            }
            if (seen[0] == last) {
                places[2] = OptionalLong.of(entry.sequence());
            }
        });
        return List.of(places);
    }
}
