package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.VisibilityFence;
import io.batpak.model.AppendOptions;
import io.batpak.model.BatchItem;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.Frontier;
import io.batpak.model.HlcPoint;
import io.batpak.model.LaneFrontier;
import io.batpak.model.Payload;
import io.batpak.model.Region;
import io.batpak.model.Value;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.SettableClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What readers see while others write: whole batches and whole fences or nothing of them, wall clocks that do
/// not go back, marks that belong together.
///
/// Tier: law. Covers: B1, B4, D3, D10.
class AtomicViewTest {
    private static final int GROUP = 7;
    private static final int GROUPS = 150;

    private final SettableClock clock = new SettableClock(1_700_000_000_000_000L);
    private final AtomicBoolean done = new AtomicBoolean();

    private Store open() {
        return Store.open(StoreConfig.on(new MemFs())
                .clock(clock)
                .segmentBytesMax(20_000)
                .syncEveryEvents(10)
                .syncWithin(Duration.ofMillis(5))
                .build());
    }

    @Test
    void aReaderSeesAllOfABatchOrNothing() {
        try (Store store = open()) {
            Threads threads = new Threads();
            threads.now(() -> writing(() -> {
                for (int group = 0; group < GROUPS; group++) {
                    store.appendBatch(group(group));
                }
            }));
            threads.now(() -> whileWriting(() -> store.append(at("noise", 0), Workload.KIND, payload(-1))));
            threads.now(() -> whileWriting(() -> assertWholeGroups(store)));
            threads.now(() -> whileWriting(() -> assertWholeGroups(store)));
            threads.join();
            assertThat(assertWholeGroups(store)).isEqualTo(GROUPS);
        }
    }

    @Test
    void aReaderSeesAllOfACommittedFenceOrNothing() {
        try (Store store = open()) {
            Threads threads = new Threads();
            threads.now(() -> writing(() -> {
                for (int group = 0; group < GROUPS; group++) {
                    fenced(store, group, group % 3 != 2);
                }
            }));
            threads.now(() -> whileWriting(() -> assertWholeGroups(store)));
            threads.now(() -> whileWriting(() -> assertWholeGroups(store)));
            threads.join();
            assertThat(assertWholeGroups(store)).isEqualTo(GROUPS / 3 * 2);
        }
    }

    private void fenced(Store store, int group, boolean commits) {
        try (VisibilityFence fence = store.beginFence()) {
            List<BatchItem> items = group(group);
            items.subList(0, 3).forEach(item -> fence.submit(item.at(), item.kind(), item.payload()));
            fence.submitBatch(items.subList(3, GROUP));
            if (commits) {
                fence.commit();
            }
        }
    }

    /// The number of groups that one view holds, each of them whole.
    private static int assertWholeGroups(Store store) {
        Map<String, Integer> sizes = new HashMap<>();
        for (Entry entry : store.query(Region.entity("group"))) {
            sizes.merge(entry.coordinate().scope(), 1, Integer::sum);
        }
        assertThat(sizes.values()).allMatch(size -> size == GROUP);
        return sizes.size();
    }

    private static List<BatchItem> group(int group) {
        return IntStream.range(0, GROUP)
                .mapToObj(i -> BatchItem.of(
                        Coordinate.of("group:" + i % 3, "scope" + group),
                        Workload.KIND,
                        payload(i),
                        AppendOptions.none().lane(i % 2)))
                .toList();
    }

    @Test
    void noStreamsWallClockGoesBackAlthoughTheClockDoes() {
        try (Store store = open()) {
            new Threads()
                    .together(6, 2, me -> {
                        SplittableRandom random = new SplittableRandom(me);
                        for (int i = 0; i < 150; i++) {
                            clock.setWallMicros(1_700_000_000_000_000L + random.nextInt(2_000_000) - 1_000_000);
                            if (i % 5 == 0) {
                                store.appendBatch(group(me));
                            } else {
                                store.append(at("order", random.nextInt(4)), Workload.KIND, payload(i));
                            }
                        }
                    })
                    .join();
            Map<String, Long> newest = new HashMap<>();
            for (Entry entry : store.query(Region.all())) {
                String stream = entry.coordinate().entity() + "/" + entry.lane();
                Long before = newest.put(stream, entry.wallMillis());
                assertThat(entry.wallMillis()).isGreaterThanOrEqualTo(before == null ? 0 : before);
            }
            assertThat(newest).hasSize(1 + 4 + 6);
        }
    }

    @Test
    void noSnapshotOfTheMarksIsTorn() {
        try (Store store = open()) {
            Threads threads = new Threads();
            for (int i = 0; i < 3; i++) {
                int me = i;
                threads.now(() -> writing(() -> {
                    for (int n = 0; n < 300; n++) {
                        clock.advance(Duration.ofMillis(1));
                        store.append(
                                at("order", me),
                                Workload.KIND,
                                payload(n),
                                AppendOptions.none().lane(me));
                        if (n % 20 == 0) {
                            store.appendBatch(group(n));
                        }
                    }
                }));
            }
            for (int i = 0; i < 2; i++) {
                threads.now(() -> {
                    long[] visible = {0};
                    whileWriting(() -> {
                        Frontier frontier = store.frontier();
                        assertThat(frontier.visible().sequence()).isGreaterThanOrEqualTo(visible[0]);
                        visible[0] = frontier.visible().sequence();
                        assertConsistent(store, frontier);
                    });
                });
            }
            threads.join();
            Frontier end = store.sync();
            assertThat(end.durable()).isEqualTo(end.accepted());
            assertThat(end.visible()).isEqualTo(end.accepted());
            assertThat(end.oldestPendingWriteMillis()).isEmpty();
        }
    }

    private static void assertConsistent(Store store, Frontier frontier) {
        assertOrdered(List.of(frontier.durable(), frontier.written(), frontier.accepted()));
        assertOrdered(List.of(frontier.applied(), frontier.visible(), frontier.emitted()));
        assertOrdered(List.of(frontier.visible(), frontier.accepted()));
        for (LaneFrontier lane : frontier.lanes()) {
            assertOrdered(List.of(lane.durable(), lane.written(), lane.accepted(), frontier.accepted()));
            assertOrdered(List.of(lane.visible(), lane.emitted()));
            assertThat(lane.visible().sequence())
                    .isLessThanOrEqualTo(frontier.visible().sequence());
            assertThat(lane.durable().sequence())
                    .isLessThanOrEqualTo(frontier.durable().sequence());
        }
        // What the marks call visible, a query made afterwards shows.
        long highest = 0;
        for (Entry entry : store.query(Region.all())) {
            highest = entry.sequence();
        }
        assertThat(highest).isGreaterThanOrEqualTo(frontier.visible().sequence());
    }

    private static void assertOrdered(List<HlcPoint> points) {
        for (int i = 1; i < points.size(); i++) {
            assertThat(points.get(i - 1).sequence())
                    .isLessThanOrEqualTo(points.get(i).sequence());
        }
    }

    private void writing(Runnable work) {
        try {
            work.run();
        } finally {
            done.set(true);
        }
    }

    private void whileWriting(Runnable look) {
        do {
            look.run();
        } while (!done.get());
    }

    private static Coordinate at(String name, int number) {
        return Coordinate.of(name + ":" + number, "shop");
    }

    private static Payload payload(int n) {
        return Payload.of(Value.map("n", n));
    }
}
