package io.batpak.cli.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.cli.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The journal script without a store: lines, replies, ids, references, and what is a `ScriptError`.
///
/// Contract: journal-script.md §1 to §4.
/// Tier: unit.
class ScriptProtocolTest {
    @TempDir
    private Path root = Path.of("");

    @Test
    void blankLinesAndCommentsHaveNoReply() throws IOException {
        ScriptRun run = ScriptRun.of(root, "", "  ", "# a comment", "  # another", "{\"op\":\"hello\"}", "");

        assertThat(run.replies()).hasSize(1);
        assertThat(run.text(0, "implementation")).isEqualTo("batpak-java");
        assertThat(run.number(0, "protocol")).isEqualTo(1);
        assertThat(run.closedCleanly()).isTrue();
    }

    @Test
    void everyUnsupportedOperationIsListedAndAnsweredAsSuch() throws IOException {
        for (String op : ScriptSession.UNSUPPORTED) {
            ScriptRun run =
                    ScriptRun.of(root, "{\"op\":\"hello\"}", "{\"op\":\"" + op + "\",\"receipt\":\"@no.where\"}");

            assertThat(run.text(1, "error.kind")).as(op).isEqualTo("Unsupported");
            assertThat(ScriptRun.at(run.reply(0), "unsupported").toString()).contains("\"" + op + "\"");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "[1]",
                "7",
                "\"text\"",
                "{\"op\":\"hello\"} {}",
                "{\"op\":\"hello\"",
                "{}",
                "{\"op\":7}",
                "{\"op\":\"no_such_op\"}",
                "{\"op\":\"hello\",\"store\":1}"
            })
    void aLineThatIsNoKnownCommandIsAScriptErrorAndTheRunGoesOn(String line) throws IOException {
        ScriptRun run = ScriptRun.of(root, line, "{\"op\":\"hello\"}");

        assertThat(run.errorKinds()).containsExactly("ScriptError", "ok");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"op\":\"open\",\"mode\":\"write\"}",
                "{\"op\":\"open\",\"dir\":\"a\"}",
                "{\"op\":\"open\",\"dir\":\"a\",\"mode\":\"both\"}",
                "{\"op\":\"open\",\"dir\":\"/a\",\"mode\":\"write\"}",
                "{\"op\":\"open\",\"dir\":\"../a\",\"mode\":\"write\"}",
                "{\"op\":\"open\",\"dir\":\"a/../../b\",\"mode\":\"write\"}",
                "{\"op\":\"open\",\"dir\":\"\",\"mode\":\"write\"}",
                "{\"op\":\"open\",\"dir\":\".\",\"mode\":\"write\"}",
                "{\"op\":\"open\",\"dir\":\"a\\u0000b\",\"mode\":\"write\"}",
                "{\"op\":\"open\",\"dir\":\"a\",\"mode\":\"write\",\"config\":{\"sync_evry\":1}}",
                "{\"op\":\"open\",\"dir\":\"a\",\"mode\":\"write\",\"config\":{\"sync_every\":\"1\"}}",
                "{\"op\":\"open\",\"dir\":\"a\",\"mode\":\"write\",\"config\":{\"sync_every\":1.5}}",
                "{\"op\":\"open\",\"dir\":\"a\",\"mode\":\"write\",\"config\":{\"sync_every\":-1}}",
                "{\"op\":\"open\",\"dir\":\"a\",\"mode\":\"write\",\"config\":{\"checkpoint\":1}}",
                "{\"op\":\"open\",\"dir\":\"a\",\"mode\":\"write\",\"config\":[]}",
                "{\"op\":\"open\",\"dir\":\"a\",\"mode\":\"write\",\"config\":{\"durability\":\"always\"}}",
                "{\"op\":\"open\",\"dir\":\"a\",\"mode\":\"write\",\"config\":{\"signing_seeds\":[\"00\"]}}",
                "{\"op\":\"open\",\"dir\":\"a\",\"mode\":\"write\",\"config\":{\"signing_seeds\":[null]}}",
                "{\"op\":\"open\",\"dir\":\"a\",\"mode\":\"write\",\"config\":{\"signing_seeds\":\"00\"}}",
                "{\"op\":\"open\",\"dir\":\"a\",\"mode\":\"write\",\"config\":{\"idempotency\":{\"retention\":\"window\"}}}",
                "{\"op\":\"open\",\"dir\":\"a\",\"mode\":\"write\",\"config\":{\"idempotency\":{\"keep\":1}}}",
                "{\"op\":\"wait_ticket\",\"ticket\":\"t1\"}",
                "{\"op\":\"wait_ticket\"}",
                "{\"op\":\"fence_commit\"}",
                "{\"op\":\"verify_receipt\",\"receipt\":{}}",
                "{\"op\":\"append\"}",
                "{\"op\":\"close\"}",
                "{\"op\":\"clock\",\"us\":1}",
                "{\"op\":\"stats\",\"store\":\"other\"}",
                "{\"op\":\"files\"}",
                "{\"op\":\"files\",\"dir\":\"@nothing.here\"}",
                "{\"op\":\"flip\",\"dir\":\"a\",\"file\":\"../x\",\"offset\":0,\"xor\":1}",
                "{\"op\":\"flip\",\"dir\":\"a\",\"file\":\"x\",\"offset\":0,\"xor\":256}"
            })
    void brokenRulesAreScriptErrorsWithoutFacts(String line) throws IOException {
        ScriptRun run = ScriptRun.of(root, line);

        assertThat(run.errorKinds()).as(line + " -> " + run.reply(0)).containsExactly("ScriptError");
        assertThat(ScriptRun.at(run.reply(0), "error.facts")).isEmpty();
        assertThat(run.text(0, "error.message")).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"entity", "category", "type", "event"})
    void encryptionIsUnsupported(String granularity) throws IOException {
        ScriptRun run = ScriptRun.of(
                root,
                "{\"op\":\"open\",\"dir\":\"a\",\"mode\":\"write\",\"config\":{\"encryption\":\"" + granularity
                        + "\"}}");

        assertThat(run.errorKinds()).containsExactly("Unsupported");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"segment_max_bytes\":0",
                "\"single_append_max_bytes\":0",
                "\"single_append_max_bytes\":67108865",
                "\"batch_max_size\":4097",
                "\"batch_max_bytes\":0",
                "\"channel_capacity\":0",
                "\"channel_capacity\":16777217",
                "\"pressure_pct\":0",
                "\"pressure_pct\":101",
                "\"sync_within_ms\":86400001",
                "\"signing_required\":true",
                "\"signing_seeds\":[],\"signing_required\":true",
                "\"fd_budget\":0"
            })
    void valuesOutOfRangeAreTheStoresOwnConfigurationError(String config) throws IOException {
        ScriptRun run =
                ScriptRun.of(root, "{\"op\":\"open\",\"dir\":\"a\",\"mode\":\"write\",\"config\":{" + config + "}}");

        assertThat(run.errorKinds()).containsExactly("Configuration");
        assertThat(ScriptRun.at(run.reply(0), "error.facts")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "\"seven\"", "[1,2]", "{\"a\":1}", "null", "18446744073709551615", "1.5"})
    void theIdIsEchoedWhateverItIs(String id) throws IOException {
        ScriptRun run =
                ScriptRun.of(root, "{\"op\":\"hello\",\"id\":" + id + "}", "{\"op\":\"what\",\"id\":" + id + "}");

        assertThat(run.reply(0).get("id")).isEqualTo(Json.parse(id));
        assertThat(run.reply(1).get("id")).isEqualTo(Json.parse(id));
    }

    @Test
    void unsignedNumbersOf64BitsAreEchoedExactly() throws IOException {
        ScriptRun run = ScriptRun.of(root, "{\"op\":\"hello\",\"id\":9007199254740993}");

        assertThat(run.number(0, "id")).isEqualTo(9007199254740993L);
    }

    @Test
    void referencesReachIntoRepliesAndErrors() {
        References references = new References();
        references.keep(Json.parse("7"), Json.parse("{\"receipts\":[{\"event_id\":\"aa\"},{\"event_id\":\"bb\"}]}"));
        references.keep(Json.parse("\"b\""), Json.parse("{\"n\":18446744073709551615}"));

        assertThat(resolved(references, "\"@7.receipts.1.event_id\"")).isEqualTo(Json.parse("\"bb\""));
        assertThat(resolved(references, "{\"deep\":[\"@b.n\"]}"))
                .isEqualTo(Json.parse("{\"deep\":[18446744073709551615]}"));
        assertThat(resolved(references, "\"@@7.receipts\"")).isEqualTo(Json.parse("\"@7.receipts\""));
        assertThat(resolved(references, "\"@7\""))
                .isEqualTo(Json.parse("{\"receipts\":[{\"event_id\":\"aa\"},{\"event_id\":\"bb\"}]}"));
    }

    private static JsonNode resolved(References references, String value) {
        ObjectNode command = (ObjectNode) Json.parse("{\"op\":\"@7.op\",\"x\":" + value + "}");
        return references.resolve(command).get("x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@8.x",
                "@7.y",
                "@7.list.2",
                "@7.list.-1",
                "@7.list.x",
                "@7.text.deeper",
                "@",
                "@7.list.99999999999"
            })
    void aReferenceThatLeadsNowhereIsAScriptError(String reference) {
        References references = new References();
        references.keep(Json.parse("7"), Json.parse("{\"list\":[1,2],\"text\":\"t\"}"));

        assertThatThrownBy(() -> resolved(references, "\"" + reference + "\""))
                .isInstanceOf(CommandRefusedException.class)
                .hasMessageContaining(reference);
    }

    @Test
    void operationNamesIdsAndHandlesAreTakenLiterally() {
        ObjectNode command = (ObjectNode) Json.parse("{\"op\":\"@1.a\",\"id\":\"@1.b\",\"store\":\"@1.c\"}");

        assertThat(new References().resolve(command)).isEqualTo(command);
    }

    @Test
    void aLineThatIsNotUtf8IsAScriptErrorAndTheRunGoesOn() throws IOException {
        byte[] script = "{\"op\":\"hello\",\"id\":\"?\"}\n{\"op\":\"hello\"}\n".getBytes(StandardCharsets.UTF_8);
        script[21] = (byte) 0xFF;

        assertThat(ScriptRun.ofBytes(root, script).errorKinds()).containsExactly("ScriptError", "ok");
    }

    @Test
    void aLineMayHaveItsMaximumLengthAndNotOneByteMore() throws IOException {
        InputStream input = new ByteArrayInputStream("12345678\n123456789\nend".getBytes(StandardCharsets.UTF_8));
        ScriptLines lines = new ScriptLines(input, 8);

        assertThat(lines.next()).isEqualTo("12345678");
        assertThatThrownBy(lines::next)
                .isInstanceOf(CommandRefusedException.class)
                .hasMessageContaining("8 bytes");
        assertThat(lines.next()).isEqualTo("end");
        assertThat(lines.next()).isNull();
        assertThat(ScriptLines.LINE_BYTES_MAX).isEqualTo(64 * 1024 * 1024);
    }

    @Test
    void haltEndsTheProcessWithStatus9() throws IOException {
        assertThat(ScriptRun.of(root, "{\"op\":\"halt\"}").halts()).containsExactly(9);
    }
}
