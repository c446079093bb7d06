package io.batpak.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Some events and what led to them, as a value that needs no journal.
///
/// Each event names at most one other as its cause, so an event has at most one edge to it. Ids that callers
/// choose allow cycles, and an event that is its own cause. Immutable.
///
/// @param nodes the events, in commit order
/// @param unknownCauses the causes that events of the graph name and the journal does not show: dropped,
///     hidden or never there; ascending
/// @param cutOff whether a bound kept out events that belong to it
public record CausalGraph(List<Node> nodes, List<EventId> unknownCauses, boolean cutOff) {
    private static final Comparator<EventId> BY_BITS = Comparator.comparing(EventId::high, Long::compareUnsigned)
            .thenComparing(EventId::low, Long::compareUnsigned);

    /// Copies both lists and puts them in order.
    public CausalGraph {
        nodes = nodes.stream()
                .sorted(Comparator.comparing(Node::sequence, Long::compareUnsigned))
                .toList();
        unknownCauses = unknownCauses.stream().distinct().sorted(BY_BITS).toList();
    }

    /// An event of the graph.
    ///
    /// @param eventId the event's id
    /// @param causationId the event that led to it; empty if there is none
    /// @param sequence commit order, unique in the store
    /// @param kind what the event is
    /// @param entity the entity
    /// @param scope the scope
    /// @param wallMillis wall clock of the commit in milliseconds since 1970
    public record Node(
            EventId eventId,
            Optional<CausationId> causationId,
            long sequence,
            EventKind kind,
            String entity,
            String scope,
            long wallMillis) {
        /// The node of an index entry.
        public static Node of(Entry entry) {
            return new Node(
                    entry.eventId(),
                    entry.causationId(),
                    entry.sequence(),
                    entry.kind(),
                    entry.entity(),
                    entry.scope(),
                    entry.wallMillis());
        }

        /// The event that led to it; empty if there is none.
        public Optional<EventId> cause() {
            return causationId.map(id -> new EventId(id.high(), id.low()));
        }
    }

    /// How the cause of an edge stands to the graph.
    public enum Cause {
        /// One of its events.
        NODE,

        /// An event of the journal that is not in the graph.
        OUTSIDE,

        /// Not shown by the journal.
        UNKNOWN
    }

    /// An event and its cause.
    ///
    /// @param cause the id that the event names
    /// @param standing whether that is an event of the graph
    /// @param effect the event
    public record Edge(EventId cause, Cause standing, Node effect) {}

    /// An edge for each event that names a cause, in the order of the nodes.
    public List<Edge> edges() {
        Set<EventId> known = new HashSet<>();
        nodes.forEach(node -> known.add(node.eventId()));
        Set<EventId> unknown = new HashSet<>(unknownCauses);
        List<Edge> edges = new ArrayList<>();
        for (Node node : nodes) {
            node.cause().ifPresent(cause -> {
                boolean outside = !known.contains(cause);
                Cause standing = unknown.contains(cause) ? Cause.UNKNOWN : Cause.OUTSIDE;
                edges.add(new Edge(cause, outside ? standing : Cause.NODE, node));
            });
        }
        return edges;
    }

    /// The graph in the DOT language of Graphviz, lines ended by `\n`. Equal graphs give equal texts; the
    /// name of an event is its id.
    public String toDot() {
        return CausalText.dot(this);
    }

    /// The graph as a Mermaid flowchart, lines ended by `\n`. Equal graphs give equal texts; the name of an
    /// event is `e` and its id.
    public String toMermaid() {
        return CausalText.mermaid(this);
    }
}
