package io.batpak.cli;

import io.batpak.StoreReader;
import io.batpak.cli.json.Json;
import io.batpak.model.Diagnostics;
import io.batpak.model.Entry;
import io.batpak.model.HlcPoint;
import io.batpak.model.OpenReport;
import io.batpak.model.Region;
import io.batpak.model.Stats;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `info`: what a journal consists of.
@Command(name = "info", description = "Show segments, sizes, footers, counts and what opening found.")
final class InfoCommand extends DirectoryCommand {
    /// What the index holds of one segment.
    private static final class Content {
        private long events;
        private long first = -1;
        private long last = -1;

        void add(Entry entry) {
            events++;
            first = events == 1 ? entry.sequence() : Math.min(first, entry.sequence());
            last = Math.max(last, entry.sequence());
        }

        String range() {
            return events == 0 ? "-" : first + ".." + last;
        }
    }

    @Option(
            names = "--inspect",
            description = "Only tell what opening would find and do; works beside a running writer.")
    private boolean inspect;

    @Override
    int run(Output output) {
        if (inspect) {
            return InspectedState.show(output, directory());
        }
        try (StoreReader reader = JournalFiles.open(directory())) {
            JournalFiles.Listing files = JournalFiles.list(directory());
            Map<Long, Content> contents = new HashMap<>();
            for (Entry entry : reader.query(Region.all())) {
                contents.computeIfAbsent(entry.position().segment(), _ -> new Content())
                        .add(entry);
            }
            if (output.json()) {
                output.document(document(reader, files, contents));
            } else {
                print(output, reader, files, contents);
            }
            return ExitCodes.OK;
        }
    }

    private void print(Output output, StoreReader reader, JournalFiles.Listing files, Map<Long, Content> contents) {
        Stats stats = reader.stats();
        OpenReport report = reader.openReport();
        output.line("journal    " + directory().toAbsolutePath().normalize());
        output.line(
                "events     " + Text.count(stats.eventCount(), "event") + ", next sequence " + stats.nextSequence());
        output.line("visible    " + lastVisible(reader));
        OpenFindings.printSource(output, report);
        output.line("");
        Table table = new Table(output, "SEGMENT", ">BYTES", "FOOTER", ">EVENTS", "SEQUENCES");
        for (JournalFiles.SegmentFile segment : files.segments()) {
            Content content = contents.getOrDefault(segment.id(), new Content());
            table.row(segment.name(), segment.length(), segment.footer(), content.events, content.range());
        }
        table.flush();
        if (!files.others().isEmpty()) {
            output.line("");
            Table others = new Table(output, "OTHER FILE", ">BYTES");
            files.others().forEach(file -> others.row(file.name(), file.length()));
            others.flush();
        }
        OpenFindings.print(output, report);
    }

    private static String lastVisible(StoreReader reader) {
        Diagnostics state = reader.diagnostics();
        HlcPoint last = state.frontier().visible();
        return state.eventCount() == 0
                ? "nothing"
                : "up to sequence " + last.sequence() + ", " + Text.time(last.wallMillis());
    }

    private ObjectNode document(StoreReader reader, JournalFiles.Listing files, Map<Long, Content> contents) {
        Stats stats = reader.stats();
        ObjectNode node = Json.object();
        node.put("directory", directory().toAbsolutePath().normalize().toString());
        node.put("event_count", stats.eventCount());
        node.put("next_sequence", stats.nextSequence());
        node.put("idempotency_keys", stats.idempotencyKeys());
        Diagnostics state = reader.diagnostics();
        node.put("visible_sequence", state.visibleSequence());
        node.put("last_visible_wall_ms", state.frontier().visible().wallMillis());
        OpenFindings.put(node, state.openReport());
        ArrayNode segments = node.putArray("segments");
        for (JournalFiles.SegmentFile segment : files.segments()) {
            Content content = contents.getOrDefault(segment.id(), new Content());
            ObjectNode shown = segments.addObject();
            shown.set("segment", Json.unsigned(segment.id()));
            shown.put("file", segment.name());
            shown.put("length", segment.length());
            shown.put("footer", segment.footer().equals("none") ? null : segment.footer());
            shown.put("events", content.events);
            if (content.events > 0) {
                shown.put("first_sequence", content.first);
                shown.put("last_sequence", content.last);
            }
        }
        ArrayNode others = node.putArray("other_files");
        files.others()
                .forEach(file -> others.addObject().put("name", file.name()).put("length", file.length()));
        return node;
    }
}
