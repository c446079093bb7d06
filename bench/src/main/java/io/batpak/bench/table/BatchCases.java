package io.batpak.bench.table;

import io.batpak.Store;
import io.batpak.bench.Workload;
import io.batpak.model.BatchItem;
import java.util.ArrayList;
import java.util.List;

/// Batches: durable before anybody sees them. Rates count events, latencies batches.
final class BatchCases {
    private static final int LIMIT_ABOVE_DEFAULT = 4096;
    private static final int LIMIT_BYTES = 16 << 20;

    private BatchCases() {}

    static List<Case> all() {
        return List.of(
                batches("batch-16", 16, 1, Goal.atLeastTimesRust(1.5)),
                batches("batch-100", 100, 1, Goal.atLeastTimesRust(1.8)),
                batches("batch-1000", 1000, 1, Goal.atLeastTimesRust(2)),
                batches("batch-16-callers-8", 16, 8, Goal.atLeastTimesRust(4)));
    }

    private static Case batches(String id, int size, int callers, Goal goal) {
        Stage.Calling calling = Stage.Calling.oneCaller()
                .by(callers, Callers.Kind.PLATFORM)
                .with(builder -> builder.batchEventsMax(LIMIT_ABOVE_DEFAULT).batchBytesMax(LIMIT_BYTES));
        return Case.of(
                id,
                "batches of " + size + (callers == 1 ? "" : ", " + callers + " callers"),
                RustScenario.onTheFaster("batch", "size=" + size, "threads=" + callers, "payload=200", "cap=2"),
                stage -> stage.run(calling, (store, caller) -> new Batches(store, size, caller, callers)::append)
                        .figures(size),
                Row.of(Figure.RATE, goal),
                Row.of(Figure.P50),
                Row.of(Figure.P99),
                Row.of(Figure.SYNC_MULTIPLE));
    }

    /// The batches of one caller.
    private record Batches(Store store, int size, int caller, int callers) {
        private static final Workload WORKLOAD = Workload.of("200");

        void append(long index) {
            List<BatchItem> items = new ArrayList<>(size);
            for (long event = index * size; event < (index + 1) * size; event++) {
                long number = event * callers + caller;
                items.add(BatchItem.of(WORKLOAD.coordinate(number), WORKLOAD.kind(number), WORKLOAD.payload(event)));
            }
            store.appendBatch(items);
        }
    }
}
