package io.batpak.bench.table;

import io.batpak.bench.Workload;
import io.batpak.model.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Single appends in the default configuration: receipt in hand, a sync at the latest every 1000 events.
final class AppendCases {
    /// The case to which others are compared.
    static final String PLAIN = "append-200";

    private static final int PREPARED_PAYLOADS = 1024;
    private static final double LONGEST_MICROS_MAX = 20_000;

    private AppendCases() {}

    static List<Case> all() {
        List<Case> cases = new ArrayList<>();
        cases.add(oneCaller("append-small", "append, 1 caller, small", "small", 2.5, 285_000));
        cases.add(plain());
        cases.add(oneCaller("append-1k", "append, 1 caller, 1 KiB", "1024", 1.7, 135_000));
        for (int callers : new int[] {2, 4, 16, 64}) {
            cases.add(manyCallers(callers, Callers.Kind.PLATFORM));
            cases.add(manyCallers(callers, Callers.Kind.VIRTUAL));
        }
        cases.add(withOption(
                "expected-clock",
                "append with an expected clock",
                "cas",
                (store, caller) -> new Events(store, Workload.of("200"), caller, 1)::appendExpecting));
        cases.add(withOption(
                "keyed",
                "append with an idempotency key",
                "idem",
                (store, caller) -> new Events(store, Workload.of("200"), caller, 1)::appendKeyed));
        cases.add(allocation("allocation-small", "append of encoded bytes, small", "small"));
        cases.add(allocation("allocation-200", "append of encoded bytes, 200 B", "200", Goal.atMost(400)));
        cases.add(allocation("allocation-1k", "append of encoded bytes, 1 KiB", "1024"));
        return cases;
    }

    private static Case plain() {
        Case rate = oneCaller(PLAIN, "append, 1 caller, 200 B", "200", 2.2, 240_000);
        List<Row> rows = new ArrayList<>(rate.rows().subList(0, 2));
        rows.add(Row.of(Figure.P50, Goal.atMost(4)));
        rows.add(Row.of(Figure.P99, Goal.atMost(30)));
        rows.add(Row.of(Figure.P999, Goal.atMostTimesRust(0.5)));
        rows.add(Row.of(Figure.LONGEST));
        rows.add(Row.of(Figure.ALLOCATED));
        return new Case(rate.id(), rate.title(), rate.setup(), rate.rust(), rows, rate.body());
    }

    private static Case oneCaller(String id, String title, String payload, double timesRust, double perSecond) {
        String rustBytes = payload.equals("small") ? "0" : payload;
        return Case.of(
                id,
                title,
                RustScenario.onOneCore("append", "threads=1", "payload=" + rustBytes, "cap=2"),
                stage -> stage.run(
                                Stage.Calling.oneCaller(),
                                (store, caller) -> new Events(store, Workload.of(payload), caller, 1)::append)
                        .figures(1),
                Row.of(Figure.RATE, Goal.atLeastTimesRust(timesRust)),
                Row.of(Figure.RATE, Goal.atLeast(perSecond)),
                Row.of(Figure.P50),
                Row.of(Figure.P99),
                Row.of(Figure.P999));
    }

    private static Case manyCallers(int callers, Callers.Kind kind) {
        Stage.Calling calling = Stage.Calling.oneCaller().by(callers, kind);
        boolean virtual = kind == Callers.Kind.VIRTUAL;
        List<Row> rows = new ArrayList<>();
        if (callers == 64) {
            rows.add(Row.of(Figure.RATE, Goal.atLeastTimesRust(2.2)));
        }
        rows.add(Row.of(Figure.RATE, Goal.atLeastTimesCase(0.9, PLAIN)));
        rows.add(Row.of(Figure.P50));
        rows.add(Row.of(Figure.P99));
        rows.add(Row.of(Figure.LONGEST, Goal.atMost(LONGEST_MICROS_MAX)));
        rows.add(Row.of(Figure.SHARE, Goal.atMost(2)));
        return Case.of(
                "callers-" + callers + (virtual ? "-virtual" : "-platform"),
                "append, " + callers + (virtual ? " virtual" : " platform") + " callers",
                RustScenario.onTheFaster("append", "threads=" + callers, "payload=200", "cap=2"),
                stage -> stage.run(
                                calling,
                                (store, caller) -> new Events(store, Workload.of("200"), caller, callers)::append)
                        .figures(1),
                rows.toArray(Row[]::new));
    }

    private static Case withOption(String id, String title, String rustOption, Stage.StoreWork work) {
        return Case.of(
                id,
                title,
                RustScenario.onOneCore("append", "threads=1", "payload=200", "opt=" + rustOption, "cap=2"),
                stage -> stage.run(Stage.Calling.oneCaller(), work).figures(1),
                Row.of(Figure.RATE, Goal.atLeastTimesCase(0.9, PLAIN)),
                Row.of(Figure.P50),
                Row.of(Figure.P99),
                Row.of(Figure.ALLOCATED));
    }

    private static Case allocation(String id, String title, String size, Goal... goals) {
        return Case.of(
                id,
                title,
                RustScenario.none(),
                stage -> appendEncoded(stage, Workload.of(size)),
                Row.of(Figure.ALLOCATED, goals),
                Row.of(Figure.RATE));
    }

    private static Map<Figure, Double> appendEncoded(Stage stage, Workload workload) throws Exception {
        Payload[] payloads = new Payload[PREPARED_PAYLOADS];
        for (int index = 0; index < payloads.length; index++) {
            payloads[index] = workload.payload(index);
        }
        return stage.run(
                        Stage.Calling.oneCaller(),
                        (store, _) -> index -> store.append(
                                workload.coordinate(index),
                                workload.kind(index),
                                payloads[(int) (index % payloads.length)]))
                .figures(1);
    }
}
