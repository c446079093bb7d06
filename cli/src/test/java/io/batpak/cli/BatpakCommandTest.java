package io.batpak.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.cli.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// The commands as a shell sees them: options, output, exit codes.
///
/// Tier: unit.
class BatpakCommandTest {
    @TempDir
    private static Path shared = Path.of("");

    @TempDir
    private Path root = Path.of("");

    /// Commands that are refused must leave this one as it is.
    @BeforeAll
    static void createSharedJournal() {
        fill(shared.resolve("journal"));
    }

    /// What one run printed and how it ended.
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

    private Path journal() {
        Path directory = root.resolve("journal");
        fill(directory);
        return directory;
    }

    private static void fill(Path directory) {
        for (int n = 0; n < 3; n++) {
            Ran ran = run(
                    "append",
                    directory,
                    "--entity=order:" + n,
                    "--scope=shop",
                    "--kind=f001",
                    "--payload",
                    "{\"n\":" + n + "}");
            assertThat(ran.code()).as(ran.errors()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "info",
                "tail",
                "get",
                "query",
                "graph",
                "verify",
                "append",
                "import",
                "snapshot",
                "fork",
                "backup",
                "restore",
                "backup-check",
                "exec",
                "bench",
                "demo"
            })
    void everyCommandExplainsItself(String command) {
        assertThat(run("--help").output()).contains("  " + command + " ");
        Ran help = run(command, "--help");
        assertThat(help.code()).isZero();
        assertThat(help.output()).contains("Usage: batpak " + command);
        assertThat(help.output().contains("--json")).isEqualTo(!command.equals("exec"));
    }

    @Test
    void theVersionNamesTheFilesItReads() {
        assertThat(run("--version").output()).contains("batpak 0.").contains("batpak 0.9.0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "frobnicate",
                "info",
                "info DIR --frob",
                "get DIR xyz",
                "tail DIR -n 0",
                "tail DIR -n x",
                "query DIR --kind xyz",
                "query DIR --kind f001 --category 1",
                "query DIR --category 16",
                "query DIR --clock 3-1",
                "query DIR --lane -1",
                "query DIR --limit 0",
                "append DIR --entity e --scope s --kind 0001",
                "append DIR --entity e/x --scope s --kind f001",
                "append DIR --entity e --scope s --kind f001 --payload {",
                "append DIR --entity e --scope s --kind f001 --payload 1 --hex 01",
                "append DIR --entity e --scope s --kind f001 --hex 0",
                "append DIR --entity e --scope s --kind f001 --extension nodot=00",
                "append DIR --entity e --scope s --kind f001 --extension a.b=xx",
                "graph DIR",
                "graph DIR xyz",
                "graph DIR 00000000000000000000000000000001 --correlation 00000000000000000000000000000001",
                "graph DIR --correlation 00000000000000000000000000000001 --depth 1",
                "graph DIR --correlation 00000000000000000000000000000001 --direction causes",
                "graph DIR 00000000000000000000000000000001 --direction up",
                "graph DIR 00000000000000000000000000000001 --depth -1",
                "graph DIR 00000000000000000000000000000001 --limit 0",
                "graph DIR 00000000000000000000000000000001 --format svg",
                "snapshot DIR",
                "fork DIR",
                "fork DIR elsewhere --prefer frobnicate",
                "bench --only frobnicate",
                "bench --dir DIR/missing",
                "bench DIR",
                "demo DIR"
            })
    void misuseIsToldInTwoLinesWithCode2(String line) {
        Path directory = shared.resolve("journal");
        Object[] arguments = line.isEmpty()
                ? new Object[0]
                : line.replace("DIR", directory.toString()).split(" ");

        Ran ran = run(arguments);

        assertThat(ran.code()).as(ran.errors()).isEqualTo(ExitCodes.USAGE);
        assertThat(ran.output()).isEmpty();
        assertThat(ran.errors().lines().toList()).hasSizeBetween(1, 2).noneMatch(text -> text.contains("\tat "));
        assertThat(run("info", directory, "--json").json().get("event_count").longValue())
                .isEqualTo(9);
    }

    @Test
    void readCommandsRefuseWhatIsNoJournalAndCreateNothing() throws IOException {
        Path empty = Files.createDirectory(root.resolve("empty"));
        Path missing = root.resolve("missing");
        for (String command : List.of("info", "tail", "query", "verify")) {
            assertThat(run(command, empty).code()).isEqualTo(ExitCodes.USAGE);
            assertThat(run(command, missing).code()).isEqualTo(ExitCodes.USAGE);
            assertThat(run(command, missing, "--json").json().get("kind").asString())
                    .isEqualTo("Usage");
        }
        assertThat(missing).doesNotExist();
        assertThat(empty).isEmptyDirectory();
    }

    @Test
    void appendsAreListedShownAndVerified() {
        Path directory = journal();

        Ran query = run("query", directory, "--entity", "order", "--json");
        List<JsonNode> entries = query.output().lines().map(Json::parse).toList();
        assertThat(entries).hasSize(3);
        String id = entries.get(1).get("event_id").asString();
        Ran get = run("get", directory, id, "--json");
        assertThat(get.json().get("payload")).isEqualTo(Json.parse("{\"n\":1}"));
        assertThat(get.json().get("payload_hex").asString()).isEqualTo("81a16e01");
        assertThat(run("get", directory, id).output()).contains("payload      {\"n\":1}");
        assertThat(run("get", directory, id, "--raw").output()).contains("payload      81a16e01");
        assertThat(run("get", directory, id, "--raw", "--json").json().has("payload"))
                .isFalse();
        assertThat(run("tail", directory, "-n", "2").output().lines().toList()).hasSize(3);
        assertThat(run("tail", directory, "-n", "100", "--json")
                        .output()
                        .lines()
                        .toList())
                .hasSize(9);
        assertThat(run("query", directory, "--kind", "0xF001", "--limit", "1")
                        .output()
                        .lines()
                        .toList())
                .hasSize(2);
        assertThat(run("query", directory, "--entity", "nobody").output()).contains("no entries");
        assertThat(run("verify", directory).code()).isZero();
        JsonNode verified = run("verify", directory, "--json").json();
        assertThat(verified.get("intact").booleanValue()).isTrue();
        assertThat(verified.get("events").longValue()).isEqualTo(9);
        JsonNode info = run("info", directory, "--json").json();
        assertThat(info.get("segments")).hasSize(3);
        assertThat(info.at("/segments/0/footer").asString()).isEqualTo("SDX3");
        assertThat(info.at("/segments/0/events").longValue()).isEqualTo(3);
        assertThat(run("info", directory).output()).contains("000001.fbat").contains("9 events");
    }

    @Test
    void aRefusedAppendEndsWithCode1AndAsksToReadAgain() {
        Path directory = journal();

        Ran ran = run("append", directory, "--entity=order:1", "--scope=shop", "--kind=f001", "--expect=7");

        assertThat(ran.code()).isEqualTo(ExitCodes.PROBLEM);
        assertThat(ran.errors()).contains("order:1").contains("--expect");
        Ran json = run("append", directory, "--entity=order:1", "--scope=shop", "--kind=f001", "--expect=7", "--json");
        assertThat(json.json().get("kind").asString()).isEqualTo("SequenceMismatch");
        assertThat(json.json().get("handling").asString()).isEqualTo("Rejected");
        assertThat(json.json().at("/facts/expected").longValue()).isEqualTo(7);
    }

    @Test
    void anUnknownEventEndsWithCode1() {
        Ran ran = run("get", journal(), "0".repeat(31) + "7");

        assertThat(ran.code()).isEqualTo(ExitCodes.PROBLEM);
        assertThat(ran.errors()).contains("7");
    }

    @Test
    void aLockedJournalEndsWithCode3() {
        Path directory = journal();
        try (Store store = Store.open(StoreConfig.in(directory).build())) {
            assertThat(run("info", directory).code()).isEqualTo(ExitCodes.LOCKED);
            Ran json = run("verify", directory, "--json");
            assertThat(json.code()).isEqualTo(ExitCodes.LOCKED);
            assertThat(json.json().get("kind").asString()).isEqualTo("StoreLocked");
            assertThat(store.stats().eventCount()).isEqualTo(10);
        }
    }

    @Test
    void aDamagedPayloadIsFoundByVerify() throws IOException {
        Path directory = journal();
        String id = run("query", directory, "--entity", "order:1", "--json")
                .json()
                .get("event_id")
                .asString();
        JsonNode position = run("get", directory, id, "--json").json().get("position");
        Path segment = directory.resolve("00000" + position.get("segment").longValue() + ".fbat");
        byte[] bytes = Files.readAllBytes(segment);
        bytes[position.get("offset").intValue() + position.get("length").intValue() / 2] ^= 1;
        Files.write(segment, bytes);

        Ran ran = run("verify", directory);

        assertThat(ran.code()).as(ran.output() + ran.errors()).isEqualTo(ExitCodes.PROBLEM);
    }

    @Test
    void theDemoTellsAShortStoryAndLeavesAnIntactJournal() {
        Path directory = root.resolve("demo");

        Ran ran = run("demo", directory);

        assertThat(ran.code()).as(ran.output() + ran.errors()).isZero();
        assertThat(ran.output().lines().toList()).hasSizeLessThanOrEqualTo(30);
        assertThat(ran.output()).contains("SequenceMismatch").contains("retry").contains(directory.toString());
        assertThat(run("verify", directory).code()).isZero();
        JsonNode json = run("demo", root.resolve("other"), "--json").json();
        assertThat(json.get("as_promised").booleanValue()).isTrue();
        assertThat(json.get("steps").size()).isGreaterThan(8);
    }
}
