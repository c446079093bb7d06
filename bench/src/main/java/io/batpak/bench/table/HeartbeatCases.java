package io.batpak.bench.table;

import io.batpak.bench.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.HdrHistogram.Histogram;

/// How long an idle virtual thread is kept from running while a thousand others append, all on one carrier.
///
/// The idle thread sleeps a millisecond again and again; its gap is how much later than that it runs. What
/// never gives way, neither in the store nor between two calls, shows as one gap over the whole time.
final class HeartbeatCases {
    private static final int CALLERS = 1000;
    private static final Duration BEAT = Duration.ofMillis(1);
    private static final double GAP_MICROS_MAX = 20_000;
    private static final double NANOS_PER_MICROSECOND = 1e3;

    private HeartbeatCases() {}

    static List<Case> all() {
        return List.of(
                heartbeat("heartbeat", "idle virtual thread beside 1000 appending in a loop", false),
                heartbeat("heartbeat-yield", "idle virtual thread beside 1000 that yield after each append", true));
    }

    @SuppressWarnings("ThreadPriorityCheck") // that a caller gives way is what the second case is about
    private static Case heartbeat(String id, String title, boolean yields) {
        return beside(id, title, Stage.Calling.oneCaller().by(CALLERS, Callers.Kind.VIRTUAL), (store, caller) -> {
            Events events = new Events(store, Workload.of("200"), caller, CALLERS);
            return index -> {
                events.append(index);
                if (yields) {
                    Thread.yield();
                }
            };
        });
    }

    /// A case whose figures are the gaps of an idle virtual thread beside these callers.
    static Case beside(String id, String title, Stage.Calling calling, Stage.StoreWork work) {
        return Case.of(
                        id,
                        title,
                        RustScenario.none(),
                        stage -> gaps(stage, calling, work),
                        Row.of(Figure.P50),
                        Row.of(Figure.P99),
                        Row.of(Figure.LONGEST, Goal.atMost(GAP_MICROS_MAX)),
                        Row.of(Figure.RATE))
                .onJvm("-Djdk.virtualThreadScheduler.parallelism=1");
    }

    private static Map<Figure, Double> gaps(Stage stage, Stage.Calling calling, Stage.StoreWork work) throws Exception {
        stage.run(calling, work); // to warm up
        CountDownLatch over = new CountDownLatch(1);
        FutureTask<Histogram> beats = new FutureTask<>(() -> beat(over));
        return Stage.inStore(calling.setting(), store -> {
            Callers.Result result;
            Thread.ofVirtual().start(beats);
            try {
                result = Callers.run(
                        calling.callers(), calling.kind(), stage.effort().measured(), caller -> work.of(store, caller));
            } finally {
                over.countDown();
            }
            Histogram gaps = beats.get();
            Map<Figure, Double> figures = result.figures(1);
            figures.put(Figure.P50, gaps.getValueAtPercentile(50) / NANOS_PER_MICROSECOND);
            figures.put(Figure.P99, gaps.getValueAtPercentile(99) / NANOS_PER_MICROSECOND);
            figures.put(Figure.P999, gaps.getValueAtPercentile(99.9) / NANOS_PER_MICROSECOND);
            figures.put(Figure.LONGEST, gaps.getMaxValue() / NANOS_PER_MICROSECOND);
            return figures;
        });
    }

    private static Histogram beat(CountDownLatch over) throws InterruptedException {
        Histogram gaps = Callers.histogram(1);
        while (over.getCount() > 0) {
            long before = System.nanoTime();
            Thread.sleep(BEAT);
            gaps.recordValue(Math.max(0, System.nanoTime() - before - BEAT.toNanos()));
        }
        return gaps;
    }
}
