package io.batpak.bench.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Smallest, middle and largest of the rounds.
record Spread(double min, double median, double max) {
    private static final double WHOLE_FROM = 1000;
    private static final double ONE_DIGIT_FROM = 100;

    /// Over the rounds that have a figure; empty if none has.
    static Optional<Spread> of(List<Double> values) {
        List<Double> sorted =
                values.stream().filter(value -> !value.isNaN()).sorted().toList();
        if (sorted.isEmpty()) {
            return Optional.empty();
        }
        int middle = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return Optional.of(new Spread(sorted.getFirst(), median, sorted.getLast()));
    }

    /// Round by round; only as many rounds as both have.
    static List<Double> ratios(List<Double> figures, List<Double> bases) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < Math.min(figures.size(), bases.size()); round++) {
            ratios.add(figures.get(round) / bases.get(round));
        }
        return ratios;
    }

    String text() {
        if (min == max) {
            return "**" + number(median) + "**";
        }
        return number(min) + " / **" + number(median) + "** / " + number(max);
    }

    /// A figure with as many digits as say something.
    static String number(double value) {
        double size = Math.abs(value);
        if (size >= WHOLE_FROM) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        if (size == Math.rint(size)) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        return String.format(Locale.ROOT, size >= ONE_DIGIT_FROM ? "%.0f" : size >= 10 ? "%.1f" : "%.2f", value);
    }
}
