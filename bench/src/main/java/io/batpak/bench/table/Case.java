package io.batpak.bench.table;

import java.util.List;
import java.util.Map;

/// One case of the table.
///
/// @param id its name on the command line, in results and in goals of other cases
/// @param title what the table says
/// @param setup its JVM and what has to be there before
/// @param rust the same for the Rust program; empty if it has nothing like it
/// @param rows what is reported and judged
/// @param body what is measured
record Case(String id, String title, Setup setup, RustScenario rust, List<Row> rows, Body body) {

    /// Measures, in a JVM of its own, once.
    @FunctionalInterface
    interface Body {
        Map<Figure, Double> measure(Stage stage) throws Exception;
    }

    /// What a case needs.
    ///
    /// @param jvmOptions further options of its JVM
    /// @param oneCore whether the JVM has one core only
    /// @param journals prepared journals
    record Setup(List<String> jvmOptions, boolean oneCore, List<Size> journals) {
        static Setup plain() {
            return new Setup(List.of(), false, List.of());
        }
    }

    static Case of(String id, String title, RustScenario rust, Body body, Row... rows) {
        return new Case(id, title, Setup.plain(), rust, List.of(rows), body);
    }

    Case onJvm(String... options) {
        return with(new Setup(List.of(options), setup.oneCore, setup.journals));
    }

    Case onOneCore() {
        return with(new Setup(setup.jvmOptions, true, setup.journals));
    }

    Case reading(Size... journals) {
        return with(new Setup(setup.jvmOptions, setup.oneCore, List.of(journals)));
    }

    private Case with(Setup other) {
        return new Case(id, title, other, rust, rows, body);
    }
}
