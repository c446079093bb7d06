package io.batpak.cli;

import io.batpak.StoreReader;
import io.batpak.cli.json.Json;
import io.batpak.model.EventKind;
import io.batpak.model.StoredEvent;
import io.batpak.projection.Projection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/// `project`: what the events of one entity amount to, as far as that is known without their types.
@Command(
        name = "project",
        description = "Fold the events of exactly one entity: how many of which kind, from when to when.")
final class ProjectCommand extends DirectoryCommand {
    private static final Summary NOTHING = new Summary(Map.of(), 0, 0, 0);
    private static final Projection<Summary> SUMMARY = Projection.named("cli.summary")
            .startingWith(() -> NOTHING)
            .onAnyOther(Summary::plus)
            .build();

    @Parameters(index = "1", paramLabel = "ENTITY", description = "The entity, in full: order:42, not order.")
    private String entity = "";

    @Option(
            names = "--as-of",
            paramLabel = "SEQUENCE",
            description = "Only events up to this sequence that are still there.")
    private @Nullable Long asOf;

    /// @param counts events by raw kind
    /// @param first when the first was written, milliseconds since 1970
    /// @param last the same of the last
    /// @param newest sequence of the last
    private record Summary(Map<Integer, Long> counts, long first, long last, long newest) {
        Summary plus(StoredEvent event) {
            Map<Integer, Long> next = new TreeMap<>(counts);
            next.merge(event.kind().raw(), 1L, Long::sum);
            long at = event.header().position().wallMillis();
            return new Summary(Map.copyOf(next), counts.isEmpty() ? at : first, at, event.sequence());
        }

        long count() {
            return counts.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    @Override
    int run(Output output) {
        if (asOf != null && asOf < 0) {
            throw new UsageException("--as-of is " + asOf + ", must be 0 or more");
        }
        try (StoreReader reader = JournalFiles.open(directory())) {
            Optional<Summary> state = asOf == null
                    ? reader.project(entity, SUMMARY)
                    : reader.projections().asOf(entity, SUMMARY, asOf);
            Summary summary = state.orElse(NOTHING);
            if (output.json()) {
                output.document(document(summary));
            } else {
                print(output, summary);
            }
            return ExitCodes.OK;
        }
    }

    private void print(Output output, Summary summary) {
        output.line("entity     " + Text.printable(entity));
        output.line("events     " + Text.count(summary.count(), "event"));
        if (summary.counts().isEmpty()) {
            return;
        }
        output.line("first      " + Text.time(summary.first()));
        String newest = Long.toUnsignedString(summary.newest());
        output.line("last       " + Text.time(summary.last()) + ", sequence " + newest);
        Table table = new Table(output, "KIND", ">EVENTS");
        new TreeMap<>(summary.counts()).forEach((kind, count) -> table.row(Text.kind(EventKind.ofRaw(kind)), count));
        table.flush();
    }

    private ObjectNode document(Summary summary) {
        ObjectNode node = Json.object();
        boolean any = !summary.counts().isEmpty();
        node.put("entity", entity);
        node.put("count", summary.count());
        ObjectNode kinds = node.putObject("kinds");
        new TreeMap<>(summary.counts())
                .forEach((kind, count) -> kinds.put(EventKind.ofRaw(kind).hex(), count));
        node.put("first_wall_ms", any ? Long.valueOf(summary.first()) : null);
        node.put("last_wall_ms", any ? Long.valueOf(summary.last()) : null);
        node.put("sequence", any ? Long.valueOf(summary.newest()) : null);
        return node;
    }
}
