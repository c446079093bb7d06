package io.batpak.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.cli.json.Json;
import io.batpak.delivery.CheckpointId;
import io.batpak.delivery.CheckpointedCursor;
import io.batpak.model.AutoMerge;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;
import io.batpak.model.Region;
import io.batpak.model.Value;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `batpak cursors`, `batpak project` and `batpak tail -f` as a shell sees them.
///
/// Tier: unit.
class FollowingCommandsTest {
    private static final int EVENTS = 10;

    @TempDir
    private Path journal = Path.of("");

    /// What a command printed and how it ended.
    private record Ran(int code, String out, String err) {
        JsonNode json() {
            return Json.parse(out.strip());
        }
    }

    private static StoreConfig config(Path directory) {
        return StoreConfig.in(directory).autoMerge(new AutoMerge.Never()).build();
    }

    @BeforeEach
    void fill() {
        try (Store store = Store.open(config(journal))) {
            for (int n = 0; n < EVENTS; n++) {
                append(store, n);
            }
            try (CheckpointedCursor cursor =
                    store.delivery().cursor(Region.entity("order"), CheckpointId.of("mailer"))) {
                cursor.poll(4);
                cursor.commit();
            }
        }
    }

    private static void append(Store store, int n) {
        store.append(
                Coordinate.of("order:" + n % 2, "shop"), EventKind.of(0xF, 1 + n % 3), Payload.of(Value.map("n", n)));
    }

    private static Ran run(String... arguments) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int code = BatpakCommand.run(
                arguments,
                new PrintStream(output, true, StandardCharsets.UTF_8),
                new PrintStream(errors, true, StandardCharsets.UTF_8));
        return new Ran(code, output.toString(StandardCharsets.UTF_8), errors.toString(StandardCharsets.UTF_8));
    }

    private String directory() {
        return journal.toString();
    }

    @Test
    void listsPlacesWithWhatIsBehindThem() {
        Ran text = run("cursors", directory());
        assertThat(text.code()).isZero();
        assertThat(text.out()).contains("mailer").contains("entity=order|scope=*|fact=none|clock=*");

        JsonNode place = run("cursors", directory(), "--json").json();
        assertThat(place.path("checkpoint").asString("")).isEqualTo("mailer");
        long position = place.path("position").asLong(-1);
        assertThat(position).isPositive();
        long newest = run("info", directory(), "--json")
                .json()
                .path("visible_sequence")
                .asLong(-1);
        assertThat(place.path("lag").asLong(-1)).isPositive().isLessThanOrEqualTo(newest + 1 - position);
    }

    @Test
    void aJournalWithoutPlacesSaysSo() {
        assertThat(run("cursors", directory(), "--reset", "mailer", "--yes").code())
                .isZero();
        Ran none = run("cursors", directory());
        assertThat(none.code()).isZero();
        assertThat(none.out()).contains("No consumer");
        try (Store store = Store.open(config(journal));
                CheckpointedCursor anew = store.delivery().cursor(Region.entity("order"), CheckpointId.of("mailer"))) {
            assertThat(anew.position()).isEmpty();
        }
    }

    @Test
    void aResetIsRefusedWithoutATerminalAndForAnUnknownPlace() {
        Ran asked = run("cursors", directory(), "--reset", "mailer");
        assertThat(asked.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(asked.err()).contains("--yes");
        assertThat(run("cursors", directory()).out()).contains("mailer");

        assertThat(run("cursors", directory(), "--reset", "nobody", "--yes").code())
                .isEqualTo(ExitCodes.USAGE);
        assertThat(run("cursors", directory(), "--reset", "../x", "--yes").code())
                .isEqualTo(ExitCodes.USAGE);
        assertThat(run("cursors", directory(), "--yes").code()).isEqualTo(ExitCodes.USAGE);
    }

    @Test
    void aPlaceThatCannotBeReadIsShownAndIsAProblem() throws IOException {
        Files.write(journal.resolve("cursors").resolve("broken.ckpt"), new byte[] {1, 2, 3});
        Ran listed = run("cursors", directory());
        assertThat(listed.code()).isEqualTo(ExitCodes.PROBLEM);
        assertThat(listed.out()).contains("mailer").contains("broken");
        assertThat(run("cursors", directory(), "--reset", "broken", "--yes").code())
                .isZero();
        assertThat(run("cursors", directory()).code()).isZero();
    }

    @Test
    void listingIsRefusedBesideAWriter() {
        try (Store store = Store.open(config(journal))) {
            assertThat(store.stats().eventCount()).isPositive();
            assertThat(run("cursors", directory()).code()).isEqualTo(ExitCodes.LOCKED);
            assertThat(run("cursors", directory(), "--reset", "mailer", "--yes").code())
                    .isEqualTo(ExitCodes.LOCKED);
            assertThat(run("project", directory(), "order:0").code()).isEqualTo(ExitCodes.LOCKED);
        }
    }

    @Test
    void projectsOneEntityExactly() {
        JsonNode all = run("project", directory(), "order:0", "--json").json();
        assertThat(all.path("count").asLong(0)).isEqualTo(EVENTS / 2);
        assertThat(all.path("kinds").toString()).isEqualTo("{\"f001\":2,\"f002\":1,\"f003\":2}");
        assertThat(all.path("first_wall_ms").asLong(0))
                .isLessThanOrEqualTo(all.path("last_wall_ms").asLong(0));
        long newest = all.path("sequence").asLong(0);

        JsonNode before = run("project", directory(), "order:0", "--as-of", Long.toString(newest - 1), "--json")
                .json();
        assertThat(before.path("count").asLong(0)).isEqualTo(EVENTS / 2 - 1);
        assertThat(before.path("sequence").asLong(0)).isLessThan(newest);

        assertThat(run("project", directory(), "order:0").out())
                .contains("events     5 events")
                .contains("sequence " + newest);
        Ran none = run("project", directory(), "order");
        assertThat(none.code()).isZero();
        assertThat(none.out()).contains("0 events");
        assertThat(run("project", directory(), "order:0", "--as-of", "-1").code())
                .isEqualTo(ExitCodes.USAGE);
    }

    @Test
    void followsBesideAWriterAndChangesNothing() throws IOException {
        try (Store store = Store.open(config(journal))) {
            for (int n = 0; n < EVENTS; n++) {
                append(store, n);
            }
            store.sync();
            List<String> before = files();
            Ran ran = run("tail", directory(), "-f", "-n", "3", "--for", "0", "--json");
            assertThat(ran.code()).as(ran.err()).isZero();
            assertThat(ran.err()).contains("fence").contains("sequences are not known");
            List<JsonNode> events = ran.out().lines().map(Json::parse).toList();
            assertThat(events).hasSize(3);
            assertThat(events.getLast().path("payload").toString()).isEqualTo("{\"n\":9}");
            assertThat(events.getLast().has("sequence")).isFalse();
            assertThat(files()).isEqualTo(before);

            Ran text = run("tail", directory(), "-f", "-n", "2", "--for", "0");
            assertThat(text.out().lines()).hasSize(2);
            assertThat(text.out()).contains("order:1@shop").contains("{\"n\":9}");
        }
    }

    @Test
    void showsWhatIsWrittenMeanwhile() throws InterruptedException {
        try (Store store = Store.open(config(journal))) {
            Thread writer = Thread.ofPlatform().start(() -> {
                for (int n = 100; n < 103; n++) {
                    append(store, n);
                }
            });
            Ran ran = run("tail", directory(), "-f", "--for", "2", "--json");
            writer.join();
            assertThat(ran.out()).contains("{\"n\":100}").contains("{\"n\":102}");
        }
    }

    @Test
    void followingNeedsAJournalAndSensibleSeconds() {
        assertThat(run("tail", journal.resolve("nowhere").toString(), "-f").code())
                .isEqualTo(ExitCodes.USAGE);
        assertThat(Files.exists(journal.resolve("nowhere"))).isFalse();
        assertThat(run("tail", directory(), "-f", "--for", "-1").code()).isEqualTo(ExitCodes.USAGE);
        assertThat(run("tail", directory(), "--for", "1").code()).isEqualTo(ExitCodes.USAGE);
    }

    /// Every file with its length.
    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(journal)) {
            return all.map(path -> path + " " + path.toFile().length()).sorted().toList();
        }
    }
}
