package io.batpak.cli.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.cli.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The journal script on real directories: shapes of replies, errors of the store, handles, files.
///
/// Contract: journal-script.md §2 to §4.
/// Tier: unit.
class ScriptStoreTest {
    private static final String OPEN =
            "{\"op\":\"open\",\"dir\":\"a\",\"mode\":\"write\",\"config\":{\"clock_us\":1700000000000000}}";
    private static final String KEY = "0000000000000000000000000000002a";

    @TempDir
    private Path root = Path.of("");

    private static String append(String more) {
        return "{\"op\":\"append\",\"id\":\"a\",\"entity\":\"order:1\",\"scope\":\"shop\",\"kind\":\"f001\"," + more
                + "}";
    }

    @Test
    void anAppendedEventComesBackWithEveryField() throws IOException {
        ScriptRun run = ScriptRun.of(
                root,
                OPEN,
                append("\"payload\":{\"b\":18446744073709551615,\"a\":1.5},\"options\":{\"idempotency_key\":\"" + KEY
                        + "\",\"flags\":3,\"payload_version\":7,\"extensions\":{\"app.audit\":\"ff00\"},"
                        + "\"lane\":4294967295,\"depth\":9,\"causation_id\":\"" + KEY + "\"}"),
                "{\"op\":\"get\",\"event_id\":\"@a.receipt.event_id\"}",
                "{\"op\":\"query\",\"region\":{\"entity\":\"order\"}}");

        assertThat(run.errorKinds()).containsOnly("ok");
        assertThat(run.text(1, "receipt.key_id")).isEqualTo("0".repeat(64));
        assertThat(ScriptRun.at(run.reply(1), "receipt.signature").isNull()).isTrue();
        assertThat(run.number(1, "receipt.position.segment")).isPositive();
        assertThat(run.text(2, "event.payload_hex")).isEqualTo("82a161cb3ff8000000000000a162cfffffffffffffffff");
        assertThat(run.number(2, "event.payload_size")).isEqualTo(23);
        assertThat(run.number(2, "event.flags")).isEqualTo(3);
        assertThat(run.number(2, "event.payload_version")).isEqualTo(7);
        assertThat(run.number(2, "event.timestamp_us")).isEqualTo(1700000000000000L);
        assertThat(run.number(2, "event.lane")).isEqualTo(4294967295L);
        assertThat(run.number(2, "event.depth")).isEqualTo(9);
        assertThat(run.text(2, "event.event_id")).isEqualTo(KEY);
        assertThat(run.text(2, "event.causation_id")).isEqualTo(KEY);
        assertThat(ScriptRun.at(run.reply(2), "event.extensions")).isEqualTo(Json.parse("{\"app.audit\":\"ff00\"}"));
        assertThat(run.text(2, "event.content_hash")).isEqualTo(run.text(1, "receipt.content_hash"));
        assertThat(run.text(3, "entries.0.kind")).isEqualTo("f001");
        assertThat(run.number(3, "entries.0.wall_ms")).isEqualTo(1700000000000L);
        assertThat(ScriptRun.at(run.reply(3), "entries.0.correlation_id").asString())
                .isEqualTo(KEY);
    }

    @Test
    void longPayloadsAreShownByHashAndLength() throws IOException {
        ScriptRun run = ScriptRun.of(
                root,
                OPEN,
                append("\"payload_hex\":\"" + "00".repeat(4096) + "\""),
                "{\"op\":\"get\",\"event_id\":\"@a.receipt.event_id\"}",
                append("\"payload_hex\":\"" + "00".repeat(4097) + "\""),
                "{\"op\":\"get\",\"event_id\":\"@a.receipt.event_id\",\"raw\":true}");

        assertThat(run.text(2, "event.payload_hex")).hasSize(2 * 4096);
        assertThat(run.reply(4).get("event").has("payload_hex")).isFalse();
        assertThat(run.number(4, "event.payload_length")).isEqualTo(4097);
        assertThat(run.text(4, "event.payload_blake3")).isEqualTo(run.text(4, "event.content_hash"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    "payload":1,"options":{"expected_clock":5} | \
                    SequenceMismatch | {"actual":0,"entity":"order:1","expected":5}
                    "payload":1,"options":{"extensions":{"nodot":"00"}} | \
                    InvalidExtensionKey | {"reason":"InvalidNamespaceFormat"}
                    "payload":1,"kind":"0001" | ReservedKind | {"index":null,"kind":"0001"}
                    "payload":1,"entity":"" | Coordinate | {"reason":"EmptyEntity"}
                    "payload":1,"entity":"a/b" | CoordinatePathTraversal | {}
                    "payload":1,"options":{"gate":{"mark":"durable","timeout_ms":0}} | \
                    WaitTimeout | {"mark":"durable","target":{"sequence":1,"wall_ms":1700000000000},"waited_ms":0}
                    "payload":1,"options":{"lane":4294967296} | ScriptError | {}
                    "payload":1,"options":{"flag":1} | ScriptError | {}
                    "payload":1,"options":{"gate":{"mark":"durable","timeout":0}} | ScriptError | {}
                    "payload":1,"payload_hex":"01" | ScriptError | {}
                    "payload":"\\ud800" | ScriptError | {}
                    "x":1 | ScriptError | {}
                    "payload":1,"kind":"F001" | ScriptError | {}
                    """)
    void refusedAppendsCarryKindAndFacts(String arguments, String kind, String facts) throws IOException {
        ScriptRun run = ScriptRun.of(root, OPEN, append(arguments));

        assertThat(run.text(1, "error.kind")).isEqualTo(kind);
        assertThat(withoutAbsent(run)).isEqualTo(withoutAbsent(Json.parse(facts)));
    }

    private static JsonNode withoutAbsent(ScriptRun run) {
        return withoutAbsent(ScriptRun.at(run.reply(1), "error.facts"));
    }

    /// Absent and null say the same.
    private static JsonNode withoutAbsent(JsonNode facts) {
        ObjectNode copy = Json.object();
        facts.properties().stream().filter(fact -> !fact.getValue().isNull()).forEach(fact -> {
            copy.set(fact.getKey(), Json.parse(Json.line(fact.getValue())));
        });
        return copy;
    }

    @Test
    void unknownEventsAreNotFoundByTheirId() throws IOException {
        ScriptRun run = ScriptRun.of(root, OPEN, "{\"op\":\"get\",\"event_id\":\"" + KEY + "\"}");

        assertThat(run.text(1, "error.kind")).isEqualTo("NotFound");
        assertThat(run.text(1, "error.facts.event_id")).isEqualTo(KEY);
    }

    @Test
    void aBatchNamesTheItemThatFailedAndWhy() throws IOException {
        ScriptRun run = ScriptRun.of(
                root,
                OPEN,
                "{\"op\":\"batch\",\"items\":["
                        + "{\"entity\":\"e:1\",\"scope\":\"s\",\"kind\":\"f001\",\"payload\":1},"
                        + "{\"entity\":\"e:1\",\"scope\":\"s\",\"kind\":\"f001\",\"payload\":2,"
                        + "\"causation\":{\"prior\":1}}]}",
                "{\"op\":\"batch\",\"id\":\"b\",\"items\":["
                        + "{\"entity\":\"e:1\",\"scope\":\"s\",\"kind\":\"f001\",\"payload\":1},"
                        + "{\"entity\":\"e:1\",\"scope\":\"s\",\"kind\":\"f001\",\"payload\":2,"
                        + "\"causation\":{\"prior\":0}}]}",
                "{\"op\":\"get\",\"event_id\":\"@b.receipts.1.event_id\"}");

        assertThat(run.text(1, "error.kind")).isEqualTo("BatchFailed");
        assertThat(ScriptRun.at(run.reply(1), "error.facts"))
                .isEqualTo(Json.parse("{\"item_index\":1,\"source\":{\"kind\":\"InvalidCausation\","
                        + "\"facts\":{\"prior_idx\":1,\"item_index\":1}}}"));
        assertThat(run.text(3, "event.causation_id")).isEqualTo(run.text(2, "receipts.0.event_id"));
    }

    @Test
    void regionsAreCheckedAndPagesStartBehindASequence() throws IOException {
        ScriptRun run = ScriptRun.of(
                root,
                OPEN,
                append("\"payload\":1"),
                append("\"payload\":2"),
                append("\"payload\":3"),
                "{\"op\":\"query\",\"region\":{\"kind\":\"f001\"},\"after\":1,\"limit\":1}",
                "{\"op\":\"query\",\"region\":{\"kind\":\"f001\"},\"limit\":2}",
                "{\"op\":\"query\",\"region\":{\"kind\":\"f001\"},\"limit\":0}",
                "{\"op\":\"query\",\"after\":18446744073709551615}",
                "{\"op\":\"query\",\"region\":{\"clock\":[2,1]}}",
                "{\"op\":\"query\",\"region\":{\"category\":16}}",
                "{\"op\":\"query\",\"region\":{\"entities\":\"x\"}}",
                "{\"op\":\"query\",\"region\":{\"category\":15,\"clock\":[1,1]}}");

        assertThat(ScriptRun.at(run.reply(4), "entries")).hasSize(1);
        assertThat(run.number(4, "entries.0.sequence")).isEqualTo(2);
        assertThat(ScriptRun.at(run.reply(5), "entries")).hasSize(2);
        assertThat(ScriptRun.at(run.reply(6), "entries")).isEmpty();
        assertThat(ScriptRun.at(run.reply(7), "entries")).isEmpty();
        assertThat(run.text(8, "error.facts.reason")).isEqualTo("InvertedClockRange");
        assertThat(run.text(9, "error.facts.reason")).isEqualTo("CategoryOutOfRange");
        assertThat(run.text(10, "error.kind")).isEqualTo("ScriptError");
        assertThat(ScriptRun.at(run.reply(11), "entries")).hasSize(1);
    }

    @Test
    void readOnlyHandlesRefuseWritesAndLocksExclude() throws IOException {
        ScriptRun run = ScriptRun.of(
                root,
                OPEN,
                OPEN.replace("\"dir\"", "\"store\":\"second\",\"dir\""),
                OPEN,
                append("\"payload\":1"),
                "{\"op\":\"close\"}",
                "{\"op\":\"open\",\"dir\":\"a\",\"mode\":\"read\"}",
                append("\"payload\":1"),
                "{\"op\":\"wait_for\",\"mark\":\"visible\",\"sequence\":0,\"timeout_ms\":0}",
                "{\"op\":\"stats\"}",
                "{\"op\":\"drop\"}",
                "{\"op\":\"stats\"}");

        assertThat(run.text(1, "error.kind")).isEqualTo("StoreLocked");
        assertThat(run.text(1, "error.facts.mode")).isEqualTo("Mutable");
        assertThat(run.text(2, "error.kind")).isEqualTo("ScriptError");
        assertThat(run.text(6, "error.kind")).isEqualTo("ScriptError");
        assertThat(run.text(7, "error.kind")).isEqualTo("ScriptError");
        assertThat(run.number(8, "event_count")).isEqualTo(3);
        assertThat(run.reply(9).get("ok").booleanValue()).isTrue();
        assertThat(run.text(10, "error.kind")).isEqualTo("ScriptError");
    }

    @Test
    void theEndOfInputClosesEveryStoreCleanly() throws IOException {
        ScriptRun first = ScriptRun.of(
                root, OPEN, OPEN.replace("\"dir\":\"a\"", "\"store\":\"b\",\"dir\":\"b\""), append("\"payload\":1"));
        ScriptRun second = ScriptRun.of(root, OPEN, "{\"op\":\"query\",\"region\":{\"kind\":\"0009\"}}");

        assertThat(first.closedCleanly()).isTrue();
        assertThat(ScriptRun.at(second.reply(1), "entries")).hasSize(1);
    }

    @Test
    void theStandingClockMovesOnlyWhenToldTo() throws IOException {
        ScriptRun run = ScriptRun.of(
                root,
                OPEN,
                append("\"payload\":1"),
                "{\"op\":\"clock\",\"us\":1700000000005000}",
                append("\"payload\":2"),
                "{\"op\":\"stream\",\"entity\":\"order:1\",\"lane\":0}",
                "{\"op\":\"latest\",\"entity\":\"order:1\",\"lane\":0}",
                "{\"op\":\"latest\",\"entity\":\"order:1\",\"lane\":1}");

        assertThat(run.number(4, "entries.0.wall_ms")).isEqualTo(1700000000000L);
        assertThat(run.number(4, "entries.1.wall_ms")).isEqualTo(1700000000005L);
        assertThat(run.number(5, "entry.clock")).isEqualTo(1);
        assertThat(run.reply(6).get("entry").isNull()).isTrue();
    }

    @Test
    void aWalkAnswersItsBoundary() throws IOException {
        ScriptRun run = ScriptRun.of(
                root,
                OPEN,
                append("\"payload\":1"),
                append("\"payload\":2"),
                "{\"op\":\"walk\",\"event_id\":\"@a.receipt.event_id\",\"limit\":10}",
                "{\"op\":\"walk\",\"event_id\":\"@a.receipt.event_id\",\"limit\":1}",
                "{\"op\":\"walk\",\"event_id\":\"" + KEY + "\",\"limit\":1}");

        assertThat(run.text(3, "boundary")).isEqualTo("ReachedGenesis");
        assertThat(ScriptRun.at(run.reply(3), "event_ids")).hasSize(2);
        assertThat(run.text(4, "boundary")).isEqualTo("LimitReached");
        assertThat(run.text(5, "boundary")).isEqualTo("NoAnchor");
        assertThat(run.reply(5).has("at")).isFalse();
    }

    @Test
    void syncAndFrontierShowAllMarksAndLanes() throws IOException {
        ScriptRun run = ScriptRun.of(
                root,
                OPEN,
                append("\"payload\":1,\"options\":{\"lane\":2}"),
                "{\"op\":\"sync\"}",
                "{\"op\":\"frontier\"}");

        assertThat(run.number(2, "frontier.durable.sequence")).isEqualTo(1);
        assertThat(run.number(3, "visible.sequence")).isEqualTo(1);
        assertThat(ScriptRun.at(run.reply(3), "lanes.1.lane").longValue()).isEqualTo(2);
        assertThat(run.reply(3).propertyNames())
                .containsExactlyInAnyOrder(
                        "ok", "accepted", "written", "durable", "visible", "applied", "emitted", "lanes");
    }

    @Test
    void aCrashCopyIsOpenedBesideTheLiveDirectory() throws IOException {
        ScriptRun run = ScriptRun.of(
                root,
                OPEN,
                append("\"payload\":1"),
                "{\"op\":\"crash_copy\",\"dest\":\"image\"}",
                "{\"op\":\"open\",\"store\":\"i\",\"dir\":\"image\",\"mode\":\"read\"}",
                "{\"op\":\"stats\",\"store\":\"i\"}",
                "{\"op\":\"files\",\"dir\":\"image\"}",
                "{\"op\":\"crash_copy\",\"dest\":\"a/inside\"}");

        assertThat(run.number(4, "event_count")).isEqualTo(2);
        assertThat(ScriptRun.at(run.reply(5), "files").toString()).contains("000001.fbat");
        assertThat(run.text(6, "error.kind")).isEqualTo("ScriptError");
    }

    @Test
    void flipChangesOneByteOfAClosedDirectoryOnly() throws IOException {
        Path file = Files.createDirectories(root.resolve("d")).resolve("x");
        Files.write(file, new byte[] {1, 2, 3});
        ScriptRun run = ScriptRun.of(
                root,
                OPEN,
                "{\"op\":\"flip\",\"dir\":\"a\",\"file\":\"000001.fbat\",\"offset\":0,\"xor\":1}",
                "{\"op\":\"flip\",\"dir\":\"d\",\"file\":\"x\",\"offset\":0,\"xor\":128}",
                "{\"op\":\"flip\",\"dir\":\"d\",\"file\":\"x\",\"offset\":-1,\"xor\":1}",
                "{\"op\":\"flip\",\"dir\":\"d\",\"file\":\"x\",\"offset\":3,\"xor\":1}",
                "{\"op\":\"flip\",\"dir\":\"d\",\"file\":\"y\",\"offset\":0,\"xor\":1}");

        assertThat(run.errorKinds()).containsExactly("ok", "ScriptError", "ok", "ok", "Io", "Io");
        assertThat(run.text(4, "error.facts.io_kind")).isEqualTo("UnexpectedEof");
        assertThat(run.text(5, "error.facts.io_kind")).isEqualTo("NotFound");
        assertThat(Files.readAllBytes(file)).containsExactly(0x81, 2, 2);
    }

    @Test
    void topologiesAreThoseThatThePeerKnows() throws IOException {
        for (String label : List.of("aos", "scan", "entity-local", "entity_local", "tiled", "all")) {
            ScriptRun run = ScriptRun.of(root, opened(label), "{\"op\":\"close\"}");
            assertThat(run.errorKinds()).as(label).containsOnly("ok");
        }
        assertThat(ScriptRun.of(root, opened("soa")).errorKinds()).contains("ScriptError");
    }

    private static String opened(String topology) {
        return "{\"op\":\"open\",\"dir\":\"t\",\"mode\":\"write\",\"config\":{\"topology\":\"" + topology + "\"}}";
    }
}
