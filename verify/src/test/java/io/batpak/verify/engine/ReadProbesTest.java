package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreReader;
import io.batpak.model.AppendOptions;
import io.batpak.model.BatchItem;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.EventKind;
import io.batpak.model.Page;
import io.batpak.model.Receipt;
import io.batpak.model.Region;
import io.batpak.testkit.MemFs;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The operations that are timed elsewhere, each asked here whether its answer is right at a size where
/// shortcuts are taken: thousands of events, lists longer than one chunk, many segments.
///
/// Tier: unit. Covers: L3.
class ReadProbesTest {
    private static final int EVENTS = 9_000;
    private static final int BATCH = 250;
    private static final int ENTITIES = 90;
    private static final int SCOPES = 3;

    private static final MemFs FS = new MemFs();
    private static final List<Receipt> RECEIPTS = new ArrayList<>();

    private static Store store;

    @BeforeAll
    static void events() {
        store = Store.open(Samples.quiet(FS).segmentBytesMax(200_000).build());
        for (int first = 0; first < EVENTS; first += BATCH) {
            List<BatchItem> items = new ArrayList<>();
            for (int n = first; n < first + BATCH; n++) {
                items.add(BatchItem.of(
                        Coordinate.of("e:" + n % ENTITIES, "s" + n % SCOPES),
                        kind(n),
                        Samples.payload(n),
                        AppendOptions.none().lane(n / ENTITIES % 2)));
            }
            RECEIPTS.addAll(store.appendBatch(items));
        }
    }

    @AfterAll
    static void close() {
        store.close();
    }

    private static EventKind kind(int n) {
        return EventKind.of(0xF, n % 2 == 0 ? 1 : 2);
    }

    private static List<Long> sequences(int from, int step) {
        return LongStream.range(0, EVENTS)
                .filter(n -> n % step == from)
                .map(n -> n + 1)
                .boxed()
                .toList();
    }

    @Test
    void everyEventIsGotAsItWasWritten() {
        for (int n = 0; n < EVENTS; n++) {
            Receipt receipt = RECEIPTS.get(n);
            assertThat(receipt.sequence()).isEqualTo(n + 1L);
            if (n % 7 == 0) {
                assertThat(store.get(receipt.eventId()).payload())
                        .isEqualTo(Samples.payload(n).bytes());
            }
        }
    }

    @Test
    void aKindHoldsItsEventsAndNoOthers() {
        assertThat(ReadCheck.sequences(store.query(Region.kind(kind(0))))).isEqualTo(sequences(0, 2));
        assertThat(ReadCheck.sequences(store.query(Region.kind(kind(1))))).isEqualTo(sequences(1, 2));
    }

    @Test
    void aScopeHoldsItsEventsAndNoOthers() {
        for (int scope = 0; scope < SCOPES; scope++) {
            assertThat(ReadCheck.sequences(store.query(Region.scope("s" + scope))))
                    .isEqualTo(sequences(scope, SCOPES));
        }
    }

    @Test
    void aStreamHoldsItsEventsInOrderAndItsLatestIsTheLast() {
        for (int entity = 0; entity < ENTITIES; entity++) {
            String name = "e:" + entity;
            List<Long> lanes = new ArrayList<>(ReadCheck.sequences(store.stream(name, 0)));
            assertThat(store.latest(name, 0)).map(Entry::sequence).contains(lanes.getLast());
            lanes.addAll(ReadCheck.sequences(store.stream(name, 1)));
            assertThat(lanes).containsExactlyInAnyOrderElementsOf(sequences(entity, ENTITIES));
            assertThat(ReadCheck.sequences(store.stream(name))).containsExactlyInAnyOrderElementsOf(lanes);
            assertThat(store.entityGeneration(name)).hasValue(EVENTS / ENTITIES);
        }
    }

    @Test
    void pagesCoverEverythingOnce() {
        for (Region region :
                List.of(Region.all(), Region.entity("e"), Region.entity("e").withLane(1))) {
            List<Long> paged = new ArrayList<>();
            List<Entry> page = store.query(region, Page.first(1000));
            while (!page.isEmpty()) {
                paged.addAll(ReadCheck.sequences(page));
                page = store.query(region, Page.after(paged.getLast(), 1000));
            }
            assertThat(paged).isSorted().isEqualTo(ReadCheck.sequences(store.query(region)));
        }
    }

    @Test
    void openedAgainAnyWayItIsTheSame() {
        List<String> live = Observed.of(store);
        for (ReopenPath path : ReopenPath.values()) {
            try (StoreReader reader =
                    StoreReader.open(Samples.quiet(path.of(FS)).build())) {
                assertThat(Observed.of(reader)).as("%s", path).isEqualTo(live);
            }
        }
    }
}
