package io.batpak.bench.table;

import java.util.EnumMap;
import java.util.Map;

/// One thing measured at several sizes, and how it grows. Not for concurrent use.
final class Sized {
    private final Journals journals;
    private final Map<Size, Double> values = new EnumMap<>(Size.class);

    Sized(Journals journals) {
        this.journals = journals;
    }

    void put(Size size, double value) {
        values.put(size, value);
    }

    /// The values where small is good, their ratio and their exponent.
    Map<Figure, Double> costs() {
        return figures(1);
    }

    /// The values where large is good; ratio and exponent are those of the time that each takes.
    Map<Figure, Double> rates() {
        return figures(-1);
    }

    private Map<Figure, Double> figures(int power) {
        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        Growth growth = new Growth();
        double first = 0;
        double last = 0;
        for (Map.Entry<Size, Double> each : values.entrySet()) {
            double cost = Math.pow(each.getValue(), power);
            figures.put(each.getKey().figure(), each.getValue());
            growth.add((double) journals.events(each.getKey()), cost);
            first = first == 0 ? cost : first;
            last = cost;
        }
        if (values.size() > 1) {
            figures.put(Figure.GROWTH, last / first);
            figures.put(Figure.EXPONENT, growth.exponent());
        }
        return figures;
    }
}
