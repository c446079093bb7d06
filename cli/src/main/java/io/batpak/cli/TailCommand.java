package io.batpak.cli;

import io.batpak.StoreReader;
import io.batpak.cli.json.ModelJson;
import io.batpak.cli.json.PayloadJson;
import io.batpak.error.StoreException;
import io.batpak.model.Entry;
import io.batpak.model.Page;
import io.batpak.model.Region;
import io.batpak.model.StoredEvent;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/// `tail`: the newest events with their payloads, and with `-f` those that come.
@Command(name = "tail", description = "Show the newest events, oldest of them first; -f goes on with new ones.")
final class TailCommand extends DirectoryCommand {
    @Option(
            names = {"-n", "--count"},
            paramLabel = "N",
            defaultValue = "10",
            description = "Number of events (${DEFAULT-VALUE}).")
    private int count = 10;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what is written, beside the program that writes; takes no lock.")
    private boolean follow;

    @Option(names = "--for", paramLabel = "SECONDS", description = "With -f: end after so many seconds.")
    private @Nullable Long seconds;

    @Override
    int run(Output output) {
        if (count < 1) {
            throw new UsageException("-n is " + count + ", must be 1 or more");
        }
        if (follow) {
            return new FollowedTail(output, spec().commandLine().getErr(), count).show(directory(), seconds);
        }
        if (seconds != null) {
            throw new UsageException("--for goes with -f only");
        }
        try (StoreReader reader = JournalFiles.open(directory())) {
            Table table = new Table(output, ">SEQUENCE", "TIME", "KIND", "ENTITY@SCOPE", "PAYLOAD");
            for (Entry entry : newest(reader, count)) {
                StoredEvent event = reader.get(entry.eventId());
                if (output.json()) {
                    output.document(document(event));
                } else {
                    table.row(
                            entry.sequence(),
                            Text.time(entry.wallMillis()),
                            Text.kind(entry.kind()),
                            Text.place(entry),
                            Text.payload(event));
                }
            }
            if (!output.json()) {
                table.flush();
            }
            return ExitCodes.OK;
        }
    }

    /// The last `count` entries. Sequences may have gaps, so the window grows until it holds enough.
    private static List<Entry> newest(StoreReader reader, int count) {
        long end = reader.stats().nextSequence();
        for (long window = count; window < end; window *= 2) {
            List<Entry> found =
                    reader.query(Region.all(), new Page(OptionalLong.of(end - window - 1), Integer.MAX_VALUE));
            if (found.size() >= count) {
                return found.subList(found.size() - count, found.size());
            }
        }
        List<Entry> all = reader.query(Region.all()).toList();
        return all.subList(Math.max(0, all.size() - count), all.size());
    }

    /// An event with its payload as a document, where it is one.
    static ObjectNode document(StoredEvent event) {
        ObjectNode node = ModelJson.event(event);
        if (event.header().encryption().isEmpty()) {
            try {
                node.set("payload", PayloadJson.json(event.value()));
            } catch (StoreException e) {
                node.put("payload_problem", e.getMessage());
            }
        }
        return node;
    }
}
