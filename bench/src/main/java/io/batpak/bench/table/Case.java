package io.batpak.bench.table;

import java.util.List;
import java.util.Map;

/// One case of the table.
///
/// @param id its name on the command line, in results and in goals of other cases
/// @param title what the table says
/// @param jvmOptions further options of its JVM
/// @param rust the same for the Rust program; empty if it has nothing like it
/// @param rows what is reported and judged
/// @param body what is measured
record Case(String id, String title, List<String> jvmOptions, RustScenario rust, List<Row> rows, Body body) {

    /// Measures, in a JVM of its own, once.
    @FunctionalInterface
    interface Body {
        Map<Figure, Double> measure(Stage stage) throws Exception;
    }

    static Case of(String id, String title, RustScenario rust, Body body, Row... rows) {
        return new Case(id, title, List.of(), rust, List.of(rows), body);
    }

    Case onJvm(String... options) {
        return new Case(id, title, List.of(options), rust, rows, body);
    }
}
