package io.batpak.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.cli.json.Json;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;
import io.batpak.model.Value;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `batpak backup`, `restore` and `backup-check` as a shell sees them.
///
/// Covers: G10. Tier: unit.
class BackupCommandsTest {
    @TempDir
    private Path root = Path.of("");

    @BeforeEach
    void fill() {
        append(20);
    }

    private void append(int count) {
        StoreConfig config =
                StoreConfig.in(root.resolve("journal")).segmentBytesMax(2000).build();
        try (Store store = Store.open(config)) {
            for (int n = 0; n < count; n++) {
                store.append(Coordinate.of("order:1", "shop"), EventKind.of(0xF, 1), Payload.of(Value.map("n", n)));
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

    @Test
    void aJournalIsBackedUpCheckedAndRestored() {
        assertThat(run(0, "backup", "@journal", "@backup"))
                .contains("manifest   1")
                .contains("present    0 files, 0 bytes");
        append(5);
        JsonNode second = json(0, "backup", "@journal", "@backup", "--keep", "1");
        assertThat(second.get("manifest").asLong()).isEqualTo(2);
        assertThat(second.get("bytes_present").asLong()).isPositive();
        assertThat(second.get("manifests_removed").asInt()).isEqualTo(1);
        assertThat(run(0, "backup-check", "@backup")).contains("all are what the manifest says");
        assertThat(run(0, "restore", "@backup", "@restored"))
                .contains("manifest   2")
                .contains("proof      all");
        JsonNode proof = json(0, "backup-check", "@backup", "--against", "@restored");
        assertThat(proof.get("clean").asBoolean()).isTrue();
        assertThat(proof.get("observed_segments").asInt())
                .isEqualTo(second.get("segments").asInt());
        assertThat(run(0, "verify", "@restored")).contains("all lead to an event");
        JsonNode again = json(0, "restore", "@backup", "@again", "--manifest", "2");
        assertThat(again.get("proof").get("findings")).isEmpty();
    }

    /// An object that is not the file of the keys: those have two more letters in their magic.
    private static Path aSegment(Path backup) throws IOException {
        try (Stream<Path> files = Files.list(backup)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".fbat-object"))
                    .toList()) {
                String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                if (bytes.startsWith("FBAT") && !Character.isUpperCase(bytes.charAt(4))) {
                    return file;
                }
            }
        }
        throw new AssertionError("no segment in " + backup);
    }

    @Test
    void aDamagedBackupIsToldAndNotRestored() throws IOException {
        run(0, "backup", "@journal", "@backup");
        Files.write(aSegment(root.resolve("backup")), new byte[] {1, 2, 3});
        assertThat(run(1, "backup-check", "@backup")).contains("finding    SegmentBytesDigestMismatch");
        JsonNode proof = json(1, "backup-check", "@backup");
        assertThat(proof.get("findings").get(0).get("finding").asString()).isEqualTo("SegmentBytesDigestMismatch");
        assertThat(run(1, "restore", "@backup", "@restored"))
                .contains("SegmentBytesDigestMismatch")
                .contains("batpak backup --verify replaces damaged files");
        assertThat(root.resolve("restored")).doesNotExist();
        run(0, "backup", "@journal", "@backup", "--verify");
        run(0, "restore", "@backup", "@restored");
    }

    @Test
    void whatIsWrongWithTheCallIsToldInOneLine() {
        assertThat(run(2, "backup", "@nowhere", "@backup")).contains("does not exist");
        assertThat(run(2, "backup", "@journal", "@journal")).contains("it is the source itself");
        assertThat(run(2, "backup", "@journal", "@backup", "--keep", "-1")).contains("--keep -1");
        assertThat(run(1, "restore", "@journal", "@restored")).contains("Give the directory that batpak backup wrote");
        run(0, "backup", "@journal", "@backup");
        assertThat(run(1, "restore", "@backup", "@restored", "--manifest", "9")).contains("no manifest 9");
        assertThat(run(2, "restore", "@backup", "@journal")).contains("not empty");
        assertThat(run(2, "backup-check", "@backup", "--against", "@nowhere")).contains("is no directory");
    }
}
