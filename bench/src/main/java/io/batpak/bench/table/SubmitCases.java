package io.batpak.bench.table;

import io.batpak.Store;
import io.batpak.bench.Workload;
import io.batpak.model.Receipt;
import io.batpak.model.Ticket;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;

/// Writes that are handed over, a fixed number of them in flight, the oldest awaited first.
final class SubmitCases {
    private static final int WINDOW = 256;
    private static final double NANOS_PER_MICROSECOND = 1e3;

    private SubmitCases() {}

    static List<Case> all() {
        return List.of(Case.of(
                "submit-256",
                "submit, 256 in flight",
                RustScenario.onTheFaster("submit", "window=" + WINDOW, "payload=200", "cap=2"),
                SubmitCases::submit,
                Row.of(Figure.RATE, Goal.atLeastTimesRust(2.2)),
                Row.of(Figure.P50),
                Row.of(Figure.P99),
                Row.of(Figure.LONGEST)));
    }

    /// Latencies reach from the submission to the receipt in hand, as in the Rust program.
    private static Map<Figure, Double> submit(Stage stage) throws Exception {
        AtomicReference<Flight> last = new AtomicReference<>();
        Map<Figure, Double> figures = stage.run(Stage.Calling.oneCaller(), (store, _) -> {
                    Flight flight = new Flight(store);
                    last.set(flight);
                    return flight::submit;
                })
                .figures(1);
        Histogram latency = last.get().latency;
        figures.put(Figure.P50, latency.getValueAtPercentile(50) / NANOS_PER_MICROSECOND);
        figures.put(Figure.P99, latency.getValueAtPercentile(99) / NANOS_PER_MICROSECOND);
        figures.put(Figure.P999, latency.getValueAtPercentile(99.9) / NANOS_PER_MICROSECOND);
        figures.put(Figure.LONGEST, latency.getMaxValue() / NANOS_PER_MICROSECOND);
        return figures;
    }

    /// What one caller has in flight.
    private static final class Flight {
        private final Store store;
        private final Workload workload = Workload.of("200");
        private final Queue<Submitted> inFlight = new ArrayDeque<>(WINDOW + 1);
        private final Histogram latency = Callers.histogram(1);

        private record Submitted(long nanos, Ticket<Receipt> ticket) {}

        Flight(Store store) {
            this.store = store;
        }

        void submit(long index) throws InterruptedException {
            long now = System.nanoTime();
            inFlight.add(new Submitted(
                    now, store.submit(workload.coordinate(index), workload.kind(index), workload.payload(index))));
            if (inFlight.size() >= WINDOW) {
                Submitted oldest = inFlight.remove();
                oldest.ticket().await();
                latency.recordValue(System.nanoTime() - oldest.nanos());
            }
        }
    }
}
