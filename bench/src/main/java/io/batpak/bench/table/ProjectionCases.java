package io.batpak.bench.table;

import io.batpak.Store;
import io.batpak.bench.OrderPlaced;
import io.batpak.model.Coordinate;
import io.batpak.model.Region;
import io.batpak.projection.KeyedProjection;
import io.batpak.projection.Projection;
import io.batpak.projection.ReadModel;
import io.batpak.projection.ReadModelOptions;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/// Projections: one entity with many events folded whole, asked for again, and after one more event; and a read
/// model over many entities, the best of its rebuilds on one thread and, as the second time, on two.
final class ProjectionCases {
    private static final Coordinate AT = Coordinate.of("acct:0", "scope-0");
    private static final int EVENTS = 100_000;
    private static final int QUICK_EVENTS = 3_000;
    private static final int OTHERS = 1_000;
    private static final int THREADS = 2;
    private static final double FOLD_MIN = 1.5e6;
    private static final double ONE_MORE_MICROS_MAX = 20;
    private static final double UNCHANGED_NANOS_MAX = 5_000;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MICROSECOND = 1e3;

    private ProjectionCases() {}

    static List<Case> all() {
        return List.of(
                Case.of(
                        "project-fold",
                        "fold of one entity with 100 000 events, warm, typed, events per s",
                        RustScenario.reading(RustReading.project(Figure.RATE, "ops_per_s", "first fold")),
                        stage -> inFilled(stage, ProjectionCases::fold),
                        Row.of(Figure.RATE, Goal.atLeast(FOLD_MIN))),
                Case.of(
                        "project-unchanged",
                        "project again, nothing changed, one entity with 100 000 events",
                        RustScenario.reading(RustReading.project(Figure.COST, "p50_us", "unchanged")
                                .times(NANOS_PER_MICROSECOND)),
                        stage -> inFilled(stage, ProjectionCases::unchanged),
                        Row.of(Figure.COST, Goal.atMost(UNCHANGED_NANOS_MAX)),
                        Row.of(Figure.ALLOCATED)),
                Case.of(
                        "project-one-more",
                        "project after one more event, one entity with 100 000 events; the append is not counted",
                        RustScenario.reading(RustReading.project(Figure.P50, "p50_us", "after one more event")),
                        stage -> inFilled(stage, ProjectionCases::oneMore),
                        Row.of(Figure.P50, Goal.atMost(ONE_MORE_MICROS_MAX)),
                        Row.of(Figure.P99)),
                Case.of(
                        "read-model",
                        "read model of 1 000 entities with 100 000 events, folded whole, events per s",
                        RustScenario.none(),
                        stage -> inFilled(stage, ProjectionCases::readModel),
                        Row.of(Figure.RATE),
                        Row.of(Figure.RATE_AGAIN)));
    }

    /// What is measured in a store that has the events.
    @FunctionalInterface
    private interface Measurement {
        Map<Figure, Double> in(Store store, Stage stage, int events) throws Exception;
    }

    private static Map<Figure, Double> inFilled(Stage stage, Measurement measurement) throws Exception {
        int events = stage.effort().quick() ? QUICK_EVENTS : EVENTS;
        return Stage.inStore(builder -> builder, store -> {
            for (int i = 0; i < events; i++) {
                store.append(AT, order(i));
                store.append(Coordinate.of("other:" + i % OTHERS, "scope-1"), order(i));
            }
            return measurement.in(store, stage, events);
        });
    }

    private static OrderPlaced order(long number) {
        return new OrderPlaced(number, "customer:4711", "EUR", 199_900, 3, true);
    }

    /// A new one each time: states are kept for the object.
    private static Projection<Long> sum() {
        return Projection.named("sum")
                .startingWith(() -> 0L)
                .on(OrderPlaced.class, (cents, order) -> cents + order.cents())
                .build();
    }

    private static void requirePresent(Optional<Long> state) {
        if (state.isEmpty()) {
            throw new IllegalStateException("the entity has no state");
        }
    }

    private static Map<Figure, Double> fold(Store store, Stage stage, int events) throws Exception {
        Callers.Result result = stage.repeat(1, _ -> requirePresent(store.project(AT.entity(), sum())));
        return Map.of(Figure.RATE, result.calls() * (double) events / result.seconds());
    }

    private static Map<Figure, Double> unchanged(Store store, Stage stage, int events) throws Exception {
        Projection<Long> kept = sum();
        return stage.repeat(1, _ -> requirePresent(store.project(AT.entity(), kept)))
                .figures(1);
    }

    private static Map<Figure, Double> oneMore(Store store, Stage stage, int events) {
        Projection<Long> kept = sum();
        oneMore(store, kept, stage.effort().warmUp());
        return oneMore(store, kept, stage.effort().measured());
    }

    private static Map<Figure, Double> oneMore(Store store, Projection<Long> kept, Duration length) {
        Histogram latency = Callers.histogram(1);
        long end = System.nanoTime() + length.toNanos();
        for (long number = 0; System.nanoTime() < end; number++) {
            store.append(AT, order(number));
            long begun = System.nanoTime();
            requirePresent(store.project(AT.entity(), kept));
            latency.recordValue(System.nanoTime() - begun);
        }
        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        figures.put(Figure.P50, latency.getValueAtPercentile(50) / NANOS_PER_MICROSECOND);
        figures.put(Figure.P99, latency.getValueAtPercentile(99) / NANOS_PER_MICROSECOND);
        return figures;
    }

    /// On one thread, and again on two.
    private static Map<Figure, Double> readModel(Store store, Stage stage, int events) {
        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        figures.put(Figure.RATE, rebuilds(store, stage, events, 1));
        figures.put(Figure.RATE_AGAIN, rebuilds(store, stage, events, THREADS));
        return figures;
    }

    private static double rebuilds(Store store, Stage stage, int events, int threads) {
        KeyedProjection<Long> sums = KeyedProjection.of(Region.entity("other"), sum());
        ReadModelOptions options = ReadModelOptions.standard().threads(threads, 1);
        double best = 0;
        long end = System.nanoTime()
                + stage.effort().warmUp().plus(stage.effort().measured()).toNanos() / THREADS;
        try (ReadModel<Long> model = store.projections().readModel(sums, options)) {
            do {
                long begun = System.nanoTime();
                model.rebuild();
                best = Math.max(best, events * NANOS_PER_SECOND / (System.nanoTime() - begun));
            } while (System.nanoTime() < end);
        }
        return best;
    }
}
