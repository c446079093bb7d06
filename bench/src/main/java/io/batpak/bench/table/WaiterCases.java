package io.batpak.bench.table;

import io.batpak.Store;
import io.batpak.bench.Workload;
import io.batpak.model.Mark;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// What a publish costs while others wait for sequences that it does not reach.
final class WaiterCases {
    private static final int WAITERS = 512;
    /// Every waiter has its own target, this far away.
    private static final long FAR = 1_000_000_000_000L;
    private static final int TURNS = 4;
    private static final double COST_TIMES_MAX = 1.1;

    private WaiterCases() {}

    static List<Case> all() {
        return List.of(Case.of(
                "waiters-512",
                "append while 512 wait for far targets",
                RustScenario.none(),
                WaiterCases::compare,
                Row.of(Figure.COST, Goal.atMostTimesOwn(COST_TIMES_MAX, Figure.COST_ALONE)),
                Row.of(Figure.COST_ALONE),
                Row.of(Figure.P99)));
    }

    private static Map<Figure, Double> compare(Stage stage) throws Exception {
        return Stage.inStore(builder -> builder, store -> {
            appends(store, stage.effort().warmUp(), 0);
            Duration turn = stage.effort().measured().dividedBy(TURNS);
            Callers.Result alone = appends(store, turn, 0);
            Map<Figure, Double> figures = new EnumMap<>(Figure.class);
            double costAlone = 0;
            double costWaited = 0;
            // In turns, so that a slow moment of the machine meets both.
            for (int round = 0; round < TURNS; round++) {
                alone = appends(store, turn, 0);
                Callers.Result waited = appends(store, turn, WAITERS);
                costAlone += alone.nanosPerCall() / TURNS;
                costWaited += waited.nanosPerCall() / TURNS;
                figures.putAll(waited.figures(1));
            }
            figures.put(Figure.COST_ALONE, costAlone);
            figures.put(Figure.COST, costWaited);
            return figures;
        });
    }

    private static Callers.Result appends(Store store, Duration length, int waiters) throws Exception {
        CountDownLatch started = new CountDownLatch(waiters);
        List<Thread> waiting = new ArrayList<>();
        for (int number = 0; number < waiters; number++) {
            long target = FAR + number;
            waiting.add(Thread.ofVirtual().start(() -> await(store, target, started)));
        }
        started.await();
        try {
            return Callers.run(
                    1, Callers.Kind.PLATFORM, length, _ -> new Events(store, Workload.of("200"), 0, 1)::append);
        } finally {
            for (Thread thread : waiting) {
                thread.interrupt();
            }
            for (Thread thread : waiting) {
                thread.join();
            }
        }
    }

    private static void await(Store store, long target, CountDownLatch started) {
        started.countDown();
        try {
            store.waitFor(Mark.VISIBLE, target, Duration.ofHours(1));
        } catch (InterruptedException e) {
            return; // the end of the measurement
        }
        throw new IllegalStateException("sequence " + target + " was reached");
    }
}
