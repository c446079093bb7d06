package io.batpak.bench.table;

import java.util.List;

/// What the Rust program runs beside a case.
///
/// @param arguments its arguments; empty if it has no such case
/// @param places on which cores; of two places the faster one counts
record RustScenario(List<String> arguments, List<Place> places) {

    /// On which cores the Rust program runs.
    enum Place {
        /// Caller and writer thread on one core, its best regime with few callers.
        ONE_CORE,
        /// Wherever the system puts its threads.
        ANY_CORE
    }

    static RustScenario none() {
        return new RustScenario(List.of(), List.of());
    }

    static RustScenario onOneCore(String... arguments) {
        return new RustScenario(List.of(arguments), List.of(Place.ONE_CORE));
    }

    static RustScenario onAnyCore(String... arguments) {
        return new RustScenario(List.of(arguments), List.of(Place.ANY_CORE));
    }

    static RustScenario onTheFaster(String... arguments) {
        return new RustScenario(List.of(arguments), List.of(Place.ONE_CORE, Place.ANY_CORE));
    }
}
