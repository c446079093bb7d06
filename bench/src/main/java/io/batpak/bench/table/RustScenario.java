package io.batpak.bench.table;

import java.util.List;
import java.util.stream.Collectors;

/// What the Rust program runs beside a case.
///
/// @param arguments its arguments; empty if it has no such case
/// @param places on which cores; of two places the faster one counts
/// @param readings single values, each of a run of its own, instead of arguments
record RustScenario(List<String> arguments, List<Place> places, List<RustReading> readings) {

    /// On which cores the Rust program runs.
    enum Place {
        /// Caller and writer thread on one core, its best regime with few callers.
        ONE_CORE,
        /// Wherever the system puts its threads.
        ANY_CORE
    }

    static RustScenario none() {
        return new RustScenario(List.of(), List.of(), List.of());
    }

    static RustScenario onOneCore(String... arguments) {
        return new RustScenario(List.of(arguments), List.of(Place.ONE_CORE), List.of());
    }

    static RustScenario onAnyCore(String... arguments) {
        return new RustScenario(List.of(arguments), List.of(Place.ANY_CORE), List.of());
    }

    static RustScenario onTheFaster(String... arguments) {
        return new RustScenario(List.of(arguments), List.of(Place.ONE_CORE, Place.ANY_CORE), List.of());
    }

    static RustScenario reading(RustReading... readings) {
        return new RustScenario(List.of(), List.of(), List.of(readings));
    }

    boolean isEmpty() {
        return arguments.isEmpty() && readings.isEmpty();
    }

    /// What is run, for the record.
    String text() {
        return readings.isEmpty()
                ? String.join(" ", arguments)
                : readings.stream().map(RustReading::text).collect(Collectors.joining("; "));
    }
}
