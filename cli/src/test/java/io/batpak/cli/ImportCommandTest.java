package io.batpak.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.cli.json.Json;
import io.batpak.cli.script.ScriptSession;
import io.batpak.model.ImportOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `import` as a shell sees it, and as a script does.
///
/// Covers: J7.
/// Tier: unit.
class ImportCommandTest {
    @TempDir
    private Path root = Path.of("");

    private Path source = Path.of("");
    private Path target = Path.of("");

    @BeforeEach
    void fill() {
        source = root.resolve("source");
        target = root.resolve("target");
        for (int n = 0; n < 3; n++) {
            run(0, "append", source, "--entity=order:" + n, "--scope=shop", "--kind=f001", "--payload", n);
        }
    }

    private static String run(int expectedCode, Object... arguments) {
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
        assertThat(code).as(errors.toString(StandardCharsets.UTF_8)).isEqualTo(expectedCode);
        return output.toString(StandardCharsets.UTF_8);
    }

    @Test
    void eventsOfOneJournalAreAppendedToAnotherOnce() {
        String first = run(0, "import", source, target, "--namespace=branch");
        String again = run(0, "import", source, target, "--namespace=branch");

        assertThat(first)
                .contains("imported   3 events")
                .contains("known      0")
                .contains("namespace  branch")
                .contains("to go on   --after ");
        assertThat(again).contains("imported   0 events").contains("known      3");
        assertThat(run(0, "query", target, "--entity=order", "--json").lines()).hasSize(3);
        run(0, "verify", target);
    }

    @Test
    void withoutANameTheSourceIsCalledByItsPath() throws IOException {
        JsonNode report = Json.parse(run(0, "import", source, target, "--entity=order:1", "--chunk=1", "--json"));

        assertThat(report.path("imported").asLong()).isEqualTo(1);
        assertThat(report.path("skipped_filtered").asLong()).isZero();
        assertThat(report.path("namespace").asString())
                .isEqualTo(ImportOptions.namespaceOf(source.toRealPath().toString()));
        long last = report.path("high_watermark").asLong();
        assertThat(Json.parse(run(0, "import", source, target, "--after=" + last, "--json"))
                        .path("imported")
                        .asLong())
                .isEqualTo(1);
    }

    @Test
    void wrongUseChangesNothing() {
        run(2, "import", source);
        run(2, "import", source, target, "--chunk=0");
        run(2, "import", source, target, "--namespace=");
        run(2, "import", root.resolve("missing"), target);
        run(3, "import", source, source);

        assertThat(target).doesNotExist();
        assertThat(root.resolve("missing")).doesNotExist();
    }

    @Test
    void aTargetThatIsNoJournalIsRefused() throws IOException {
        Files.createDirectories(target);
        Files.writeString(target.resolve("letter.txt"), "not a journal");

        run(2, "import", source, target);

        assertThat(target.toFile().list()).containsExactly("letter.txt");
    }

    @Test
    void aScriptImportsFromOneHandleIntoAnother() throws IOException {
        List<JsonNode> replies = replies(
                "{\"op\":\"open\",\"store\":\"from\",\"dir\":\"source\",\"mode\":\"read\"}",
                "{\"op\":\"open\",\"dir\":\"target\",\"mode\":\"write\"}",
                "{\"op\":\"import\",\"from\":\"from\",\"namespace\":\"ns\",\"chunk\":2,\"keep_kinds\":[\"f001\"],"
                        + "\"region\":{\"scope\":\"shop\"},\"after\":1}",
                "{\"op\":\"import\",\"from\":\"from\",\"namespace\":\"ns\",\"keep_kinds\":[]}",
                "{\"op\":\"import\",\"from\":\"nobody\",\"namespace\":\"ns\"}",
                "{\"op\":\"import\",\"store\":\"from\",\"from\":\"main\",\"namespace\":\"ns\"}",
                "{\"op\":\"import\",\"from\":\"from\",\"namespace\":\"ns\",\"chunk\":0}");

        JsonNode first = replies.get(2);
        assertThat(first.path("imported").asLong()).isEqualTo(2);
        assertThat(first.path("skipped_reserved").asLong()).isZero();
        JsonNode second = replies.get(3);
        assertThat(second.path("skipped_filtered").asLong()).isEqualTo(3);
        assertThat(second.path("high_watermark").asLong()).isGreaterThan(3);
        assertThat(replies.subList(4, 7).stream()
                        .map(reply -> reply.path("error").path("kind").asString()))
                .containsExactly("ScriptError", "ScriptError", "Configuration");
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
