package io.batpak.verify.cost;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreReader;
import io.batpak.model.ClockRange;
import io.batpak.model.EventId;
import io.batpak.model.KindFilter;
import io.batpak.model.Page;
import io.batpak.model.Region;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// How the bytes that a call allocates grow with the journal: not at all for a point read, a page and an
/// append, and at most linearly for an open and for reading everything.
///
/// Tier: law. Covers: L5.
class GrowthTest {
    private static final int[] COUNTS = {1000, 4000, 16_000};
    private static final Filled EVENTS = new Filled(100);
    private static final int PAGE = 100;
    private static final int CALLS = 200;
    private static final double FLAT = 0.1;
    private static final double LINEAR = 1.1;
    /// The gate of the reference, for reading everything.
    private static final double EVERYTHING = 1.35;

    @TempDir
    private Path work;

    /// Every kind of region; each has a page of 100 events in a thousand.
    /// Regions of every kind, by the names that a report shows.
    enum Regions {
        EVERYTHING,
        ANY_KIND,
        KIND,
        CATEGORY,
        PREFIX,
        LANE,
        CLOCKS,
        KIND_ON_LANE;

        Region region() {
            return switch (this) {
                case EVERYTHING -> Region.all();
                case ANY_KIND -> Region.all().withKind(new KindFilter.Any());
                case KIND -> Region.kind(Filled.kind(1));
                case CATEGORY -> Region.all().withKind(new KindFilter.Category(0xF));
                case PREFIX -> Region.entity("gate");
                case LANE -> Region.all().withLane(1);
                case CLOCKS -> Region.all().withClockRange(new ClockRange(0, 1));
                case KIND_ON_LANE ->
                    Region.all().withKind(new KindFilter.Category(0xF)).withLane(1);
            };
        }
    }

    private enum Place {
        FIRST,
        MIDDLE,
        LAST
    }

    /// What is measured on a closed journal of so many events.
    @FunctionalInterface
    private interface Measurement {
        long of(Path directory, List<EventId> ids) throws Exception;
    }

    private Map<Integer, Long> measure(Measurement measurement) throws Exception {
        Map<Integer, Long> costs = new LinkedHashMap<>();
        for (int count : COUNTS) {
            Path directory = work.resolve("events-" + count);
            List<EventId> ids = EVENTS.build(directory, count);
            measurement.of(directory, ids); // classes and first resizes belong to nobody
            costs.put(count, measurement.of(directory, ids));
        }
        return costs;
    }

    @Test
    void aPointReadAllocatesTheSameInAnyJournal() throws Exception {
        Map<Integer, Long> costs = measure((directory, ids) -> {
            try (StoreReader reader = StoreReader.open(Filled.config(directory))) {
                return Cost.least(() -> {
                    for (int call = 0; call < CALLS; call++) {
                        reader.get(ids.get(call * (ids.size() / CALLS)));
                    }
                });
            }
        });

        assertThat(Cost.exponent(costs)).as("%s", costs).isLessThan(FLAT);
    }

    @ParameterizedTest
    @EnumSource
    void aPageAllocatesTheSameInAnyJournalAtAnyPlace(Regions regions) throws Exception {
        for (Place place : Place.values()) {
            Map<Integer, Long> costs = measure((directory, _) -> {
                try (StoreReader reader = StoreReader.open(Filled.config(directory))) {
                    Page page = page(reader, regions.region(), place);
                    assertThat(reader.query(regions.region(), page)).hasSize(PAGE);
                    return Cost.least(() -> reader.query(regions.region(), page));
                }
            });
            assertThat(Cost.exponent(costs)).as("%s, %s", place, costs).isLessThan(FLAT);
        }
    }

    private static Page page(StoreReader reader, Region region, Place place) {
        List<Long> sequences =
                reader.query(region).stream().map(entry -> entry.sequence()).toList();
        int last = sequences.size() - PAGE;
        return switch (place) {
            case FIRST -> Page.first(PAGE);
            case MIDDLE -> page(sequences, last / 2);
            case LAST -> page(sequences, last);
        };
    }

    private static Page page(List<Long> sequences, int first) {
        return new Page(first == 0 ? OptionalLong.empty() : OptionalLong.of(sequences.get(first - 1)), PAGE);
    }

    @Test
    void anAppendAllocatesTheSameInAnyJournal() throws Exception {
        Map<Integer, Long> costs = measure((directory, ids) -> {
            try (Store store = Store.open(Filled.config(directory))) {
                EVENTS.append(store, ids.size(), ids.size() + CALLS);
                return Cost.least(() -> EVENTS.append(store, 0, CALLS));
            }
        });

        assertThat(Cost.exponent(costs)).as("%s", costs).isLessThan(FLAT);
    }

    @Test
    void anOpenAllocatesAtMostInProportion() throws Exception {
        Map<Integer, Long> costs = measure((directory, _) ->
                Cost.least(() -> StoreReader.open(Filled.config(directory)).close()));

        assertThat(Cost.exponent(costs)).as("%s", costs).isLessThan(LINEAR);
    }

    @Test
    void readingEverythingAllocatesInProportion() throws Exception {
        Map<Integer, Long> costs = measure((directory, _) -> {
            try (StoreReader reader = StoreReader.open(Filled.config(directory))) {
                return Cost.least(() -> reader.query(Region.all()).forEach(entry -> reader.get(entry.eventId())));
            }
        });

        assertThat(Cost.exponent(costs)).as("%s", costs).isLessThan(EVERYTHING);
    }

    @Test
    void costsThatGrowAreSeenToGrow() {
        Map<Integer, Long> flat = new LinkedHashMap<>();
        Map<Integer, Long> linear = new LinkedHashMap<>();
        Map<Integer, Long> quadratic = new LinkedHashMap<>();
        for (int count : COUNTS) {
            flat.put(count, 500L);
            linear.put(count, 3L * count);
            quadratic.put(count, 2L * count * count);
        }

        assertThat(Cost.exponent(flat)).isLessThan(FLAT);
        assertThat(Cost.exponent(linear)).isBetween(0.99, 1.01).isGreaterThan(FLAT);
        assertThat(Cost.exponent(quadratic)).isBetween(1.99, 2.01).isGreaterThan(EVERYTHING);
    }

    @Test
    void anAnswerThatIsCopiedWholeIsSeenToGrow() throws Exception {
        Map<Integer, Long> costs = measure((directory, _) -> {
            try (StoreReader reader = StoreReader.open(Filled.config(directory))) {
                return Cost.least(() -> reader.query(Region.all()).toList());
            }
        });

        assertThat(Cost.exponent(costs)).as("%s", costs).isGreaterThan(0.8);
    }
}
