package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.model.Compaction;
import io.batpak.model.CompactionOutcome;
import io.batpak.model.CompactionResult;
import io.batpak.model.CompactionScope;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;
import io.batpak.model.Region;
import io.batpak.model.Value;
import io.batpak.segment.SegmentName;
import io.batpak.testkit.MemFs;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Segments of which every event goes are taken back in tiers as well, wherever they lie.
///
/// Covers: J2.
/// Tier: conformance.
class TieredRetentionTest {
    private static final EventKind KEEP = EventKind.of(0xF, 1);
    private static final EventKind DROP = EventKind.of(0xF, 2);
    private static final int SEGMENT_BYTES = 4096;
    private static final Compaction TIERED = Compaction.retention(
                    candidate -> !candidate.entry().kind().equals(DROP))
            .but()
            .scope(CompactionScope.TIERED)
            .build();

    private final MemFs fs = new MemFs();

    private StoreConfig config() {
        return Samples.quiet(fs).segmentBytesMax(SEGMENT_BYTES).build();
    }

    /// About three events fill a segment.
    private static void fill(Store store, EventKind kind, int segments) {
        for (int i = 0; i < 3 * segments; i++) {
            store.append(
                    Coordinate.of("order:" + i % 5, "shop"), kind, Payload.of(Value.map("text", "-".repeat(1000))));
        }
    }

    private static List<Entry> dropped(Store store) {
        return store.query(Region.kind(DROP)).toList();
    }

    private static Set<Long> segmentsOf(List<Entry> entries) {
        Set<Long> segments = new TreeSet<>();
        entries.forEach(entry -> segments.add(entry.position().segment()));
        return segments;
    }

    private Set<Long> files() {
        Set<Long> files = new TreeSet<>();
        fs.list().forEach(name -> SegmentName.parse(name).ifPresent(segment -> files.add(segment.id())));
        return files;
    }

    private static List<Long> sequences(List<Entry> entries) {
        return entries.stream().map(Entry::sequence).toList();
    }

    /// The unused id lies in front of what stays, so the dead ones have to make room for themselves or have it made.
    @ParameterizedTest
    @ValueSource(ints = {3, 4, 7, 12})
    void aRunOfDeadSegmentsBehindFullOnesIsTakenBack(int dead) {
        try (Store store = Store.open(config())) {
            fill(store, KEEP, 1);
            fill(store, DROP, dead);
            fill(store, KEEP, 1);
            List<Entry> before = dropped(store);
            Set<Long> homes = segmentsOf(before);
            int filesBefore = files().size();
            CompactionResult result = store.compact(TIERED);
            assertThat(result.outcome()).isEqualTo(new CompactionOutcome.Performed());
            assertThat(dropped(store)).as("in segments that are half alive").hasSizeLessThan(before.size() / 2);
            assertThat(files()).hasSizeLessThanOrEqualTo(filesBefore - homes.size() + 4);
            assertThat(result.bytesWritten()).isLessThanOrEqualTo(2 * result.bytesReclaimed() / 3);
            assertThat(store.verifyChain().intact()).isTrue();
        }
    }

    /// Full segments between them and the only unused id cost no more than what is freed.
    @Test
    void whatStandsInTheWayIsMovedIfThatFreesAsMuch() {
        List<Long> kept = new ArrayList<>();
        try (Store store = Store.open(config())) {
            fill(store, KEEP, 4);
            fill(store, DROP, 8);
            fill(store, KEEP, 20);
            Set<Long> homes = segmentsOf(dropped(store));
            store.compact(TIERED);
            for (Entry left : dropped(store)) {
                assertThat(homes)
                        .as("only at the ends, where others live")
                        .contains(left.position().segment());
            }
            assertThat(segmentsOf(dropped(store))).hasSizeLessThanOrEqualTo(2);
            assertThat(store.compact(TIERED).outcome()).isEqualTo(new CompactionOutcome.Skipped());
            kept.addAll(sequences(store.query(Region.all()).toList()));
        }
        fs.list().stream().filter(ReopenPath::isIndex).forEach(fs::delete);
        try (StoreReader reader = StoreReader.open(config())) {
            assertThat(sequences(reader.query(Region.all()).toList())).startsWith(kept.toArray(Long[]::new));
        }
    }

    @Test
    void aStoreOfWhichNothingIsKeptShrinksToAlmostNothing() {
        try (Store store = Store.open(config())) {
            fill(store, DROP, 10);
            Compaction nothing = Compaction.retention(_ -> false)
                    .but()
                    .scope(CompactionScope.TIERED)
                    .build();
            CompactionResult result = store.compact(nothing);
            assertThat(result.segmentsRemoved()).isGreaterThanOrEqualTo(10);
            assertThat(store.query(Region.all()).stream().count())
                    .isLessThanOrEqualTo(result.reports().size());
            assertThat(result.bytesWritten()).isLessThan(result.bytesReclaimed() / 20);
        }
    }
}
