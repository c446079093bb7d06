package io.batpak.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.cli.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `snapshot` and `fork` as a shell sees them.
///
/// Tier: unit.
class CopyCommandTest {
    @TempDir
    private Path root = Path.of("");

    private Path journal = Path.of("");

    private record Ran(int code, String output, String errors) {
        JsonNode json() {
            return Json.parse(output);
        }
    }

    private static Ran run(Object... arguments) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        String[] texts = new String[arguments.length];
        for (int index = 0; index < texts.length; index++) {
            texts[index] = arguments[index].toString();
        }
        int code = BatpakCommand.run(
                texts,
                new PrintStream(output, true, StandardCharsets.UTF_8),
                new PrintStream(errors, true, StandardCharsets.UTF_8));
        return new Ran(code, output.toString(StandardCharsets.UTF_8), errors.toString(StandardCharsets.UTF_8));
    }

    @BeforeEach
    void append() {
        journal = root.resolve("journal");
        Ran ran = run("append", journal, "--entity=order:1", "--scope=shop", "--kind=f001", "--payload=1");
        assertThat(ran.code()).as(ran.errors()).isZero();
    }

    @Test
    void aSnapshotIsAJournalAndItsReportIsPrinted() {
        Path copy = root.resolve("copy");
        Ran first = run("snapshot", journal, copy);
        assertThat(first.code()).as(first.errors()).isZero();
        assertThat(first.output().lines())
                .anyMatch(line -> line.matches("snapshot   [0-9a-f]{64}"))
                .contains("copied     2 segments")
                .noneMatch(line -> line.startsWith("replaced"));
        assertThat(run("verify", copy).code()).isZero();

        Ran again = run("snapshot", journal, copy, "--json");
        assertThat(again.json().path("schema_version").asInt()).isEqualTo(2);
        assertThat(again.json()
                        .path("findings")
                        .get(0)
                        .path("DestinationCleared")
                        .path("artifact_count")
                        .asInt())
                .isEqualTo(3);
        assertThat(again.json().path("findings").get(2).asString()).isEqualTo("FenceTokenCancelled");
        assertThat(run("snapshot", journal, copy).output())
                .contains("replaced   ")
                .contains(" of an earlier store");
    }

    @Test
    void aForkSharesCopiesOrTakesCachesAlongAsAsked() {
        Path copy = root.resolve("copy");
        Ran first = run("fork", journal, copy, "--prefer=deep_copy_only");
        assertThat(first.code()).as(first.errors()).isZero();
        assertThat(first.output().lines())
                .anyMatch(line -> line.matches("fork       [0-9a-f]{64}"))
                .contains("shared     0 segments", "copied     2 segments");
        assertThat(run("verify", copy).code()).isZero();

        JsonNode linked = run("fork", journal, copy, "--prefer=hardlink_only", "--include-caches", "--json")
                .json();
        assertThat(linked.path("strategy_counts").path("hardlink").asInt()).isEqualTo(2);
        assertThat(linked.path("strategy_counts").path("cache_regenerable").asInt())
                .isZero();
        assertThat(linked.path("shared_segment_ids_sorted").size()).isEqualTo(2);
        assertThat(Files.exists(copy.resolve("index.fbati"))).isTrue();
        assertThat(run("fork", journal, copy).output()).contains("replaced   ");
        assertThat(run("query", copy, "--entity=order").output()).contains("order:1@shop");
    }

    @Test
    void whatCannotBeCopiedIsSaid() {
        Ran onto = run("snapshot", journal, journal);
        assertThat(onto.code()).isEqualTo(2);
        assertThat(onto.errors()).contains("it is the source");
        Ran missing = run("fork", root.resolve("nowhere"), root.resolve("copy"));
        assertThat(missing.code()).isEqualTo(2);
        assertThat(missing.errors()).contains("does not exist");
        assertThat(Files.exists(root.resolve("copy"))).isFalse();
    }
}
