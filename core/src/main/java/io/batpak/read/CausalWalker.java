package io.batpak.read;

import io.batpak.index.IndexView;
import io.batpak.model.CausalBounds;
import io.batpak.model.CausalDirection;
import io.batpak.model.CausalGraph;
import io.batpak.model.CausalGraph.Node;
import io.batpak.model.CausalVisitor;
import io.batpak.model.CausalVisitor.Next;
import io.batpak.model.CausalWalk;
import io.batpak.model.CausalWalk.Ending;
import io.batpak.model.CausationId;
import io.batpak.model.CorrelationId;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/// Walks through causes and effects, breadth first, over the index alone: no frame is read.
///
/// An event is what has a sequence: of several with one id, each is visited once. The cause of an event is
/// the one the journal answers with for that id.
public final class CausalWalker {
    private final IndexView view;
    private final CausalDirection direction;
    private final CausalBounds bounds;
    private final CausalVisitor visitor;
    private final Set<Long> visited = new HashSet<>();
    private final Queue<Reached> toExpand = new ArrayDeque<>();
    private boolean stepsReached;

    /// An event that was visited and has not been gone on from.
    private record Reached(Entry entry, int steps) {}

    private CausalWalker(IndexView view, CausalDirection direction, CausalBounds bounds, CausalVisitor visitor) {
        this.view = view;
        this.direction = direction;
        this.bounds = bounds;
        this.visitor = visitor;
    }

    /// Visits the event `from`, and what is connected with it as far as `bounds` allow.
    public static CausalWalk walk(
            IndexView view, EventId from, CausalDirection direction, CausalBounds bounds, CausalVisitor visitor) {
        Optional<Entry> start = view.find(from);
        if (start.isEmpty()) {
            return new CausalWalk(0, Ending.NOT_FOUND);
        }
        CausalWalker walker = new CausalWalker(view, direction, bounds, visitor);
        Ending ending = walker.run(start.get());
        return new CausalWalk(walker.visited.size(), ending);
    }

    private Ending run(Entry start) {
        if (isEnd(start, 0)) {
            return Ending.STOPPED;
        }
        for (Reached reached = toExpand.poll(); reached != null; reached = toExpand.poll()) {
            Optional<Ending> ending = expand(reached);
            if (ending.isPresent()) {
                return ending.get();
            }
        }
        return stepsReached ? Ending.STEPS_REACHED : Ending.COMPLETE;
    }

    /// Visits the neighbours of an event; tells what ends the walk, if anything does.
    private Optional<Ending> expand(Reached reached) {
        boolean isLast = reached.steps == bounds.stepsMax();
        if (isLast && stepsReached) {
            return Optional.empty();
        }
        if (direction != CausalDirection.EFFECTS) {
            Optional<Entry> cause = cause(view, reached.entry);
            if (cause.isPresent()) {
                Optional<Ending> ending = step(cause.get(), reached.steps, isLast);
                if (ending.isPresent()) {
                    return ending;
                }
            }
        }
        if (direction != CausalDirection.CAUSES) {
            EventId id = reached.entry.eventId();
            for (Entry effect : view.effects(id.high(), id.low())) {
                Optional<Ending> ending = step(effect, reached.steps, isLast);
                if (ending.isPresent()) {
                    return ending;
                }
                if (isLast && stepsReached) {
                    break;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Ending> step(Entry to, int stepsSoFar, boolean isLast) {
        if (visited.contains(to.sequence())) {
            return Optional.empty();
        }
        if (isLast) {
            stepsReached = true;
            return Optional.empty();
        }
        if (visited.size() == bounds.eventsMax()) {
            return Optional.of(Ending.EVENTS_REACHED);
        }
        return isEnd(to, stepsSoFar + 1) ? Optional.of(Ending.STOPPED) : Optional.empty();
    }

    private boolean isEnd(Entry entry, int steps) {
        visited.add(entry.sequence());
        Next next = visitor.visit(entry, steps);
        if (next == Next.GO_ON) {
            toExpand.add(new Reached(entry, steps));
        }
        return next == Next.STOP;
    }

    private static Optional<Entry> cause(IndexView view, Entry entry) {
        return entry.causationId().flatMap(cause -> view.find(idOf(cause)));
    }

    private static EventId idOf(CausationId cause) {
        return new EventId(cause.high(), cause.low());
    }

    /// The events that led to `from`, nearest first, without it. Ends at an event that names no cause, or one
    /// that the view does not show, or one that has been met; each iteration finds them anew.
    public static Iterable<Entry> causes(IndexView view, EventId from) {
        return () -> new Causes(view, from);
    }

    /// The way from an event to the first one of its chain of causes.
    private static final class Causes implements Iterator<Entry> {
        private final IndexView view;
        private final Set<Long> met = new HashSet<>();
        private Optional<Entry> next;

        Causes(IndexView view, EventId from) {
            this.view = view;
            next = view.find(from);
            advance();
        }

        private void advance() {
            next.ifPresent(entry -> met.add(entry.sequence()));
            next = next.flatMap(entry -> cause(view, entry)).filter(entry -> !met.contains(entry.sequence()));
        }

        @Override
        public boolean hasNext() {
            return next.isPresent();
        }

        @Override
        public Entry next() {
            Entry entry = next.orElseThrow();
            advance();
            return entry;
        }
    }

    /// What a walk visits, as a graph.
    public static CausalGraph graph(IndexView view, EventId from, CausalDirection direction, CausalBounds bounds) {
        List<Node> nodes = new ArrayList<>();
        CausalWalk walk = walk(view, from, direction, bounds, (entry, steps) -> {
            nodes.add(Node.of(entry));
            return Next.GO_ON;
        });
        return graph(view, nodes, walk.isCutOff());
    }

    /// The first `eventsMax` events of a conversation, as a graph.
    public static CausalGraph graph(IndexView view, CorrelationId conversation, int eventsMax) {
        int most = CausalBounds.events(eventsMax).eventsMax();
        List<Node> nodes = new ArrayList<>();
        for (Entry entry : view.correlated(conversation.high(), conversation.low())) {
            if (nodes.size() == most) {
                return graph(view, nodes, true);
            }
            nodes.add(Node.of(entry));
        }
        return graph(view, nodes, false);
    }

    private static CausalGraph graph(IndexView view, List<Node> nodes, boolean cutOff) {
        List<EventId> unknown = nodes.stream()
                .flatMap(node -> node.cause().stream())
                .distinct()
                .filter(cause -> view.find(cause).isEmpty())
                .toList();
        return new CausalGraph(nodes, unknown, cutOff);
    }
}
