package io.batpak.bench.table;

import io.batpak.Store;
import io.batpak.StoreReader;
import io.batpak.model.ImportOptions;
import io.batpak.model.ImportReport;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Everything of a journal into an empty one, durable at the end, and then once more, which finds all of it there.
/// The code is warm.
final class ImportCases {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double PER_SECOND_MIN = 150_000;
    private static final double AGAIN_PER_SECOND_MIN = 500_000;

    private ImportCases() {}

    static List<Case> all() {
        return List.of(Case.of(
                        "import",
                        "import of 1 M events, events",
                        RustScenario.none(),
                        ImportCases::imports,
                        Row.of(Figure.RATE, Goal.atLeast(PER_SECOND_MIN)),
                        Row.of(Figure.RATE_AGAIN, Goal.atLeast(AGAIN_PER_SECOND_MIN)))
                .reading(Size.HUNDRED_THOUSAND, Size.MILLION));
    }

    private static Map<Figure, Double> imports(Stage stage) throws Exception {
        imports(stage, Size.HUNDRED_THOUSAND); // to warm up
        return imports(stage, Size.MILLION);
    }

    private static Map<Figure, Double> imports(Stage stage, Size size) throws Exception {
        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        try (StoreReader source = stage.journals().reader(size)) {
            Stage.inStore(builder -> builder, target -> {
                long events = stage.journals().events(size);
                figures.put(Figure.RATE, perSecond(source, target, events, 0));
                figures.put(Figure.RATE_AGAIN, perSecond(source, target, 0, events));
                return target;
            });
        }
        return figures;
    }

    private static double perSecond(StoreReader source, Store target, long imported, long deduplicated) {
        long begun = System.nanoTime();
        ImportReport report = target.importEvents(source, ImportOptions.from("bench"));
        double seconds = (System.nanoTime() - begun) / NANOS_PER_SECOND;
        if (report.imported() != imported || report.deduplicated() != deduplicated) {
            throw new IllegalStateException("not as expected: " + report);
        }
        return (imported + deduplicated) / seconds;
    }
}
