package io.batpak.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.cli.json.Json;
import io.batpak.model.AppendOptions;
import io.batpak.model.CausationId;
import io.batpak.model.Coordinate;
import io.batpak.model.CorrelationId;
import io.batpak.model.EventId;
import io.batpak.model.EventKind;
import io.batpak.model.IdempotencyKey;
import io.batpak.model.Payload;
import io.batpak.model.Value;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `batpak graph` as a shell sees it.
///
/// The journal: 1 led to 2 and 3, 2 led to 4, and 5 names 9, which is not there; 6 and 7 name each other.
/// Events 1 to 4 are one conversation.
///
/// Covers: none of the catalogue (our own). Tier: unit.
class GraphCommandTest {
    @TempDir
    private Path root = Path.of("");

    private static String id(int number) {
        return new EventId(0, number).hex();
    }

    private String run(int code, Object... options) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        String[] texts = new String[options.length + 2];
        texts[0] = "graph";
        texts[1] = root.resolve("journal").toString();
        for (int index = 0; index < options.length; index++) {
            texts[index + 2] = options[index].toString();
        }
        int ended = BatpakCommand.run(
                texts,
                new PrintStream(output, true, StandardCharsets.UTF_8),
                new PrintStream(errors, true, StandardCharsets.UTF_8));
        assertThat(ended).as(errors.toString(StandardCharsets.UTF_8)).isEqualTo(code);
        return output.toString(StandardCharsets.UTF_8) + errors.toString(StandardCharsets.UTF_8);
    }

    @BeforeEach
    void fill() {
        try (Store store = Store.open(StoreConfig.in(root.resolve("journal")).build())) {
            append(store, 1, 0, 1);
            append(store, 2, 1, 1);
            append(store, 3, 1, 1);
            append(store, 4, 2, 1);
            append(store, 5, 9, 5);
            append(store, 6, 7, 6);
            append(store, 7, 6, 7);
        }
    }

    private static void append(Store store, int id, int cause, int conversation) {
        AppendOptions options = AppendOptions.none()
                .idempotencyKey(new IdempotencyKey(0, id))
                .causationId(new CausationId(0, cause))
                .correlationId(new CorrelationId(0, conversation));
        store.append(
                Coordinate.of("order:" + id, "shop"), EventKind.of(0xF, id), Payload.of(Value.map("n", 1)), options);
    }

    private static String line(int number) {
        return "0xF00" + number + " order:" + number + "@shop  sequence " + number + "  " + id(number);
    }

    @Test
    void theTreeShowsEveryEventBelowItsCause() {
        assertThat(run(0, id(2)).lines())
                .containsExactly(line(1), "  " + line(2) + "  <- this event", "    " + line(4), "  " + line(3));
        assertThat(run(0, id(1), "--direction", "effects", "--depth", "1").lines())
                .containsExactly(
                        line(1) + "  <- this event",
                        "  " + line(2),
                        "  " + line(3),
                        "there is more: raise --limit or --depth");
        assertThat(run(0, id(4), "--direction", "causes").lines())
                .containsExactly(line(1), "  " + line(2), "    " + line(4) + "  <- this event");
        assertThat(run(0, id(4), "--limit", "1").lines())
                .containsExactly(
                        id(2) + " is not shown",
                        "  " + line(4) + "  <- this event",
                        "there is more: raise --limit or --depth");
    }

    @Test
    void unknownCausesAndCirclesAreNamed() {
        assertThat(run(0, id(5)).lines())
                .containsExactly(id(9) + " is not in the journal", "  " + line(5) + "  <- this event");
        assertThat(run(0, id(7)).lines())
                .containsExactly("a circle:", "  " + line(6), "    " + line(7) + "  <- this event");
    }

    @Test
    void aConversationIsShownAsAWhole() {
        assertThat(run(0, "--correlation", id(1)).lines())
                .containsExactly(line(1), "  " + line(2), "    " + line(4), "  " + line(3));
        assertThat(run(0, "--correlation", id(8))).isEqualTo("no events" + System.lineSeparator());
        assertThat(run(0, "--correlation", id(1), "--limit", 2, "--format=json"))
                .contains("\"cut_off\":true");
    }

    @Test
    void drawingsAreThoseOfTheLibrary() {
        assertThat(run(0, id(1), "--format", "dot"))
                .startsWith("digraph causes {")
                .contains("\"" + id(2) + "\" -> \"" + id(4) + "\";")
                .endsWith("}" + System.lineSeparator());
        assertThat(run(0, id(1), "--format", "mermaid").lines()).first().isEqualTo("flowchart TD");
    }

    @Test
    void jsonIsOneDocument() {
        JsonNode graph = Json.parse(run(0, id(5), "--json"));

        assertThat(graph.at("/nodes/0/event_id").asString()).isEqualTo(id(5));
        assertThat(graph.at("/nodes/0/causation_id").asString()).isEqualTo(id(9));
        assertThat(graph.at("/edges/0/cause_is").asString()).isEqualTo("unknown");
        assertThat(graph.at("/unknown_causes/0").asString()).isEqualTo(id(9));
        assertThat(graph.get("cut_off").booleanValue()).isFalse();
        assertThat(Json.parse(run(0, id(5), "--format", "json"))).isEqualTo(graph);
    }

    @Test
    void anUnknownEventEndsWithCode1AndMisuseWithCode2() {
        assertThat(run(ExitCodes.PROBLEM, id(9))).contains(id(9));
        assertThat(Json.parse(run(ExitCodes.PROBLEM, id(9), "--format=json"))
                        .get("kind")
                        .asString())
                .isEqualTo("NotFound");
        for (List<String> both : List.of(List.of("--json", "--format=dot"), List.of("--json", "--format=text"))) {
            assertThat(run(ExitCodes.USAGE, id(1), both.getFirst(), both.getLast()))
                    .contains("exclude each other");
        }
    }

    @Test
    void aLongChainStopsMovingIn() {
        try (Store store = Store.open(StoreConfig.in(root.resolve("journal")).build())) {
            for (int id = 100; id < 160; id++) {
                AppendOptions options = AppendOptions.none()
                        .idempotencyKey(new IdempotencyKey(0, id))
                        .causationId(new CausationId(0, id == 100 ? 0 : id - 1));
                store.append(
                        Coordinate.of("chain", "shop"), EventKind.of(0xF, 1), Payload.of(Value.map("n", 1)), options);
            }
        }
        List<String> lines = run(0, id(100)).lines().toList();

        assertThat(lines).hasSize(60);
        assertThat(lines.get(40)).startsWith(" ".repeat(80) + "0xF001 ");
        assertThat(lines.get(59)).startsWith(" ".repeat(80) + "[59] 0xF001 ");
    }
}
