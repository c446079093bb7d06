package io.batpak.bench.table;

import io.batpak.bench.Workload;
import io.batpak.model.Durability;
import java.util.ArrayList;
import java.util.List;

/// Appends whose receipt waits for a sync that covers the event; callers share syncs.
final class StrictCases {
    private static final double P99_MICROS_MAX = 2000;
    private static final double PER_SECOND_INSTEAD = 300_000;
    private static final int HEARTBEAT_CALLERS = 1000;

    private StrictCases() {}

    static List<Case> all() {
        return List.of(
                strict(1, durable("threads=1"), Goal.atLeast(0.95)),
                strict(8, durable("threads=8"), Goal.atLeast(3)),
                strict(64, durable("threads=64"), Goal.atLeast(20)),
                strict(256, durable("threads=256", "group=256"), Goal.atLeast(40)),
                strict(
                        1024,
                        RustScenario.none(),
                        Goal.atLeast(60),
                        Goal.atLeastInstead(PER_SECOND_INSTEAD, Figure.RATE)),
                HeartbeatCases.beside(
                        "heartbeat-strict",
                        "idle virtual thread beside 1000 strict callers",
                        calling(HEARTBEAT_CALLERS),
                        (store, caller) -> new Events(store, Workload.of("200"), caller, HEARTBEAT_CALLERS)::append));
    }

    private static Case strict(int callers, RustScenario rust, Goal... multiples) {
        List<Row> rows = new ArrayList<>();
        rows.add(Row.of(Figure.SYNC_MULTIPLE, multiples));
        rows.add(Row.of(Figure.RATE));
        rows.add(Row.of(Figure.P50));
        rows.add(callers == 64 ? Row.of(Figure.P99, Goal.atMost(P99_MICROS_MAX)) : Row.of(Figure.P99));
        rows.add(Row.of(Figure.LONGEST));
        return Case.of(
                "strict-" + callers,
                "strict append, " + callers + (callers == 1 ? " virtual caller" : " virtual callers"),
                rust,
                stage -> stage.run(
                                calling(callers),
                                (store, caller) -> new Events(store, Workload.of("200"), caller, callers)::append)
                        .figures(1),
                rows.toArray(Row[]::new));
    }

    private static Stage.Calling calling(int callers) {
        return new Stage.Calling(builder -> builder.durability(Durability.STRICT), callers, Callers.Kind.VIRTUAL);
    }

    /// The Rust program's way to the same promise: a sync after every event, and a gate that waits for it.
    private static RustScenario durable(String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("append", "payload=200", "cadence=1", "gate=durable", "cap=1", "n=1000000"));
        arguments.addAll(List.of(more));
        return RustScenario.onAnyCore(arguments.toArray(String[]::new));
    }
}
