package io.batpak.bench.table;

import io.batpak.StoreReader;
import io.batpak.bench.fixture.Prepared;
import io.batpak.model.Entry;
import java.util.List;
import java.util.Map;

/// All effects of the event that has a thousand, spread over the whole journal; the median, in ms.
final class EffectCases {
    private static final Size[] SIZES = {Size.TEN_THOUSAND, Size.MILLION, Size.TEN_MILLION};
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double MEDIAN = 50;
    private static final int PARTS = 3;
    private static final double MILLIS_MAX = 2;

    private EffectCases() {}

    static List<Case> all() {
        return List.of(Case.of(
                        "effects",
                        "effects of an event with 1 000 effects, ms",
                        RustScenario.none(),
                        EffectCases::effects,
                        Row.of(Figure.AT_10K),
                        Row.of(Figure.AT_1M, Goal.atMost(MILLIS_MAX)),
                        Row.of(Figure.AT_10M, Goal.atMost(MILLIS_MAX)))
                .reading(SIZES));
    }

    private static Map<Figure, Double> effects(Stage stage) throws Exception {
        Sized millis = new Sized(stage.journals());
        try (Readers readers = Readers.of(stage.journals(), SIZES)) {
            readers.each(stage.journals(), (size, journal, reader) -> {
                Callers.Result result = stage.repeat(PARTS, _ -> all(reader, journal));
                millis.put(size, result.latency().getValueAtPercentile(MEDIAN) / NANOS_PER_MILLI);
            });
        }
        return millis.costs();
    }

    private static void all(StoreReader reader, Prepared journal) {
        long count = 0;
        for (Entry entry : reader.effectsOf(journal.hub())) {
            count += entry.sequence() >= 0 ? 1 : 0;
        }
        if (count != journal.recipe().effects()) {
            throw new IllegalStateException("the hub has " + count + " effects");
        }
    }
}
