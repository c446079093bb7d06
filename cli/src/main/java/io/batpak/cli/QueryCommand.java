package io.batpak.cli;

import io.batpak.StoreReader;
import io.batpak.cli.json.ModelJson;
import io.batpak.model.Entry;
import io.batpak.model.Page;
import io.batpak.model.Region;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `query`: index entries of a region in commit order.
@Command(
        name = "query",
        description = {"List the index entries of a region in commit order.", "Without options: all of them."})
final class QueryCommand extends DirectoryCommand {
    /// How often to see whether somebody still reads what we print.
    private static final int READER_CHECK_ROWS = 1000;

    @ArgGroup(exclusive = false, heading = "Region (all conditions must hold):%n", order = 1)
    private RegionOptions region = new RegionOptions();

    @Option(names = "--after", paramLabel = "SEQUENCE", description = "Only entries behind this sequence.")
    private @Nullable Long after;

    @Option(names = "--limit", paramLabel = "N", description = "At most N entries.")
    private @Nullable Integer limit;

    @Override
    int run(Output output) {
        OptionalLong from = after == null ? OptionalLong.empty() : OptionalLong.of(after);
        int count = limit == null ? Integer.MAX_VALUE : limit;
        if (count < 1) {
            throw new UsageException("--limit is " + count + ", must be 1 or more");
        }
        Region wanted = region.region();
        try (StoreReader reader = JournalFiles.open(directory())) {
            boolean paged = after != null || limit != null;
            Iterable<Entry> entries = paged ? reader.query(wanted, new Page(from, count)) : reader.query(wanted);
            return print(output, entries);
        }
    }

    private static int print(Output output, Iterable<Entry> entries) {
        EntryTable table = new EntryTable(output);
        long printed = 0;
        for (Entry entry : entries) {
            printed++;
            if (printed % READER_CHECK_ROWS == 0 && output.broken()) {
                break;
            }
            if (output.json()) {
                output.document(ModelJson.entry(entry));
            } else {
                table.row(entry);
            }
        }
        if (!output.json() && printed > 0) {
            table.flush();
        } else if (!output.json()) {
            output.line("no entries");
        }
        return ExitCodes.OK;
    }
}
