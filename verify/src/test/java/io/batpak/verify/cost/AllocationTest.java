package io.batpak.verify.cost;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreReader;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Bytes allocated by an append, by an event of a batch and by the open of a small journal, all threads
/// counted. Each budget is what was measured and a quarter.
///
/// Tier: unit. Covers: L2, L6.
class AllocationTest {
    private static final Filled EVENTS = new Filled(100);
    private static final int WARM_UPS = 20_000;
    private static final int APPENDS = 2000;
    private static final long APPEND_BYTES_MAX = 670;
    private static final int BATCHES = 100;
    private static final int BATCH = 100;
    private static final long BATCH_EVENT_BYTES_MAX = 845;
    private static final int SMALL = 1000;
    private static final long OPEN_BYTES_MAX = 1_530_000;

    @TempDir
    private Path work;

    @Test
    void anAppendKeepsToItsBudget() throws Exception {
        try (Store store = Store.open(Filled.config(work))) {
            EVENTS.append(store, 0, WARM_UPS);
            long each = Cost.least(() -> EVENTS.append(store, 0, APPENDS)) / APPENDS;

            assertThat(each).isBetween(1L, APPEND_BYTES_MAX);
        }
    }

    @Test
    void anEventOfABatchKeepsToItsBudget() throws Exception {
        try (Store store = Store.open(Filled.config(work))) {
            for (int batch = 0; batch < BATCHES; batch++) {
                store.appendBatch(EVENTS.batch(batch * BATCH, BATCH));
            }
            var items = EVENTS.batch(0, BATCH);
            long each = Cost.least(() -> store.appendBatch(items)) / BATCH;

            assertThat(each).isBetween(1L, BATCH_EVENT_BYTES_MAX);
            assertThat(store.stats().eventCount()).isGreaterThan((long) BATCHES * BATCH);
        }
    }

    @Test
    void theOpenOfAThousandEventsKeepsToItsBudget() throws Exception {
        EVENTS.build(work, SMALL);
        long bytes = Cost.least(() -> StoreReader.open(Filled.config(work)).close());

        assertThat(bytes).isBetween(1L, OPEN_BYTES_MAX);
    }

    @Test
    void whatIsAllocatedIsCounted() throws Exception {
        long[] seen = {0};
        long bytes = Cost.least(() -> seen[0] += new byte[1 << 20].length);

        assertThat(seen[0]).isPositive();
        assertThat(bytes).isBetween(1L << 20, 2L << 20);
    }
}
