package io.batpak.bench.table;

import io.batpak.Store;
import io.batpak.bench.Workload;
import io.batpak.error.SequenceMismatchException;
import io.batpak.model.AppendOptions;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.IdempotencyKey;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import java.util.List;
import java.util.Map;

/// Appends that store nothing, with a payload that is already encoded.
final class RefusalCases {
    private static final Coordinate AT = Coordinate.of("acct:0", "scope:0");
    private static final EventKind KIND = EventKind.of(0xF, 1);
    private static final Payload PAYLOAD = Workload.of("200").payload(0);
    private static final long WRONG_CLOCK = 7;
    private static final double NANOS_MAX = 2000;

    private RefusalCases() {}

    static List<Case> all() {
        return List.of(
                Case.of(
                        "refused-clock",
                        "append refused for its expected clock",
                        RustScenario.none(),
                        RefusalCases::wrongClock,
                        Row.of(Figure.COST_BESIDE, Goal.atMost(NANOS_MAX)),
                        Row.of(Figure.COST),
                        Row.of(Figure.COST_ALONE),
                        Row.of(Figure.P50),
                        Row.of(Figure.P99),
                        Row.of(Figure.ALLOCATED)),
                Case.of(
                        "refused-key",
                        "append answered from its idempotency key",
                        RustScenario.none(),
                        RefusalCases::knownKey,
                        Row.of(Figure.COST, Goal.atMost(NANOS_MAX)),
                        Row.of(Figure.P50),
                        Row.of(Figure.P99),
                        Row.of(Figure.ALLOCATED)));
    }

    private static Map<Figure, Double> wrongClock(Stage stage) throws Exception {
        AppendOptions options = AppendOptions.expecting(WRONG_CLOCK);
        Map<Figure, Double> figures = stage.run(Stage.Calling.oneCaller(), (store, _) -> {
                    store.append(AT, KIND, PAYLOAD);
                    return _ -> expectRefusal(store, options);
                })
                .figures(1);
        // The baseline: the same exception made, thrown and caught without a store, timed by the same loop.
        double alone = stage.run(Stage.Calling.oneCaller(), (_, _) -> RefusalCases::throwAndCatch)
                .nanosPerCall();
        figures.put(Figure.COST_ALONE, alone);
        figures.put(Figure.COST_BESIDE, Figure.COST.in(figures) - alone);
        return figures;
    }

    private static void expectRefusal(Store store, AppendOptions options) {
        try {
            store.append(AT, KIND, PAYLOAD, options);
        } catch (SequenceMismatchException e) {
            return;
        }
        throw new IllegalStateException("an append with a wrong clock was not refused");
    }

    private static void throwAndCatch(long index) {
        try {
            throw new SequenceMismatchException(AT.entity(), WRONG_CLOCK, index);
        } catch (SequenceMismatchException e) {
            if (e.actual() != index) {
                throw new IllegalStateException("another exception", e);
            }
        }
    }

    private static Map<Figure, Double> knownKey(Stage stage) throws Exception {
        AppendOptions options = AppendOptions.none().idempotencyKey(new IdempotencyKey(1, 1));
        return stage.run(Stage.Calling.oneCaller(), (store, _) -> {
                    Receipt first = store.append(AT, KIND, PAYLOAD, options);
                    return _ -> {
                        Receipt again = store.append(AT, KIND, PAYLOAD, options);
                        if (again.sequence() != first.sequence()) {
                            throw new IllegalStateException("a retry was stored");
                        }
                    };
                })
                .figures(1);
    }
}
