package io.batpak.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.Hash;
import io.batpak.model.Region;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// A larger index: every id is found, pages add up, and the heap per event stays in bounds.
///
/// Tier: unit. Covers: F7.
class IndexSizeTest {
    private static final int EVENTS = 300_000;
    private static final int ENTITIES = 10_000;
    private static final int BYTES_PER_EVENT_MAX = 200;

    private final Index index = new Index(position -> {
        throw new AssertionError("no frame is to be read: " + position);
    });

    private void fill() {
        SplittableRandom random = new SplittableRandom(7);
        String[] entities = new String[ENTITIES];
        Hash[] heads = new Hash[ENTITIES];
        int[] clocks = new int[ENTITIES];
        for (int i = 0; i < ENTITIES; i++) {
            entities[i] = "order:" + i;
            heads[i] = Hash.ZERO;
        }
        IndexRow row = new IndexRow();
        for (int i = 0; i < EVENTS; i++) {
            int entity = random.nextInt(ENTITIES);
            Hash hash = Hash.of(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
            index.writer()
                    .insert(row.clear()
                            .sequence(i)
                            .eventId(id(i), i)
                            .coordinate(entities[entity], "scope-" + i % 10)
                            .kind(0x1000 + i % 4)
                            .at(0, 0, clocks[entity]++, 1_700_000_000_000L + i / 100)
                            .hashes(heads[entity], hash)
                            .position(1 + i / 100_000, 700L * (i % 100_000), 700));
            heads[entity] = hash;
        }
        index.writer().publish();
    }

    private static long id(long i) {
        return (1_700_000_000_000L + i / 100) << 16 | 0x7000;
    }

    @Test
    void everyIdIsFoundAndPagesAddUp() {
        fill();
        IndexView view = index.view();
        for (long i = 0; i < EVENTS; i++) {
            assertThat(view.find(new EventId(id(i), i)).orElseThrow().sequence())
                    .isEqualTo(i);
        }
        long seen = 0;
        OptionalLong after = OptionalLong.empty();
        while (true) {
            var page = view.page(Region.entity("order"), after, 10_000);
            seen += page.size();
            if (page.size() < 10_000) {
                break;
            }
            after = OptionalLong.of(page.getLast().sequence());
        }
        assertThat(seen).isEqualTo(EVENTS);
        long streamed = 0;
        for (int i = 0; i < ENTITIES; i++) {
            for (Entry entry : view.stream("order:" + i)) {
                assertThat(entry.clock()).isLessThan(EVENTS);
                streamed++;
            }
        }
        assertThat(streamed).isEqualTo(EVENTS);
    }

    @Test
    void theHeapPerEventStaysBelowTheFloor() {
        long before = usedHeap();
        fill();
        long perEvent = (usedHeap() - before) / EVENTS;
        assertThat(index.view().eventCount()).isEqualTo(EVENTS);
        assertThat(perEvent).as("bytes per event").isBetween(80L, (long) BYTES_PER_EVENT_MAX);
    }

    private static long usedHeap() {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}
