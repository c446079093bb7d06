package io.batpak.cli;

import io.batpak.model.CausalGraph;
import io.batpak.model.CausalGraph.Cause;
import io.batpak.model.CausalGraph.Edge;
import io.batpak.model.CausalGraph.Node;
import io.batpak.model.EventId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A causal graph as lines: every event below the one that led to it, two columns further in.
final class CausalTree {
    private static final String INDENT = "  ";
    /// A long chain stays readable; behind this level its lines carry the level as a number.
    private static final int LEVELS_INDENTED_MAX = 40;

    private final Output output;
    private final CausalGraph graph;
    private final @Nullable EventId start;
    private final Map<EventId, Node> last = new HashMap<>();
    private final Map<EventId, List<Node>> effects = new HashMap<>();
    private final Map<EventId, List<Edge>> elsewhere = new LinkedHashMap<>();
    private final Set<Node> caused = new HashSet<>();
    private final Set<Node> printed = new HashSet<>();

    /// An event that is still to be printed.
    private record Due(Node node, int level) {}

    CausalTree(Output output, CausalGraph graph, @Nullable EventId start) {
        this.output = output;
        this.graph = graph;
        this.start = start;
        graph.nodes().forEach(node -> last.put(node.eventId(), node));
        for (Edge edge : graph.edges()) {
            caused.add(edge.effect());
            if (edge.standing() == Cause.NODE) {
                effects.computeIfAbsent(edge.cause(), _ -> new ArrayList<>()).add(edge.effect());
            } else {
                elsewhere.computeIfAbsent(edge.cause(), _ -> new ArrayList<>()).add(edge);
            }
        }
    }

    void print() {
        if (graph.nodes().isEmpty()) {
            output.line("no events");
        }
        graph.nodes().stream().filter(node -> !caused.contains(node)).forEach(node -> print(node, 0));
        elsewhere.forEach((cause, edges) -> {
            boolean isUnknown = edges.getFirst().standing() == Cause.UNKNOWN;
            output.line(cause.hex() + (isUnknown ? " is not in the journal" : " is not shown"));
            edges.forEach(edge -> print(edge.effect(), 1));
        });
        for (Node node : graph.nodes()) {
            if (!printed.contains(node)) {
                output.line("a circle:");
                print(node, 1);
            }
        }
        if (graph.cutOff()) {
            output.line("there is more: raise --limit or --depth");
        }
    }

    private void print(Node root, int rootLevel) {
        Deque<Due> due = new ArrayDeque<>();
        due.push(new Due(root, rootLevel));
        for (Due next = due.poll(); next != null; next = due.poll()) {
            Node node = next.node;
            if (!printed.add(node)) {
                continue;
            }
            output.line(line(node, next.level));
            // Of several events with one id, the last one stands for it.
            boolean isLast = node.equals(last.get(node.eventId()));
            List<Node> below = isLast ? effects.getOrDefault(node.eventId(), List.of()) : List.of();
            for (Node effect : below.reversed()) {
                due.push(new Due(effect, next.level + 1));
            }
        }
    }

    private String line(Node node, int level) {
        String number = level > LEVELS_INDENTED_MAX ? "[" + level + "] " : "";
        return INDENT.repeat(Math.min(level, LEVELS_INDENTED_MAX)) + number + Text.kind(node.kind()) + " "
                + Text.printable(node.entity() + "@" + node.scope()) + "  sequence "
                + Long.toUnsignedString(node.sequence()) + "  " + node.eventId().hex()
                + (node.eventId().equals(start) ? "  <- this event" : "");
    }
}
