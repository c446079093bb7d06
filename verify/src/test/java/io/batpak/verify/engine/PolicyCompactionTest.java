package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.model.AutoMerge;
import io.batpak.model.Compaction;
import io.batpak.model.CompactionOutcome;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;
import io.batpak.model.Region;
import io.batpak.model.RetentionPolicy;
import io.batpak.model.Value;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// Each policy lets go of exactly what it says, in a store, a forecast and a reader behind it.
///
/// Covers: J1.
/// Tier: conformance.
class PolicyCompactionTest {
    private static final EventKind ORDER = EventKind.of(0xF, 1);
    private static final EventKind DEBUG = EventKind.of(0xF, 2);
    private static final int EVENTS = 60;
    private static final int ENTITIES = 3;
    private static final long START_MICROS = 1_700_000_000_000_000L;

    private final MemFs fs = new MemFs();
    private final SettableClock clock = new SettableClock(START_MICROS);

    private StoreConfig config() {
        return StoreConfig.on(fs)
                .segmentBytesMax(4096)
                .autoMerge(new AutoMerge.Never())
                .clock(clock)
                .build();
    }

    /// One event a second: the entities in turn, every second one in scope `b`, every fourth one a debug event.
    private void fill() {
        try (Store store = Store.open(config())) {
            for (int i = 0; i < EVENTS; i++) {
                clock.advance(Duration.ofSeconds(1));
                store.append(
                        Coordinate.of("e" + i % ENTITIES, i % 2 == 0 ? "a" : "b"),
                        i % 4 == 0 ? DEBUG : ORDER,
                        Payload.of(Value.map("n", i, "text", "-".repeat(200))));
            }
        }
    }

    private static List<Entry> entries(io.batpak.Journal journal) {
        List<Entry> entries = new ArrayList<>();
        journal.query(Region.all()).forEach(entries::add);
        return entries;
    }

    private static List<Long> stay(List<Entry> entries, Predicate<Entry> stays) {
        return entries.stream()
                .filter(entry -> entry.kind().isReserved() || stays.test(entry))
                .filter(entry -> !entry.kind().equals(EventKind.TOMBSTONE))
                .map(Entry::sequence)
                .toList();
    }

    /// @param goes says of the events of callers which of them go
    private void assertLetsGo(RetentionPolicy policy, Predicate<Entry> goes) {
        fill();
        Compaction how = Compaction.retention(policy);
        List<Long> expected;
        try (Store store = Store.open(config())) {
            List<Entry> before = entries(store);
            expected = stay(before, goes.negate());
            assertThat(expected).hasSizeLessThan(before.size());
            assertThat(store.forecast(how).dropped()).isEqualTo(before.size() - expected.size());
            assertThat(store.compact(how).outcome()).isEqualTo(new CompactionOutcome.Performed());
            assertThat(stay(entries(store), _ -> true)).isEqualTo(expected);
            assertThat(store.verifyChain().intact()).isTrue();
        }
        try (StoreReader reader = StoreReader.open(config())) {
            assertThat(stay(entries(reader), _ -> true)).startsWith(expected.toArray(Long[]::new));
        }
    }

    private static Instant time(int second) {
        return Instant.ofEpochMilli(START_MICROS / 1000).plusSeconds(second);
    }

    private static boolean isBefore(Entry entry, int second) {
        return entry.wallMillis() < time(second).toEpochMilli();
    }

    @Test
    void keepLastKeepsTheNewestOfEachEntity() {
        List<Entry> newest = new ArrayList<>();
        assertLetsGo(RetentionPolicy.keepLast(4), entry -> {
            if (newest.isEmpty()) {
                try (StoreReader copy =
                        StoreReader.open(StoreConfig.on(fs.killed()).build())) {
                    for (int e = 0; e < ENTITIES; e++) {
                        List<Entry> own = new ArrayList<>();
                        copy.query(Region.entity("e" + e)).forEach(own::add);
                        newest.addAll(own.subList(own.size() - 4, own.size()));
                    }
                }
            }
            return newest.stream().noneMatch(kept -> kept.sequence() == entry.sequence());
        });
        assertThat(newest).hasSize(4 * ENTITIES);
    }

    @Test
    void olderThanAMomentLetsGoOfWhatWasCommittedBefore() {
        assertLetsGo(RetentionPolicy.olderThan(time(31)), entry -> isBefore(entry, 31));
    }

    @Test
    void olderThanAnAgeCountsFromTheBeginningOfTheCompaction() {
        assertLetsGo(RetentionPolicy.olderThan(Duration.ofSeconds(20)), entry -> isBefore(entry, EVENTS - 20));
    }

    @Test
    void kindsLetsGoOfTheseKinds() {
        assertLetsGo(RetentionPolicy.kinds(DEBUG), entry -> entry.kind().equals(DEBUG));
    }

    @Test
    void scopesLetsGoOfTheseScopes() {
        assertLetsGo(
                RetentionPolicy.scopes("b", "nobody"), entry -> entry.scope().equals("b"));
    }

    @Test
    void entitiesLetsGoOfTheseEntities() {
        assertLetsGo(
                RetentionPolicy.entities("e0", "e2"), entry -> !entry.entity().equals("e1"));
    }

    @Test
    void andLetsGoOfWhatBothLetGo() {
        assertLetsGo(
                RetentionPolicy.kinds(DEBUG).and(RetentionPolicy.olderThan(time(31))),
                entry -> entry.kind().equals(DEBUG) && isBefore(entry, 31));
    }

    @Test
    void orLetsGoOfWhatEitherLetsGo() {
        assertLetsGo(
                RetentionPolicy.scopes("b").or(RetentionPolicy.entities("e1")),
                entry -> entry.scope().equals("b") || entry.entity().equals("e1"));
    }

    @Test
    void notLetsGoOfWhatTheOtherKeepsButOfNoReservedKind() {
        assertLetsGo(
                RetentionPolicy.not(RetentionPolicy.kinds(ORDER)),
                entry -> !entry.kind().equals(ORDER));
    }

    @Test
    void aTombstonePolicyMarksWhatARetentionWouldDrop() {
        fill();
        try (Store store = Store.open(config())) {
            long debug = store.query(Region.all().withKind(new io.batpak.model.KindFilter.Exact(DEBUG)))
                    .toList()
                    .size();
            Compaction how = Compaction.tombstone(RetentionPolicy.kinds(DEBUG));
            assertThat(store.forecast(how).tombstoned()).isEqualTo(debug);
            store.compact(how);
            long marked = entries(store).stream()
                    .filter(entry -> entry.kind().equals(EventKind.TOMBSTONE))
                    .count();
            assertThat(marked).isEqualTo(debug);
            assertThat(store.forecast(how).tombstoned()).isZero();
        }
    }
}
