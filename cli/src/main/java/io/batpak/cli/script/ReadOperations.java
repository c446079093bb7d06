package io.batpak.cli.script;

import io.batpak.Journal;
import io.batpak.cli.json.ModelJson;
import io.batpak.model.Ancestry;
import io.batpak.model.ClockRange;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.EventKind;
import io.batpak.model.KindFilter;
import io.batpak.model.Page;
import io.batpak.model.Region;
import io.batpak.model.StoredEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// `get`, `query`, `stream`, `latest`, `walk`.
final class ReadOperations {
    private static final Set<String> REGION_KEYS =
            Set.of("entity", "scope", "kind", "category", "any_kind", "clock", "lane");

    private final Handles handles;

    ReadOperations(Handles handles) {
        this.handles = handles;
    }

    void register(Map<String, Operation> operations) {
        operations.put("get", this::get);
        operations.put("query", this::query);
        operations.put("stream", this::stream);
        operations.put("latest", this::latest);
        operations.put("walk", this::walk);
    }

    private Journal journal(Operation.Command command) {
        return handles.get(command.store()).journal();
    }

    private void get(Operation.Command command, ObjectNode reply) {
        boolean raw = command.arguments().flag("raw");
        EventId id = EventId.fromHex(command.arguments().id("event_id"));
        StoredEvent event = journal(command).get(id);
        if (!raw && event.header().encryption().isPresent()) {
            // Refuses: this version has no keys, and ciphertext must not pass as plaintext.
            event.value();
        }
        reply.set("event", ModelJson.event(event));
    }

    private void query(Operation.Command command, ObjectNode reply) {
        Arguments arguments = command.arguments();
        Region region = region(arguments.object("region"));
        OptionalLong after = arguments.optionalUnsigned("after");
        OptionalLong limit = arguments.optionalUnsigned("limit");
        Journal journal = journal(command);
        Iterable<Entry> entries;
        if (after.isEmpty() && limit.isEmpty()) {
            entries = journal.query(region);
        } else if (limit.isPresent() && limit.getAsLong() == 0) {
            entries = List.of();
        } else {
            int count = (int) Math.min(limit.orElse(Integer.MAX_VALUE), Integer.MAX_VALUE);
            entries = journal.query(region, new Page(after, count));
        }
        reply.set("entries", ModelJson.entries(entries));
    }

    /// The region that these axes describe.
    static Region region(Arguments axes) {
        axes.onlyKeys(REGION_KEYS);
        Region region = Region.all();
        Optional<String> entity = axes.optionalText("entity");
        if (entity.isPresent()) {
            region = region.withEntity(entity.get());
        }
        Optional<String> scope = axes.optionalText("scope");
        if (scope.isPresent()) {
            region = region.withScope(scope.get());
        }
        Optional<KindFilter> kind = kindFilter(axes);
        if (kind.isPresent()) {
            region = region.withKind(kind.get());
        }
        Optional<long[]> clocks = axes.optionalRange("clock", Arguments.U32_MAX);
        if (clocks.isPresent()) {
            region = region.withClockRange(new ClockRange(clocks.get()[0], clocks.get()[1]));
        }
        OptionalLong lane = axes.optionalNumber("lane", Arguments.U32_MAX);
        return lane.isPresent() ? region.withLane(lane.getAsLong()) : region;
    }

    private static Optional<KindFilter> kindFilter(Arguments axes) {
        OptionalInt exact = axes.optionalKind("kind");
        OptionalInt category = axes.optionalInt("category", (int) Arguments.U8_MAX);
        boolean any = axes.flag("any_kind");
        if ((exact.isPresent() ? 1 : 0) + (category.isPresent() ? 1 : 0) + (any ? 1 : 0) > 1) {
            throw CommandRefusedException.scriptError("region takes one of kind, category, any_kind");
        }
        if (exact.isPresent()) {
            return Optional.of(new KindFilter.Exact(EventKind.ofRaw(exact.getAsInt())));
        }
        if (category.isPresent()) {
            return Optional.of(new KindFilter.Category(category.getAsInt()));
        }
        return any ? Optional.of(new KindFilter.Any()) : Optional.empty();
    }

    private void stream(Operation.Command command, ObjectNode reply) {
        String entity = command.arguments().text("entity");
        OptionalLong lane = command.arguments().optionalNumber("lane", Arguments.U32_MAX);
        Journal journal = journal(command);
        Iterable<Entry> entries = lane.isPresent() ? journal.stream(entity, lane.getAsLong()) : journal.stream(entity);
        reply.set("entries", ModelJson.entries(entries));
    }

    private void latest(Operation.Command command, ObjectNode reply) {
        String entity = command.arguments().text("entity");
        long lane = command.arguments().number("lane", Arguments.U32_MAX);
        Optional<Entry> entry = journal(command).latest(entity, lane);
        reply.set("entry", entry.map(ModelJson::entry).orElse(null));
    }

    private void walk(Operation.Command command, ObjectNode reply) {
        EventId from = EventId.fromHex(command.arguments().id("event_id"));
        long limit = Math.min(command.arguments().unsigned("limit"), Integer.MAX_VALUE);
        Ancestry ancestry = journal(command).ancestors(from, (int) limit);
        reply.set(
                "event_ids",
                ModelJson.ids(
                        ancestry.events().stream().map(StoredEvent::eventId).toList()));
        reply.put("boundary", ancestry.boundary().wireName());
        boundaryEvent(ancestry.boundary()).ifPresent(at -> reply.put("at", at.hex()));
        // Nothing can be shredded without payload encryption, which this version does not open.
        reply.putArray("shredded");
    }

    private static Optional<EventId> boundaryEvent(Ancestry.Boundary boundary) {
        return switch (boundary) {
            case Ancestry.Boundary.MissingParent missing -> Optional.of(missing.child());
            case Ancestry.Boundary.ReadFailure failure -> Optional.of(failure.at());
            case Ancestry.Boundary.Cycle cycle -> Optional.of(cycle.at());
            case Ancestry.Boundary.ReachedGenesis _, Ancestry.Boundary.LimitReached _, Ancestry.Boundary.NoAnchor _ ->
                Optional.empty();
        };
    }
}
