package io.batpak.bench.table;

import java.util.List;
import java.util.Optional;

/// A bound of a figure, taken alone or as a multiple of something of the same run.
///
/// @param atLeast whether the figure should be large
/// @param bound the bound, which still meets the goal
/// @param base what the figure is divided by
record Goal(boolean atLeast, double bound, Base base) {

    /// What a figure is divided by before it is compared.
    sealed interface Base {
        /// Nothing: the bound has the figure's own unit.
        record Nothing() implements Base {}

        /// The same figure of the Rust program.
        record Rust() implements Base {}

        /// Another figure of the same case.
        record Own(Figure figure) implements Base {}

        /// Nothing, but it is another figure of the case that is compared.
        record Instead(Figure figure) implements Base {}

        /// The same figure of another case.
        record OtherCase(String id) implements Base {}
    }

    static Goal atLeast(double bound) {
        return new Goal(true, bound, new Base.Nothing());
    }

    static Goal atMost(double bound) {
        return new Goal(false, bound, new Base.Nothing());
    }

    static Goal atLeastTimesRust(double bound) {
        return new Goal(true, bound, new Base.Rust());
    }

    static Goal atMostTimesRust(double bound) {
        return new Goal(false, bound, new Base.Rust());
    }

    static Goal atLeastTimesCase(double bound, String id) {
        return new Goal(true, bound, new Base.OtherCase(id));
    }

    /// Met if another figure of the case is large.
    static Goal atLeastInstead(double bound, Figure figure) {
        return new Goal(true, bound, new Base.Instead(figure));
    }

    static Goal atMostTimesOwn(double bound, Figure figure) {
        return new Goal(false, bound, new Base.Own(figure));
    }

    static Goal atLeastTimesOwn(double bound, Figure figure) {
        return new Goal(true, bound, new Base.Own(figure));
    }

    /// The figure of each round over its base of the same round, where both are known.
    private List<Double> values(Results results, String id, Figure figure) {
        List<Double> ours = results.ours(id, figure);
        return switch (base) {
            case Base.Nothing() -> ours;
            case Base.Rust() -> Spread.ratios(ours, results.rust(id, figure));
            case Base.Own(Figure other) -> Spread.ratios(ours, results.ours(id, other));
            case Base.Instead(Figure other) -> results.ours(id, other);
            case Base.OtherCase(String other) -> Spread.ratios(ours, results.ours(other, figure));
        };
    }

    /// The median that is compared; empty where something was not measured.
    Optional<Double> value(Results results, String id, Figure figure) {
        return Spread.of(values(results, id, figure)).map(Spread::median);
    }

    boolean met(double value) {
        return atLeast ? value >= bound : value <= bound;
    }

    String text() {
        String against = switch (base) {
            case Base.Nothing() -> "";
            case Base.Rust() -> " × Rust";
            case Base.Own(Figure other) -> " × " + other.label();
            case Base.Instead(Figure other) -> " " + other.label();
            case Base.OtherCase(String other) -> " × " + other;
        };
        return (atLeast ? "≥ " : "≤ ") + Spread.number(bound) + against;
    }
}
