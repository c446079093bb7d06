package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Journal;
import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.VisibilityFence;
import io.batpak.model.AutoMerge;
import io.batpak.model.Compaction;
import io.batpak.model.CompactionForecast;
import io.batpak.model.CompactionOutcome;
import io.batpak.model.CompactionResult;
import io.batpak.model.CompactionScope;
import io.batpak.model.CompactionStrategy;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.EventKind;
import io.batpak.model.KeepRule;
import io.batpak.model.Payload;
import io.batpak.model.Region;
import io.batpak.model.RetentionPolicy;
import io.batpak.model.Value;
import io.batpak.testkit.MemFs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// A dry run tells what the compaction behind it does, and changes nothing.
///
/// Covers: J1, J2.
/// Tier: conformance.
class ForecastTest {
    private static final EventKind ORDER = EventKind.of(0xF, 1);
    private static final EventKind DEBUG = EventKind.of(0xF, 2);
    private static final KeepRule NO_DEBUG =
            candidate -> !candidate.entry().kind().equals(DEBUG);

    /// What became of the events of a kind.
    private record Fate(long dropped, long tombstoned) {}

    private final MemFs fs = new MemFs();

    private StoreConfig config() {
        return StoreConfig.on(fs)
                .segmentBytesMax(4096)
                .autoMerge(new AutoMerge.Never())
                .cooperative(true)
                .build();
    }

    private static void fill(Store store, int events) {
        for (int i = 0; i < events; i++) {
            Payload payload = Payload.of(Value.map("n", i, "text", "-".repeat(100)));
            store.append(Coordinate.of("order:" + i % 7, "shop"), i % 3 == 0 ? DEBUG : ORDER, payload);
        }
    }

    private static Map<Long, EventKind> kinds(Journal journal) {
        Map<Long, EventKind> kinds = new TreeMap<>();
        for (Entry entry : journal.query(Region.all())) {
            kinds.put(entry.sequence(), entry.kind());
        }
        return kinds;
    }

    private static Map<EventKind, Fate> foretold(CompactionForecast forecast) {
        return forecast.kinds().stream()
                .filter(kind -> kind.dropped() + kind.tombstoned() > 0)
                .collect(Collectors.toMap(
                        CompactionForecast.OfKind::kind, kind -> new Fate(kind.dropped(), kind.tombstoned())));
    }

    private static Map<EventKind, Fate> seen(Compaction how, Map<Long, EventKind> before, Map<Long, EventKind> after) {
        boolean drops = how.strategy() instanceof CompactionStrategy.Retention;
        Map<EventKind, Fate> fates = new TreeMap<>((left, right) -> Integer.compare(left.raw(), right.raw()));
        before.forEach((sequence, kind) -> {
            EventKind now = after.get(sequence);
            if (!kind.equals(now)) {
                fates.merge(
                        kind,
                        drops ? new Fate(1, 0) : new Fate(0, 1),
                        (left, right) ->
                                new Fate(left.dropped() + right.dropped(), left.tombstoned() + right.tombstoned()));
            }
        });
        return fates;
    }

    /// Compares a forecast with what the compaction does then.
    private CompactionForecast assertForetold(Store store, Compaction how) {
        Map<Long, EventKind> before = kinds(store);
        long mutations = fs.mutations();
        CompactionForecast forecast = store.forecast(how);
        assertThat(fs.mutations()).isEqualTo(mutations);
        assertThat(store.forecast(how)).isEqualTo(forecast);
        CompactionResult result = store.compact(how);
        assertThat(foretold(forecast)).isEqualTo(seen(how, before, kinds(store)));
        assertThat(result.outcome())
                .isEqualTo(
                        forecast.steps().isEmpty()
                                ? new CompactionOutcome.Skipped()
                                : new CompactionOutcome.Performed());
        assertThat(sources(result)).isEqualTo(sources(forecast));
        if (!forecast.steps().isEmpty()) {
            // the segment that grows may take part, and then gets a footer first
            assertThat(forecast.bytesBefore()).isBetween(result.bytesReclaimed() - 4096, result.bytesReclaimed());
            assertThat((double) forecast.bytesAfter())
                    .isBetween(0.8 * result.bytesWritten(), 1.2 * result.bytesWritten());
            assertThat(forecast.temporaryBytes()).isGreaterThanOrEqualTo(forecast.bytesAfter());
        }
        return forecast;
    }

    private static List<List<Long>> sources(CompactionForecast forecast) {
        return forecast.steps().stream().map(CompactionForecast.Step::sources).toList();
    }

    private static List<List<Long>> sources(CompactionResult result) {
        return result.reports().stream()
                .map(report -> report.sourceSegmentIds())
                .filter(sources -> !sources.isEmpty())
                .toList();
    }

    @Test
    void aMergeIsForetold() {
        try (Store store = Store.open(config())) {
            fill(store, 100);
            CompactionForecast forecast = assertForetold(
                    store, Compaction.merge().but().outputBytesMax(1 << 20).build());
            assertThat(forecast.steps()).hasSize(1);
            assertThat(forecast.kept())
                    .isPositive()
                    .isLessThanOrEqualTo(store.stats().eventCount());
            assertThat(forecast.dropped() + forecast.tombstoned()).isZero();
        }
    }

    @Test
    void aRetentionIsForetold() {
        try (Store store = Store.open(config())) {
            fill(store, 200);
            assertThat(assertForetold(store, Compaction.retention(NO_DEBUG)).dropped())
                    .isBetween(50L, 67L);
            fill(store, 30);
            assertForetold(store, Compaction.retention(NO_DEBUG));
            assertForetold(store, Compaction.retention(NO_DEBUG));
        }
    }

    @Test
    void aTombstoneCompactionIsForetold() {
        try (Store store = Store.open(config())) {
            fill(store, 200);
            assertThat(assertForetold(store, Compaction.tombstone(NO_DEBUG)).tombstoned())
                    .isBetween(50L, 67L);
            assertThat(assertForetold(store, Compaction.tombstone(NO_DEBUG)).tombstoned())
                    .isLessThan(10);
        }
    }

    @Test
    void whatATieredCompactionLeavesAloneIsForetold() {
        try (Store store = Store.open(config())) {
            fill(store, 150);
            KeepRule lateDebugGoes =
                    candidate -> NO_DEBUG.keeps(candidate) || candidate.entry().sequence() < 100;
            CompactionForecast forecast = assertForetold(
                    store,
                    Compaction.retention(lateDebugGoes)
                            .but()
                            .scope(CompactionScope.TIERED)
                            .build());
            assertThat(forecast.dropped()).isZero(); // less than half of each segment
            KeepRule lateGoes = candidate -> candidate.entry().kind().isReserved()
                    || candidate.entry().sequence() < 100
                    || candidate.entry().entity().equals("order:1");
            assertThat(assertForetold(
                                    store,
                                    Compaction.retention(lateGoes)
                                            .but()
                                            .scope(CompactionScope.TIERED)
                                            .build())
                            .dropped())
                    .isPositive();
        }
    }

    @Test
    void withTooFewSegmentsNothingIsForetold() {
        try (Store store = Store.open(config())) {
            fill(store, 100);
            CompactionForecast forecast = assertForetold(
                    store,
                    Compaction.retention(NO_DEBUG).but().minSegments(1000).build());
            assertThat(forecast).isEqualTo(new CompactionForecast(List.of(), 0, 0, List.of(), 0));
        }
    }

    @Test
    void aReaderForetellsWithoutWriting() {
        try (Store store = Store.open(config())) {
            fill(store, 100);
        }
        CompactionForecast forecast;
        try (StoreReader reader = StoreReader.open(config())) {
            long opened = fs.mutations();
            forecast = reader.forecast(Compaction.retention(NO_DEBUG));
            assertThat(fs.mutations()).isEqualTo(opened);
        }
        assertThat(forecast.dropped()).isEqualTo(34);
        try (Store store = Store.open(config())) {
            CompactionForecast writing = assertForetold(store, Compaction.retention(NO_DEBUG));
            assertThat(writing.dropped()).isEqualTo(forecast.dropped());
            // the segment that the opening began may take part
            assertThat(writing.bytesBefore()).isBetween(forecast.bytesBefore(), forecast.bytesBefore() + 4096);
        }
    }

    @Test
    void eventsOfTheStoreAreShownToARuleAndHiddenOnesAreNot() {
        List<Long> shown = new ArrayList<>();
        KeepRule rule = candidate -> {
            shown.add(candidate.entry().sequence());
            return candidate.entry().kind().equals(ORDER);
        };
        try (Store store = Store.open(config())) {
            fill(store, 10);
            try (VisibilityFence fence = store.beginFence()) {
                fence.submit(Coordinate.of("order:1", "shop"), DEBUG, Payload.of(Value.map("hidden", true)));
                fence.cancel();
            }
            fill(store, 60);
            CompactionForecast forecast = store.forecast(Compaction.retention(rule));
            assertThat(shown).contains(0L).isSorted().doesNotHaveDuplicates();
            assertThat(forecast.kinds()).anySatisfy(kind -> {
                assertThat(kind.kind().isSystem()).isTrue();
                assertThat(kind.dropped()).isPositive();
            });
            assertThat(forecast.kinds()).anySatisfy(kind -> {
                assertThat(kind.kind()).isEqualTo(DEBUG);
                assertThat(kind.kept()).isEqualTo(1);
            });
            assertForetold(store, Compaction.retention(rule));
        }
    }

    @Test
    void aRuleIsAskedOnceAboutItsJournalAndMayReadEvents() {
        AtomicInteger asked = new AtomicInteger();
        KeepRule rule = new KeepRule() {
            @Override
            public boolean keeps(io.batpak.model.CompactionCandidate candidate) {
                return candidate.entry().kind().isReserved()
                        || !candidate.event().value().toJson().contains("\"n\":3,");
            }

            @Override
            public KeepRule over(RetentionPolicy.Facts facts) {
                asked.incrementAndGet();
                return this;
            }
        };
        try (Store store = Store.open(config())) {
            fill(store, 100);
            assertThat(store.forecast(Compaction.retention(rule)).dropped()).isEqualTo(1);
            assertThat(asked).hasValue(1);
        }
    }

    @Test
    void aForecastFromWithinACompactionIsRefused() {
        AtomicReference<Store> held = new AtomicReference<>();
        try (Store store = Store.open(config())) {
            held.set(store);
            fill(store, 100);
            Compaction merge = Compaction.merge().but().outputBytesMax(1 << 20).build();
            Compaction curious = merge.but()
                    .listener(_ -> assertThatThrownBy(() -> held.get().forecast(merge))
                            .isInstanceOf(IllegalStateException.class))
                    .build();
            assertThat(store.compact(curious).outcome()).isEqualTo(new CompactionOutcome.Performed());
        }
    }
}
