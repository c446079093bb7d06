package io.batpak.cli;

import io.batpak.StoreReader;
import io.batpak.cli.json.ModelJson;
import io.batpak.error.NotFoundException;
import io.batpak.model.CausalBounds;
import io.batpak.model.CausalDirection;
import io.batpak.model.CausalGraph;
import io.batpak.model.CorrelationId;
import io.batpak.model.EventId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `graph`: what led to an event, and what it led to.
@Command(
        name = "graph",
        description = {
            "Show what led to an event and what it led to, or the events of a conversation.",
            "As an indented tree, or to draw: batpak graph DIR EVENT_ID --format dot | dot -Tsvg"
        })
final class GraphCommand extends DirectoryCommand {
    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "EVENT_ID",
            converter = Converters.Event.class,
            description = "32 hex digits.")
    private @Nullable EventId eventId;

    @Option(
            names = "--correlation",
            paramLabel = "ID",
            converter = Converters.Event.class,
            description = "The events of this conversation, instead of EVENT_ID.")
    private @Nullable EventId conversation;

    @Option(
            names = "--direction",
            paramLabel = "WAY",
            converter = Converters.Direction.class,
            description = "effects, causes or both (both).")
    private @Nullable CausalDirection direction;

    @Option(names = "--depth", paramLabel = "N", description = "At most N steps away from the event.")
    private @Nullable Integer depth;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "1000",
            description = "At most N events, the nearest (${DEFAULT-VALUE}).")
    private int limit = 1000;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            converter = Converters.Drawing.class,
            description = "text, dot, mermaid or json (text).")
    private @Nullable GraphFormat format;

    @Override
    public boolean json() {
        return super.json() || format == GraphFormat.JSON;
    }

    @Override
    int run(Output output) {
        if ((eventId == null) == (conversation == null)) {
            throw new UsageException("give an EVENT_ID or --correlation ID, one of them");
        }
        if (conversation != null && (direction != null || depth != null)) {
            throw new UsageException("--direction and --depth go with an EVENT_ID, not with --correlation");
        }
        if (super.json() && format != null && format != GraphFormat.JSON) {
            throw new UsageException("--json and --format exclude each other; give one");
        }
        if (limit < 1) {
            throw new UsageException("--limit is " + limit + ", must be 1 or more");
        }
        if (depth != null && depth < 0) {
            throw new UsageException("--depth is " + depth + ", must be 0 or more");
        }
        try (StoreReader reader = JournalFiles.open(directory())) {
            print(output, graph(reader));
            return ExitCodes.OK;
        }
    }

    private CausalGraph graph(StoreReader reader) {
        if (conversation != null) {
            return reader.causalGraph(new CorrelationId(conversation.high(), conversation.low()), limit);
        }
        EventId start = eventId == null ? EventId.NIL : eventId;
        CausalDirection way = direction == null ? CausalDirection.BOTH : direction;
        CausalBounds bounds = CausalBounds.events(limit);
        CausalGraph graph = reader.causalGraph(start, way, depth == null ? bounds : bounds.steps(depth));
        if (graph.nodes().isEmpty()) {
            throw new NotFoundException(start.hex());
        }
        return graph;
    }

    private void print(Output output, CausalGraph graph) {
        GraphFormat chosen = format == null ? GraphFormat.TEXT : format;
        switch (super.json() ? GraphFormat.JSON : chosen) {
            case TEXT -> new CausalTree(output, graph, eventId).print();
            case DOT -> output.line(graph.toDot().stripTrailing());
            case MERMAID -> output.line(graph.toMermaid().stripTrailing());
            case JSON -> output.document(ModelJson.causalGraph(graph));
        }
    }
}
