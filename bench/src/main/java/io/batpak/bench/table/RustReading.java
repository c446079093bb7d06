package io.batpak.bench.table;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// One value that the Rust program prints, and the figure that it stands beside.
///
/// @param figure the figure
/// @param key its name in the line
/// @param times what it is multiplied with to have our unit
/// @param arguments what is run; runs with the same arguments are shared within a round
/// @param from its own journal of which size is read; empty if none is
/// @param what which of several lines; empty for the only one
record RustReading(Figure figure, String key, double times, List<String> arguments, Optional<Size> from, String what) {
    private static final String QUERY = "query";
    /// Reads a journal of one entity instead of those by size.
    private static final String PROJECT = "project";

    /// A value of a scenario that reads a journal.
    static RustReading of(Figure figure, String key, Size from, String... arguments) {
        return new RustReading(figure, key, 1, List.of(arguments), Optional.of(from), "");
    }

    /// A value of a scenario that makes its own.
    static RustReading made(Figure figure, String key, String... arguments) {
        return new RustReading(figure, key, 1, List.of(arguments), Optional.empty(), "");
    }

    /// A value of one of the queries.
    static RustReading query(Figure figure, String key, Size from, String what) {
        return new RustReading(figure, key, 1, List.of(QUERY, "cap_ms=300"), Optional.of(from), what);
    }

    /// A value of one of the steps with projections, at the best of its settings.
    static RustReading project(Figure figure, String key, String what) {
        return new RustReading(
                figure, key, 1, List.of(PROJECT, "incremental=1", "topology=entity"), Optional.empty(), what);
    }

    boolean isOfProjections() {
        return arguments.getFirst().equals(PROJECT);
    }

    RustReading times(double factor) {
        return new RustReading(figure, key, factor, arguments, from, what);
    }

    /// The same value for each size at its figure.
    static RustReading[] forSizes(String key, List<Size> sizes, String... arguments) {
        return sizes.stream()
                .map(size -> of(size.figure(), key, size, arguments))
                .toArray(RustReading[]::new);
    }

    String text() {
        return Stream.concat(
                        Stream.of(key, "of"),
                        Stream.concat(
                                arguments.stream(),
                                Stream.of(what, from.map(Size::name).orElse(""))))
                .filter(part -> !part.isEmpty())
                .reduce((left, right) -> left + " " + right)
                .orElse("");
    }
}
