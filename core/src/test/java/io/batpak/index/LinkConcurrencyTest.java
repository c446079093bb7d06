package io.batpak.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.model.Entry;
import io.batpak.model.Hash;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// Links beside one writer: a view shows all effects below its bound, no other, and never changes.
///
/// Event `i` names the id `i % 7` as its cause, and `1000 + i / 2` as its conversation, so that some lists are
/// long and grow all the time, and others have one row and then a second one.
///
/// Covers: none of the catalogue (our own). Tier: law.
class LinkConcurrencyTest {
    private static final int EVENTS = 200_000;
    private static final int CAUSES = 7;

    private final Index index = Histories.index(List.of());

    @Test
    void everyViewHasItsEffectsWhileTheWriterRuns() throws Exception {
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
    }

    private void write() {
        IndexRow row = new IndexRow();
        for (int i = 0; i < EVENTS; i++) {
            index.writer()
                    .insert(row.clear()
                            .sequence(i)
                            .eventId(9, i)
                            .correlation(2, 1000 + i / 2)
                            .causation(1, i % CAUSES)
                            .coordinate("e", "s")
                            .at(0, 0, i, 1000)
                            .hashBehindHead(Hash.of(i, 0, 0, 0))
                            .position(1, i, 100));
            if (i % 5 == 0) {
                index.writer().publish();
            }
        }
        index.writer().publish();
    }

    private long readUntil(AtomicBoolean done) {
        long views = 0;
        while (!done.get() || views == 0) {
            IndexView view = index.view();
            check(view);
            check(view);
            views++;
        }
        return views;
    }

    private static void check(IndexView view) {
        long bound = view.eventCount();
        long cause = bound % CAUSES;
        long expected = cause;
        for (Entry effect : view.effects(1, cause)) {
            assertThat(effect.sequence()).isEqualTo(expected);
            expected += CAUSES;
        }
        assertThat(expected).isBetween(bound, bound + CAUSES - 1);
        for (long pair = Math.max(0, bound / 2 - 20); pair <= bound / 2 + 1; pair++) {
            long first = 2 * pair;
            List<Long> shown = Model.sequences(view.correlated(2, 1000 + pair));
            assertThat(shown).isEqualTo(List.of(first, first + 1).subList(0, Math.clamp(bound - first, 0, 2)));
        }
    }
}
