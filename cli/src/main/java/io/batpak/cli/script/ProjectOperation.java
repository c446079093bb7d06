package io.batpak.cli.script;

import io.batpak.Journal;
import io.batpak.model.EventKind;
import io.batpak.model.StoredEvent;
import io.batpak.projection.Projection;
import io.batpak.projection.ProjectionBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.node.ObjectNode;

/// `project`: a fold that every implementation can do without types, over the visible events of one entity.
final class ProjectOperation {
    private static final Tally NOTHING = new Tally(0, 0, 0);

    private final Handles handles;

    /// @param count events
    /// @param payloadBytes of all of them, as stored
    /// @param sequence of the last
    private record Tally(long count, long payloadBytes, long sequence) {
        Tally plus(StoredEvent event) {
            return new Tally(count + 1, payloadBytes + event.header().payloadLength(), event.sequence());
        }
    }

    ProjectOperation(Handles handles) {
        this.handles = handles;
    }

    void register(Map<String, Operation> operations) {
        operations.put("project", this::project);
    }

    private void project(Operation.Command command, ObjectNode reply) {
        Journal journal = handles.get(command.store()).journal();
        Projection<Tally> projection = tally(command.arguments().kinds("kinds"));
        Optional<Tally> state = journal.project(command.arguments().text("entity"), projection);
        Tally tally = state.orElse(NOTHING);
        reply.put("count", tally.count());
        reply.put("payload_bytes", tally.payloadBytes());
        reply.put("sequence", state.isPresent() ? Long.valueOf(tally.sequence()) : null);
    }

    private static Projection<Tally> tally(List<Integer> kinds) {
        ProjectionBuilder<Tally> tally = Projection.named("script.tally").startingWith(() -> NOTHING);
        if (kinds.isEmpty()) {
            return tally.onAnyOther(Tally::plus).build();
        }
        for (int kind : new TreeSet<>(kinds)) {
            tally.onRaw(EventKind.ofRaw(kind), Tally::plus);
        }
        return tally.build();
    }
}
