package io.batpak.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Evidence;
import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.cli.json.Json;
import io.batpak.cli.script.ScriptSession;
import io.batpak.model.AutoMerge;
import io.batpak.model.CompactionOutcome;
import io.batpak.model.CompactionProgress;
import io.batpak.model.CompactionReport;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;
import io.batpak.model.Value;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `batpak compact` as a shell sees it, and as a script does.
///
/// Covers: J1, J2. Tier: unit.
class CompactCommandTest {
    private static final int EVENTS = 40;

    @TempDir
    private Path root = Path.of("");

    @BeforeEach
    void fill() {
        StoreConfig config = StoreConfig.in(root.resolve("journal"))
                .segmentBytesMax(2000)
                .autoMerge(new AutoMerge.Never())
                .build();
        try (Store store = Store.open(config)) {
            for (int n = 0; n < EVENTS; n++) {
                store.append(
                        Coordinate.of("order:" + n % 4, n % 2 == 0 ? "shop" : "test"),
                        EventKind.of(0xF, 1 + n % 2),
                        Payload.of(Value.map("n", n)));
            }
        }
    }

    private String run(int code, String... arguments) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        String[] texts = Stream.of(arguments)
                .map(text ->
                        text.startsWith("@") ? root.resolve(text.substring(1)).toString() : text)
                .toArray(String[]::new);
        int ended = BatpakCommand.run(
                texts,
                new PrintStream(output, true, StandardCharsets.UTF_8),
                new PrintStream(errors, true, StandardCharsets.UTF_8));
        assertThat(ended).as("%s %s", output, errors).isEqualTo(code);
        return output.toString(StandardCharsets.UTF_8) + errors.toString(StandardCharsets.UTF_8);
    }

    private JsonNode json(int code, String... arguments) {
        return Json.parse(run(
                code, Stream.concat(Stream.of(arguments), Stream.of("--json")).toArray(String[]::new)));
    }

    private long events(String... region) {
        return run(
                        0,
                        Stream.concat(Stream.of("query", "@journal", "--json"), Stream.of(region))
                                .toArray(String[]::new))
                .lines()
                .count();
    }

    private Map<String, Long> files() {
        Map<String, Long> files = new TreeMap<>();
        try (Stream<Path> found = Files.list(root.resolve("journal"))) {
            for (Path file : found.toList()) {
                files.put(file.getFileName().toString(), Files.size(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    @Test
    void aDryRunTellsWhatWouldGoAndChangesNothing() {
        Map<String, Long> before = files();
        String told = run(0, "compact", "@journal", "--dry-run", "--drop-kind", "f002", "--drop-scope", "test");
        assertThat(told)
                .contains("would      drop (kind in [0xF002] and scope in [test])")
                .contains(" 20 go, 0 are marked")
                .contains("This was a dry run; nothing was changed.");
        JsonNode forecast = json(0, "compact", "@journal", "--dry-run", "--keep-last", "3");
        assertThat(forecast.get("dropped").asLong()).isEqualTo(EVENTS - 4 * 3);
        assertThat(forecast.get("steps")).isNotEmpty();
        assertThat(forecast.get("bytes_before").asLong())
                .isGreaterThan(forecast.get("bytes_after").asLong());
        assertThat(forecast.get("kinds").get(0).get("kind").asString()).hasSize(4);
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void aRetentionDropsWhatMeetsAllConditions() {
        String told = run(0, "compact", "@journal", "--drop-kind", "f002", "--drop-entity", "order:1");
        assertThat(told).contains("outcome    done").contains(" replaces [").contains("freed      ");
        assertThat(events("--kind", "f001")).isEqualTo(20);
        assertThat(events("--kind", "f002")).isEqualTo(10);
        assertThat(run(0, "verify", "@journal")).contains("all lead to an event");
        assertThat(run(0, "compact", "@journal", "--older-than", "30d")).contains("drop older than PT720H");
        assertThat(events("--kind", "f001")).isEqualTo(20);
    }

    @Test
    void aMergeKeepsEveryEventAndReportsItsEvidence() {
        long before = events("--entity", "order");
        JsonNode result = json(0, "compact", "@journal");
        assertThat(result.get("outcome").asString()).isEqualTo("performed");
        assertThat(result.get("segments_removed").asInt()).isGreaterThan(3);
        assertThat(result.get("bytes_written").asLong()).isPositive();
        CompactionReport report = Evidence.compactionReport(
                HexFormat.of().parseHex(result.get("reports").get(0).asString()));
        assertThat(report.outcome()).isEqualTo(new CompactionOutcome.Performed());
        assertThat(report.strategyShape()).isEqualTo(CompactionReport.Shape.MERGE);
        assertThat(events("--entity", "order")).isEqualTo(before).isEqualTo(EVENTS);
        assertThat(run(0, "compact", "@journal", "--min-segments", "100")).contains("outcome    nothing worth doing");
        assertThat(run(0, "compact", "@journal", "--min-segments", "100", "--dry-run"))
                .contains("outcome    nothing worth doing");
    }

    @Test
    void tombstonesAreMarkedAndNothingGoes() {
        JsonNode result = json(
                0,
                "compact",
                "@journal",
                "--drop-kind",
                "f002",
                "--tombstone",
                "--output-bytes",
                "4096",
                "--bytes-per-second",
                "10000000");
        assertThat(result.get("outcome").asString()).isEqualTo("performed");
        assertThat(result.get("reports").size()).isGreaterThan(1);
        assertThat(events("--kind", "0ffe")).isEqualTo(20);
        assertThat(events("--entity", "order")).isEqualTo(EVENTS);
    }

    @Test
    void aTieredCompactionOfFewLargeSegmentsHasNothingToDo() {
        run(0, "compact", "@journal");
        assertThat(run(0, "compact", "@journal", "--tiered")).contains("outcome    nothing worth doing");
    }

    @Test
    void wrongUseIsToldAndChangesNothing() {
        Map<String, Long> before = files();
        assertThat(run(2, "compact", "@journal", "--tombstone")).contains("say which events");
        assertThat(run(2, "compact", "@journal", "--older-than", "soon")).contains("not a duration");
        assertThat(run(2, "compact", "@journal", "--older-than", "PX")).contains("not a duration");
        assertThat(run(2, "compact", "@journal", "--output-bytes", "1")).contains("outputBytesMax is 1");
        run(2, "compact", "@journal", "--keep-last", "0");
        run(2, "compact", "@nowhere");
        run(2, "compact", "@nowhere", "--dry-run");
        assertThat(files()).isEqualTo(before);
        assertThat(root.resolve("nowhere")).doesNotExist();
    }

    @Test
    void theProgressLineIsWrittenOverAndBlankInTheEnd() {
        StringWriter seen = new StringWriter();
        StringWriter unseen = new StringWriter();
        try (ProgressLine line = new ProgressLine(new PrintWriter(seen), true);
                ProgressLine silent = new ProgressLine(new PrintWriter(unseen), false)) {
            for (long done : List.of(500L, 501L, 1000L)) {
                line.progressed(new CompactionProgress(done, 1000, 1, 1));
                silent.progressed(new CompactionProgress(done, 1000, 1, 1));
            }
        }
        String[] lines = seen.toString().split("\r");
        assertThat(lines).hasSize(4);
        assertThat(lines[1]).startsWith("[############             ]  50 %  500 of 1,000 bytes, step 1 of 1");
        assertThat(lines[2]).contains("100 %");
        assertThat(lines[3]).isBlank();
        assertThat(unseen.toString()).isEmpty();
    }

    @Test
    void aScriptCompactsAndKeepsEventsOfTheStore() throws IOException {
        List<JsonNode> replies = replies(
                "{\"op\":\"open\",\"dir\":\"journal\",\"mode\":\"write\"}",
                "{\"op\":\"compact\",\"strategy\":\"tombstone\",\"min_segments\":1000,\"drop\":{}}",
                "{\"op\":\"compact\",\"strategy\":\"retention\",\"drop\":{\"kinds\":[\"f001\",\"0000\"],"
                        + "\"entities\":[\"batpak:store\",\"order:1\"],\"sequences\":[0,4]}}",
                "{\"op\":\"query\",\"region\":{\"entity\":\"batpak:store\"}}",
                "{\"op\":\"query\",\"region\":{\"entity\":\"order\"}}",
                "{\"op\":\"compact\",\"strategy\":\"away\"}",
                "{\"op\":\"compact\",\"strategy\":\"merge\",\"drop\":{\"scopes\":[\"shop\"]}}",
                "{\"op\":\"compact\",\"store\":\"nobody\",\"strategy\":\"merge\"}");
        assertThat(replies.get(1).get("outcome").asString()).isEqualTo("skipped");
        assertThat(replies.get(1).get("merged_segment").isNull()).isTrue();
        JsonNode done = replies.get(2);
        assertThat(done.get("outcome").asString()).isEqualTo("performed");
        assertThat(done.get("segments_removed").asInt()).isGreaterThan(3);
        assertThat(done.get("bytes_reclaimed").asLong()).isPositive();
        assertThat(done.get("merged_segment").asLong()).isPositive();
        assertThat(replies.get(3).get("entries")).isNotEmpty();
        assertThat(replies.get(4).get("entries")).hasSize(9); // of order:3; sequence 4 was one of them
        assertThat(replies.subList(5, 8).stream()
                        .map(reply -> reply.path("error").path("kind").asString()))
                .containsOnly("ScriptError");
    }

    private List<JsonNode> replies(String... commands) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        String script = String.join("\n", commands) + "\n";
        ScriptSession session = new ScriptSession(root, "test", output, status -> {});
        assertThat(session.run(new ByteArrayInputStream(script.getBytes(StandardCharsets.UTF_8))))
                .isTrue();
        return output.toString(StandardCharsets.UTF_8)
                .lines()
                .<JsonNode>map(Json::parse)
                .toList();
    }
}
