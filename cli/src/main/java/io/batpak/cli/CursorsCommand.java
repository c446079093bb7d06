package io.batpak.cli;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.cli.json.ErrorJson;
import io.batpak.cli.json.Json;
import io.batpak.delivery.CheckpointId;
import io.batpak.delivery.Checkpoints;
import io.batpak.error.CursorCheckpointCorruptException;
import io.batpak.fs.StoreFs;
import io.batpak.model.AutoMerge;
import java.io.Console;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/// `cursors`: the places that consumers keep in a journal.
@Command(
        name = "cursors",
        description = "List the places that consumers keep, and how far they are behind; or forget one.")
final class CursorsCommand extends DirectoryCommand {
    @Option(names = "--reset", paramLabel = "ID", description = "Forget this place: its consumer begins anew.")
    private @Nullable String reset;

    @Option(names = "--yes", description = "With --reset: do not ask.")
    private boolean yes;

    /// One line of the list.
    ///
    /// @param lag sequences between the position and the newest visible event
    /// @param problem why the place cannot be read; empty if it can
    private record Row(
            CheckpointId id, OptionalLong position, Optional<String> region, long lag, Optional<String> problem) {}

    @Override
    int run(Output output) {
        if (reset != null) {
            return reset(output, CheckpointId.of(reset));
        }
        if (yes) {
            throw new UsageException("--yes goes with --reset only");
        }
        List<Row> rows = rows();
        if (output.json()) {
            rows.forEach(row -> output.document(document(row)));
        } else if (rows.isEmpty()) {
            output.line("No consumer keeps a place in this journal.");
        } else {
            print(output, rows);
        }
        return rows.stream().allMatch(row -> row.problem().isEmpty()) ? ExitCodes.OK : ExitCodes.PROBLEM;
    }

    private List<Row> rows() {
        StoreFs fs = StoreFs.local(directory());
        List<Row> rows = new ArrayList<>();
        try (StoreReader reader = JournalFiles.open(directory())) {
            long end = reader.stats().eventCount() == 0
                    ? 0
                    : reader.diagnostics().frontier().visible().sequence() + 1;
            for (CheckpointId id : Checkpoints.listIn(fs)) {
                rows.add(row(fs, id, end));
            }
        }
        return rows;
    }

    private static Row row(StoreFs fs, CheckpointId id, long end) {
        try {
            Checkpoints.Place place = Checkpoints.findIn(fs, id).orElseThrow();
            long done = place.after().isPresent() ? place.after().getAsLong() + 1 : 0;
            Optional<String> problem =
                    done > end ? Optional.of("position lies ahead of the journal") : Optional.empty();
            return new Row(id, place.after(), place.region(), Math.max(0, end - done), problem);
        } catch (CursorCheckpointCorruptException e) {
            return new Row(id, OptionalLong.empty(), Optional.empty(), end, Optional.of(ErrorJson.text(e)));
        }
    }

    private static void print(Output output, List<Row> rows) {
        Table table = new Table(output, "ID", ">POSITION", ">LAG", "REGION", "PROBLEM");
        for (Row row : rows) {
            boolean readable = row.problem().isEmpty();
            table.row(
                    row.id().name(),
                    row.position().isPresent() ? row.position().getAsLong() : "-",
                    readable ? row.lag() : "-",
                    row.region().orElse("-"),
                    row.problem().orElse(""));
        }
        table.flush();
    }

    private static ObjectNode document(Row row) {
        ObjectNode node = Json.object();
        node.put("checkpoint", row.id().name());
        node.put(
                "position",
                row.position().isPresent() ? Long.valueOf(row.position().getAsLong()) : null);
        node.put("region", row.region().orElse(null));
        node.put("lag", row.problem().isEmpty() ? Long.valueOf(row.lag()) : null);
        row.problem().ifPresent(problem -> node.put("problem", problem));
        return node;
    }

    private int reset(Output output, CheckpointId id) {
        JournalFiles.requireJournal(directory());
        if (!Checkpoints.listIn(StoreFs.local(directory())).contains(id)) {
            throw new UsageException("no consumer keeps a place named " + id + "; batpak cursors DIR lists them");
        }
        if (!yes && !confirmed(id)) {
            output.line("Nothing was changed.");
            return ExitCodes.OK;
        }
        StoreConfig config =
                StoreConfig.in(directory()).autoMerge(new AutoMerge.Never()).build();
        try (Store store = Store.open(config)) {
            store.delivery().checkpoints().reset(id);
        }
        if (output.json()) {
            output.document(Json.object().put("reset", id.name()));
        } else {
            output.line("Forgot the place of " + Text.printable(id.name()) + ".");
        }
        return ExitCodes.OK;
    }

    private static boolean confirmed(CheckpointId id) {
        Console console = Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .orElseThrow(() ->
                        new UsageException("--reset asks before it forgets, and there is no terminal; give --yes"));
        String answer = console.readLine(
                "Forget the place of %s? Its consumer will get every event again. [y/N] ", Text.printable(id.name()));
        return answer != null && answer.strip().equalsIgnoreCase("y");
    }
}
