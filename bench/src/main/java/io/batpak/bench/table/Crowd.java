package io.batpak.bench.table;

import io.batpak.Store;
import io.batpak.bench.Workload;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/// What appends cost while others are there, beside what they cost alone.
final class Crowd {
    private static final int TURNS = 4;

    private Crowd() {}

    /// Gathers the others; closing sends them away again.
    @FunctionalInterface
    interface Gathering {
        AutoCloseable around(Store store) throws Exception;
    }

    /// A case that compares the two.
    ///
    /// @param timesMax how much more an append in the crowd may cost
    static Case of(String id, String title, double timesMax, Gathering gathering) {
        return Case.of(
                id,
                title,
                RustScenario.none(),
                stage -> compare(stage, gathering),
                Row.of(Figure.COST, Goal.atMostTimesOwn(timesMax, Figure.COST_ALONE)),
                Row.of(Figure.COST_ALONE),
                Row.of(Figure.P99));
    }

    /// Appends alone and in the crowd, in turns, so that a slow moment of the machine meets both.
    private static Map<Figure, Double> compare(Stage stage, Gathering gathering) throws Exception {
        return Stage.inStore(builder -> builder, store -> {
            Gathering nobody = _ -> () -> {};
            appends(store, stage.effort().warmUp().dividedBy(2), nobody);
            appends(store, stage.effort().warmUp().dividedBy(2), gathering);
            Duration turn = stage.effort().measured().dividedBy(TURNS);
            Map<Figure, Double> figures = new EnumMap<>(Figure.class);
            double costAlone = 0;
            double costInTheCrowd = 0;
            for (int round = 0; round < TURNS; round++) {
                costAlone += appends(store, turn, nobody).nanosPerCall() / TURNS;
                Callers.Result crowded = appends(store, turn, gathering);
                costInTheCrowd += crowded.nanosPerCall() / TURNS;
                figures.putAll(crowded.figures(1));
            }
            figures.put(Figure.COST_ALONE, costAlone);
            figures.put(Figure.COST, costInTheCrowd);
            return figures;
        });
    }

    private static Callers.Result appends(Store store, Duration length, Gathering gathering) throws Exception {
        AutoCloseable crowd = gathering.around(store);
        try {
            return Callers.run(
                    1, Callers.Kind.PLATFORM, length, _ -> new Events(store, Workload.of("200"), 0, 1)::append);
        } finally {
            crowd.close();
        }
    }

    /// Ends threads by interrupting them.
    static AutoCloseable interrupting(Iterable<Thread> threads) {
        return () -> {
            threads.forEach(Thread::interrupt);
            for (Thread thread : threads) {
                thread.join();
            }
        };
    }
}
