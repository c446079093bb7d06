package io.batpak.model;

import io.batpak.model.CausalGraph.Cause;
import io.batpak.model.CausalGraph.Edge;
import io.batpak.model.CausalGraph.Node;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Causal graphs in the languages of two drawing programs.
///
/// A label has the entity on a line of its own, so that a name written from right to left cannot reorder what
/// stands beside it. Characters that steer a text instead of showing are spelled out, and whatever means
/// something in the language is escaped: a stored name ends no label and adds no markup.
final class CausalText {
    private static final String NOT_IN_THE_JOURNAL = "not in the journal";
    private static final String NOT_IN_THE_GRAPH = "not in this graph";
    private static final String MORE = "more, not shown";

    private final CausalGraph graph;
    private final StringBuilder text = new StringBuilder();
    private final Map<EventId, Node> named = new HashMap<>();

    private CausalText(CausalGraph graph) {
        this.graph = graph;
        graph.nodes().forEach(node -> named.put(node.eventId(), node));
    }

    static String dot(CausalGraph graph) {
        return new CausalText(graph).dot();
    }

    private String dot() {
        text.append("digraph causes {\n  node [shape=box];\n");
        for (Node node : graph.nodes()) {
            text.append("  \"").append(name(node)).append("\" [label=\"");
            text.append(dotText(node.entity())).append("\\n").append(place(node));
            text.append("\"];\n");
        }
        Set<EventId> declared = new HashSet<>();
        for (Edge edge : graph.edges()) {
            String cause = edge.cause().hex();
            if (edge.standing() != Cause.NODE && declared.add(edge.cause())) {
                text.append("  \"").append(cause).append("\" [label=\"").append(standing(edge));
                text.append("\", style=dashed];\n");
            }
            text.append("  \"").append(cause).append("\" -> \"");
            text.append(name(edge.effect())).append("\";\n");
        }
        if (graph.cutOff()) {
            text.append("  \"more\" [label=\"").append(MORE).append("\", style=dotted];\n");
        }
        return text.append("}\n").toString();
    }

    static String mermaid(CausalGraph graph) {
        return new CausalText(graph).mermaid();
    }

    private String mermaid() {
        text.append("flowchart TD\n");
        for (Node node : graph.nodes()) {
            text.append("  e").append(name(node)).append("[\"");
            text.append(mermaidText(node.entity())).append("<br/>").append(place(node));
            text.append("\"]\n");
        }
        Set<EventId> declared = new HashSet<>();
        for (Edge edge : graph.edges()) {
            String cause = "e" + edge.cause().hex();
            boolean isNode = edge.standing() == Cause.NODE;
            if (!isNode && declared.add(edge.cause())) {
                text.append("  ").append(cause).append("([\"").append(standing(edge));
                text.append("\"])\n");
            }
            text.append("  ").append(cause).append(isNode ? " --> e" : " -.-> e");
            text.append(name(edge.effect())).append('\n');
        }
        if (graph.cutOff()) {
            text.append("  more([\"").append(MORE).append("\"])\n");
        }
        return text.toString();
    }

    /// The id; of several events with one id the last one has it alone, as it has in the journal.
    private String name(Node node) {
        String id = node.eventId().hex();
        boolean isLast = node.equals(named.get(node.eventId()));
        return isLast ? id : id + "_" + Long.toUnsignedString(node.sequence());
    }

    private static String place(Node node) {
        return node.kind() + ", sequence " + Long.toUnsignedString(node.sequence());
    }

    private static String standing(Edge edge) {
        return edge.standing() == Cause.UNKNOWN ? NOT_IN_THE_JOURNAL : NOT_IN_THE_GRAPH;
    }

    /// Graphviz knows backslash escapes and HTML entities in quoted texts.
    private static String dotText(String name) {
        StringBuilder escaped = new StringBuilder();
        name.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> escaped.append("\\\"");
                case '\\' -> escaped.append("\\\\");
                case '&' -> escaped.append("&amp;");
                default -> append(escaped, c, "\\\\u");
            }
        });
        return escaped.toString();
    }

    /// Mermaid knows entities written with `#`, and its labels are HTML and Markdown.
    private static String mermaidText(String name) {
        StringBuilder escaped = new StringBuilder();
        name.codePoints().forEach(c -> {
            boolean hasMeaning = c > ' ' && c < 0x7F && !Character.isLetterOrDigit(c) && ":@,".indexOf(c) < 0;
            if (hasMeaning) {
                escaped.append('#').append(c).append(';');
            } else {
                append(escaped, c, "#92;u");
            }
        });
        return escaped.toString();
    }

    /// Appends a character, or its number behind `mark` if it would steer instead of show.
    private static void append(StringBuilder to, int character, String mark) {
        switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> to.append(mark).append(String.format(Locale.ROOT, "%04x", character));
            default -> to.appendCodePoint(character);
        }
    }
}
