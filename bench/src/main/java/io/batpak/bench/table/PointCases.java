package io.batpak.bench.table;

import io.batpak.model.EventId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Single events by their id, at random, warm, decoded and checked; one caller.
final class PointCases {
    private static final Size[] SIZES = {Size.TEN_THOUSAND, Size.HUNDRED_THOUSAND, Size.MILLION, Size.TEN_MILLION};
    private static final long SEED = 42;

    private PointCases() {}

    static List<Case> all() {
        return List.of(Case.of(
                        "get",
                        "get by id, per s",
                        RustScenario.reading(RustReading.forSizes(
                                "ops_per_s",
                                List.of(Size.TEN_THOUSAND, Size.HUNDRED_THOUSAND, Size.MILLION),
                                "get",
                                "raw=0")),
                        PointCases::get,
                        Row.of(Figure.AT_10K),
                        Row.of(Figure.AT_100K),
                        Row.of(Figure.AT_1M, Goal.atLeast(650_000)),
                        Row.of(Figure.AT_10M, Goal.atLeast(300_000)),
                        Row.of(Figure.P50),
                        Row.of(Figure.P99),
                        Row.of(Figure.ALLOCATED),
                        Row.of(Figure.EXPONENT, Goal.atMost(0.1)))
                .reading(SIZES));
    }

    /// Percentiles and allocation are those of the largest journal.
    private static Map<Figure, Double> get(Stage stage) throws Exception {
        Sized perSecond = new Sized(stage.journals());
        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        try (Readers readers = Readers.of(stage.journals(), SIZES)) {
            readers.each(stage.journals(), (size, journal, reader) -> {
                List<EventId> ids = journal.ids();
                for (EventId id : ids) {
                    reader.get(id); // into the page cache
                }
                SplittableRandom random = new SplittableRandom(SEED);
                Callers.Result result = stage.repeat(2, _ -> reader.get(ids.get(random.nextInt(ids.size()))));
                perSecond.put(size, result.calls() / result.seconds());
                Map<Figure, Double> of = result.figures(1);
                for (Figure figure : List.of(Figure.P50, Figure.P99, Figure.ALLOCATED)) {
                    figures.put(figure, figure.in(of));
                }
            });
        }
        figures.putAll(perSecond.rates());
        return figures;
    }
}
