package io.batpak.bench.table;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Figures as JSON and back, and the lines of the Rust program.
final class FigureJson {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private FigureJson() {}

    static JsonMapper mapper() {
        return MAPPER;
    }

    static String line(Map<Figure, Double> figures) {
        return MAPPER.writeValueAsString(node(figures));
    }

    static ObjectNode node(Map<Figure, Double> figures) {
        ObjectNode node = MAPPER.createObjectNode();
        figures.forEach((figure, value) -> node.put(figure.key(), value));
        return node;
    }

    static Map<Figure, Double> parse(String line) {
        JsonNode node = MAPPER.readTree(line);
        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        for (Figure figure : Figure.values()) {
            if (node.has(figure.key())) {
                figures.put(figure, node.get(figure.key()).doubleValue());
            }
        }
        return figures;
    }

    /// The figures in a line that the Rust program printed.
    static Map<Figure, Double> ofRust(String line) {
        JsonNode node = MAPPER.readTree(line);
        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        for (Figure figure : Figure.values()) {
            if (!figure.rustKey().isEmpty() && node.has(figure.rustKey())) {
                figures.put(figure, node.get(figure.rustKey()).doubleValue());
            }
        }
        if (node.has("thread_ops_min") && node.get("thread_ops_min").doubleValue() > 0) {
            figures.put(
                    Figure.SHARE,
                    node.get("thread_ops_max").doubleValue()
                            / node.get("thread_ops_min").doubleValue());
        }
        return figures;
    }

    /// One value out of the lines that the Rust program printed.
    ///
    /// @param what which of several lines, by its `what` or its `step`; empty for the first
    /// @throws IOException when there is no such line or value
    static double ofRust(List<String> lines, String what, String key) throws IOException {
        for (String line : lines) {
            JsonNode node = MAPPER.readTree(line);
            boolean wanted = what.isEmpty()
                    || node.path("what").asString("").equals(what)
                    || node.path("step").asString("").equals(what);
            if (wanted && node.has(key)) {
                return node.get(key).doubleValue();
            }
        }
        throw new IOException("the Rust program printed no " + key + " of " + what);
    }
}
