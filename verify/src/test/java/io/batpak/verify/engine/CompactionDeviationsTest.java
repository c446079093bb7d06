package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.VisibilityFence;
import io.batpak.error.VisibilityFenceActiveException;
import io.batpak.model.AutoMerge;
import io.batpak.model.Compaction;
import io.batpak.model.CompactionOutcome;
import io.batpak.model.CompactionResult;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.EventKind;
import io.batpak.model.KeepRule;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Region;
import io.batpak.model.Value;
import io.batpak.testkit.MemFs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// What a compaction does otherwise than 0.9.0, as `docs/deviations.md` says it.
///
/// Covers: J1, J2.
/// Tier: conformance.
class CompactionDeviationsTest {
    private static final EventKind ORDER = EventKind.of(0xF, 1);
    private static final EventKind DEBUG = EventKind.of(0xF, 2);
    private static final KeepRule NO_DEBUG =
            candidate -> !candidate.entry().kind().equals(DEBUG);

    private final MemFs fs = new MemFs();

    private StoreConfig.Builder config() {
        return StoreConfig.on(fs).segmentBytesMax(4096).autoMerge(new AutoMerge.Never());
    }

    private static Receipt append(Store store, int n, EventKind kind) {
        Payload payload = Payload.of(Value.map("n", n, "text", "-".repeat(100)));
        return store.append(Coordinate.of("order:" + n % 7, "shop"), kind, payload);
    }

    private static void fill(Store store, int events) {
        for (int n = 0; n < events; n++) {
            append(store, n, n % 3 == 0 ? DEBUG : ORDER);
        }
    }

    private static Map<Long, Entry> entries(io.batpak.Journal journal) {
        Map<Long, Entry> entries = new TreeMap<>();
        journal.query(Region.all()).forEach(entry -> entries.put(entry.sequence(), entry));
        return entries;
    }

    @Test
    void whatStaysKeepsItsSequenceAndWhatComesGetsANewOne() {
        Map<Long, Entry> kept;
        Receipt later;
        try (Store store = Store.open(config().build())) {
            fill(store, 100);
            Map<Long, Entry> before = entries(store);
            long next = store.stats().nextSequence();
            store.compact(Compaction.retention(NO_DEBUG));
            kept = entries(store);
            assertThat(kept).hasSizeLessThan(before.size());
            kept.forEach((sequence, entry) -> assertThat(entry.eventId()).isEqualTo(eventId(before, sequence)));
            later = append(store, 1, ORDER);
            assertThat(later.sequence()).isEqualTo(next);
        }
        fs.list().stream()
                .filter(name -> name.startsWith("index.") || name.endsWith(".fbx"))
                .forEach(fs::delete);
        try (StoreReader reader = StoreReader.open(config().build())) {
            Map<Long, Entry> found = entries(reader);
            kept.forEach(
                    (sequence, entry) -> assertThat(eventId(found, sequence)).isEqualTo(entry.eventId()));
            assertThat(reader.get(later.eventId()).sequence()).isEqualTo(later.sequence());
        }
    }

    @Test
    void outputsAreNoLongerThanAskedForSoThereMayBeSeveral() {
        try (Store store = Store.open(config().build())) {
            fill(store, 200);
            CompactionResult result = store.compact(
                    Compaction.merge().but().outputBytesMax(3 * 4096).build());
            assertThat(result.outcome()).isEqualTo(new CompactionOutcome.Performed());
            assertThat(result.reports().size()).isGreaterThan(2);
            assertThat(result.reports()).allSatisfy(report -> {
                assertThat(report.mergedSegmentId()).isPresent();
                assertThat(report.outputSegmentBytesHash()).isPresent();
            });
        }
    }

    @Test
    void anActiveFenceRefusesACompactionAndLosesNothing() {
        try (Store store = Store.open(config().build())) {
            fill(store, 100);
            int before = entries(store).size();
            Compaction whole = Compaction.merge().but().outputBytesMax(1 << 20).build();
            try (VisibilityFence fence = store.beginFence()) {
                fence.submit(Coordinate.of("order:1", "shop"), ORDER, Payload.of(Value.map("fenced", true)));
                List<String> files = fs.list();
                assertThatThrownBy(() -> store.compact(whole)).isInstanceOf(VisibilityFenceActiveException.class);
                assertThat(fs.list()).isEqualTo(files);
                assertThat(store.forecast(whole).steps()).isNotEmpty();
                fence.commit();
            }
            assertThat(store.compact(whole).outcome()).isEqualTo(new CompactionOutcome.Performed());
            assertThat(entries(store)).hasSize(before + 1);
        }
    }

    @Test
    void appendsAndReadsGoOnWhileACompactionRuns() {
        try (Store store = Store.open(config().build())) {
            fill(store, 100);
            List<Receipt> receipts = new ArrayList<>();
            Compaction merge = Compaction.merge()
                    .but()
                    .outputBytesMax(1 << 20)
                    .listener(_ -> {
                        receipts.add(append(store, 1, ORDER));
                        assertThat(store.get(receipts.getFirst().eventId())).isNotNull();
                    })
                    .build();
            assertThat(store.compact(merge).outcome()).isEqualTo(new CompactionOutcome.Performed());
            assertThat(receipts).isNotEmpty();
            receipts.forEach(receipt ->
                    assertThat(store.get(receipt.eventId()).sequence()).isEqualTo(receipt.sequence()));
        }
    }

    @Test
    void whatManyOpeningsLeaveIsMergedByItself() {
        StoreConfig config = config().build();
        for (int opening = 0; opening < 40; opening++) {
            try (Store store = Store.open(config)) {
                append(store, opening, ORDER);
            }
        }
        try (Store store = Store.open(
                StoreConfig.on(fs).autoMerge(new AutoMerge.SmallSegments()).build())) {
            Threads.until("they are merged", () -> store.stats().segments() < 10);
            assertThat(entries(store)).hasSizeGreaterThanOrEqualTo(40);
            assertThat(store.verifyChain().intact()).isTrue();
        }
    }

    private static EventId eventId(Map<Long, Entry> entries, long sequence) {
        return Objects.requireNonNull(entries.get(sequence)).eventId();
    }
}
