package io.batpak.bench.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What all rounds gave, by case. Not for concurrent use.
final class Results {
    /// One round of one case.
    record Round(Map<Figure, Double> ours, Map<Figure, Double> rust) {}

    private final Map<String, List<Round>> rounds = new LinkedHashMap<>();
    private final List<String> failures = new ArrayList<>();

    void add(String id, Round round) {
        rounds.computeIfAbsent(id, _ -> new ArrayList<>()).add(round);
    }

    void addFailure(String what) {
        failures.add(what);
    }

    /// What could not be measured, with the reason.
    List<String> failures() {
        return List.copyOf(failures);
    }

    Map<String, List<Round>> rounds() {
        return rounds;
    }

    /// A figure of ours by round; not a number where a round did not measure it.
    List<Double> ours(String id, Figure figure) {
        return figures(id, figure, true);
    }

    /// The same of the Rust program.
    List<Double> rust(String id, Figure figure) {
        return figures(id, figure, false);
    }

    private List<Double> figures(String id, Figure figure, boolean ours) {
        List<Double> figures = new ArrayList<>();
        for (Round round : rounds.getOrDefault(id, List.of())) {
            figures.add((ours ? round.ours() : round.rust()).getOrDefault(figure, Double.NaN));
        }
        return figures;
    }
}
