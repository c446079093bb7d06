package io.batpak.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.EventKind;
import io.batpak.model.Hash;
import io.batpak.model.KindFilter;
import io.batpak.model.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// Readers beside one writer: every view is complete up to its bound and never changes.
///
/// Event `i` has id `(~i, i)`, entity `e:(i % 50)`, lane `i % 3` and clock `i / 150`, so a reader can tell
/// any row.
///
/// Tier: law. Covers: F7, F9.
class IndexConcurrencyTest {
    private static final int EVENTS = 200_000;
    private static final int ENTITIES = 50;
    private static final int LANES = 3;
    private static final int PER_CLOCK = ENTITIES * LANES;

    private final Index index = new Index(position -> {
        throw new AssertionError("no frame is to be read: " + position);
    });

    private static String entity(long i) {
        return "e:" + i % ENTITIES;
    }

    private static Hash hash(long i) {
        return Hash.of(i, ~i, i * 31, 1);
    }

    private static IndexRow fill(IndexRow row, long i) {
        return row.clear()
                .sequence(i)
                .eventId(~i, i)
                .coordinate(entity(i), "s" + i % 4)
                .kind(0x1000 + (int) (i % 5))
                .at(i % LANES, 0, i / PER_CLOCK, 1000 + i / 100)
                .hashes(i < PER_CLOCK ? Hash.ZERO : hash(i - PER_CLOCK), hash(i))
                .position(1 + i / 1000, i % 1000, 100);
    }

    @Test
    void everyViewIsCompleteAndFrozenWhileTheWriterRuns() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService pool = Executors.newFixedThreadPool(3)) {
            List<Future<Long>> readers = new ArrayList<>();
            for (int reader = 0; reader < 2; reader++) {
                readers.add(pool.submit(() -> readUntil(done)));
            }
            Future<?> writing = pool.submit(this::write);
            try {
                writing.get(60, TimeUnit.SECONDS);
            } finally {
                done.set(true);
            }
            for (Future<Long> reader : readers) {
                assertThat(reader.get(60, TimeUnit.SECONDS)).isPositive();
            }
        }
        check(index.view());
        assertThat(index.view().eventCount()).isEqualTo(EVENTS);
    }

    private void write() {
        IndexRow row = new IndexRow();
        for (int i = 0; i < EVENTS; i++) {
            index.writer().insert(fill(row, i));
            if (i % 7 == 0) {
                index.writer().publish();
            }
        }
        index.writer().publish();
    }

    private long readUntil(AtomicBoolean done) {
        long views = 0;
        long last = 0;
        while (!done.get()) {
            IndexView view = index.view();
            assertThat(view.eventCount()).isGreaterThanOrEqualTo(last);
            last = view.eventCount();
            check(view);
            check(view);
            views++;
        }
        return views;
    }

    private static void check(IndexView view) {
        long bound = view.eventCount();
        assertThat(view.nextSequence()).isEqualTo(bound);
        for (int probe = 0; bound > 0 && probe < 5; probe++) {
            long i = bound - 1 - (probe == 0 ? 0 : ThreadLocalRandom.current().nextLong(bound));
            checkEvent(view, i);
        }
        assertThat(view.find(new EventId(~bound, bound))).isEmpty();
        long from = Math.max(0, bound - 400);
        checkRun(view, Region.all(), from, 1, from);
        Region kind = Region.all().withKind(new KindFilter.Exact(EventKind.ofRaw(0x1002)));
        checkRun(view, kind, from, 5, 2);
        checkRun(view, Region.all().withKind(new KindFilter.Category(1)), from, 1, 0);
        checkRun(view, Region.entity("e:7"), from, ENTITIES, 7);
        checkRun(view, Region.entity("e"), from, 1, 0);
        checkRun(view, Region.scope("s3"), from, 4, 3);
        checkRun(view, Region.all().withLane(2), from, LANES, 2);
        assertThat(view.entityGeneration("e:7").orElse(0)).isEqualTo((bound - 7 + ENTITIES - 1) / ENTITIES);
    }

    private static void checkEvent(IndexView view, long i) {
        Entry entry = view.find(new EventId(~i, i)).orElseThrow();
        assertThat(entry.sequence()).isEqualTo(i);
        assertThat(entry.entity()).isEqualTo(entity(i));
        assertThat(entry.eventHash()).isEqualTo(hash(i));
        assertThat(entry.previousHash()).isEqualTo(i < PER_CLOCK ? Hash.ZERO : hash(i - PER_CLOCK));
        assertThat(entry.position().segment()).isEqualTo(1 + i / 1000);
        assertThat(view.predecessor(entry).map(Entry::sequence).orElse(-1L))
                .isEqualTo(i < PER_CLOCK ? -1L : i - PER_CLOCK);
        long behind = (view.eventCount() - 1 - i) / PER_CLOCK * PER_CLOCK;
        assertThat(view.latest(entry.entity(), entry.lane()).map(Entry::sequence))
                .contains(i + behind);
    }

    /// From `from` on, the region shows every sequence that leaves `rest` when divided by `step`, and no
    /// other.
    private static void checkRun(IndexView view, Region region, long from, int step, long rest) {
        long expected = from + Math.floorMod(rest - from, (long) step);
        for (Entry entry : view.page(region, from == 0 ? OptionalLong.empty() : OptionalLong.of(from - 1), 1000)) {
            assertThat(entry.sequence()).isEqualTo(expected);
            expected += step;
        }
        assertThat(expected).as(region::toString).isBetween(view.eventCount(), view.eventCount() + step - 1);
    }
}
