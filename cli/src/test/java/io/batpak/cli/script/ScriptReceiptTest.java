package io.batpak.cli.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Denials, gates, and what `verify_receipt` says about receipts as they were given and altered.
///
/// Contract: journal-script.md §3.
/// Tier: unit.
class ScriptReceiptTest {
    private static final String SEED = "07".repeat(32);
    private static final String OPEN = "{\"op\":\"open\",\"dir\":\"a\",\"mode\":\"write\",\"config\":"
            + "{\"clock_us\":1700000000000000,\"signing_seeds\":[\"" + SEED + "\"],\"signing_required\":true}}";
    private static final String ITEM = "\"entity\":\"e\",\"scope\":\"s\",\"kind\":\"f001\",\"payload\":1";
    private static final String APPEND = "{\"op\":\"append\",\"id\":\"a\"," + ITEM + "}";
    private static final String DENIAL = "{\"op\":\"denial\",\"id\":\"d\",\"entity\":\"e\",\"scope\":\"s\","
            + "\"gates\":[\"limit\",\"owner\",\"stock\"],\"failing\":\"owner\",\"code\":\"E7\",\"message\":\"not yours\","
            + "\"context\":[[\"user\",\"u1\"]],\"proposed_kind\":\"f001\"}";

    @TempDir
    private Path root = Path.of("");

    private static String verify(String receipt, String more) {
        return "{\"op\":\"verify_receipt\",\"receipt\":\"" + receipt + "\"" + more + "}";
    }

    @Test
    void receiptsAreSignedByTheLastSeedAndVerifiedByAll() throws IOException {
        ScriptRun run = ScriptRun.of(
                root,
                OPEN,
                APPEND,
                "{\"op\":\"close\"}",
                OPEN.replace("[\"", "[\"" + "08".repeat(32) + "\",\""),
                verify("@a.receipt", ""),
                "{\"op\":\"close\"}",
                OPEN.replace(SEED, "08".repeat(32)),
                verify("@a.receipt", ""),
                "{\"op\":\"close\"}",
                "{\"op\":\"open\",\"dir\":\"a\",\"mode\":\"read\",\"config\":{\"signing_seeds\":[\"" + SEED + "\"]}}",
                verify("@a.receipt", ""),
                verify("@a.receipt", ",\"wire\":true"));

        assertThat(run.errorKinds()).containsOnly("ok");
        assertThat(run.text(1, "receipt.key_id"))
                .isEqualTo("0871f3aabc26e4582c508af5c03884e6a96f0989d1dd8cfb49cd17ed25792433");
        assertThat(run.text(1, "receipt.signature")).hasSize(128);
        assertThat(run.text(4, "verdict")).isEqualTo("Signed");
        assertThat(run.text(7, "verdict")).isEqualTo("UnknownSigningKey");
        assertThat(run.text(10, "verdict")).isEqualTo("Signed");
        assertThat(run.text(11, "verdict")).isEqualTo("Signed");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {} | Signed
                    {"event_id":"000000000000000000000000000000ff"} | MissingCommittedEvent
                    {"sequence":7} | SequenceMismatch
                    {"sequence":18446744073709551615} | SequenceMismatch
                    {"content_hash":"0000000000000000000000000000000000000000000000000000000000000000"} | \
                    ContentHashMismatch
                    {"extensions":{"app.x":"00"}} | ExtensionsMismatch
                    {"signature":null} | MissingSignature
                    {"key_id":"0000000000000000000000000000000000000000000000000000000000000000"} | \
                    ZeroKeyWithSignature
                    {"key_id":"1111111111111111111111111111111111111111111111111111111111111111"} | \
                    UnknownSigningKey
                    {"key_id":"0000000000000000000000000000000000000000000000000000000000000000","signature":null} | \
                    UnsignedReceiptRejected
                    """)
    void anAlteredReceiptIsFoundOutNativelyAndOnTheWire(String alter, String verdict) throws IOException {
        String altered = ",\"alter\":" + alter;
        ScriptRun run = ScriptRun.of(
                root, OPEN, APPEND, verify("@a.receipt", altered), verify("@a.receipt", altered + ",\"wire\":true"));

        assertThat(run.text(2, "verdict")).isEqualTo(verdict);
        assertThat(run.text(3, "verdict")).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"position":null} | ScriptError
                    {"clock":1} | ScriptError
                    {"sequence":null} | ScriptError
                    {"sequence":"1"} | ScriptError
                    {"key_id":"00"} | ScriptError
                    {"signature":"00"} | ScriptError
                    {"event_id":"F0000000000000000000000000000000"} | ScriptError
                    {"extensions":{"nodot":"00"}} | InvalidExtensionKey
                    7 | ScriptError
                    """)
    void whatIsNoReceiptAnyMoreIsRefused(String alter, String kind) throws IOException {
        ScriptRun run = ScriptRun.of(root, OPEN, APPEND, verify("@a.receipt", ",\"alter\":" + alter));

        assertThat(run.errorKinds().getLast()).isEqualTo(kind);
    }

    @Test
    void thePositionCountsNativelyOnly() throws IOException {
        ScriptRun run = ScriptRun.of(
                root,
                OPEN,
                APPEND,
                "{\"op\":\"append\",\"id\":\"b\"," + ITEM + "}",
                moved(""),
                moved(",\"wire\":true"),
                "{\"op\":\"verify_receipt\",\"receipt\":{}}",
                "{\"op\":\"verify_receipt\"}");

        assertThat(run.text(3, "verdict")).isEqualTo("DiskPositionMismatch");
        assertThat(run.text(4, "verdict")).isEqualTo("Signed");
        assertThat(run.text(5, "error.kind")).isEqualTo("ScriptError");
        assertThat(run.text(6, "error.kind")).isEqualTo("ScriptError");
    }

    /// The receipt of `a` with the place of `b`.
    private static String moved(String more) {
        StringBuilder receipt = new StringBuilder("{\"position\":\"@b.receipt.position\"");
        for (String field :
                new String[] {"event_id", "sequence", "content_hash", "key_id", "signature", "extensions"}) {
            receipt.append(",\"")
                    .append(field)
                    .append("\":\"@a.receipt.")
                    .append(field)
                    .append('"');
        }
        return "{\"op\":\"verify_receipt\",\"receipt\":" + receipt + "}" + more + "}";
    }

    @Test
    void aDenialIsAnEventOfItsStreamAndItsReceiptIsThatOfADenial() throws IOException {
        ScriptRun run = ScriptRun.of(
                root,
                OPEN,
                APPEND,
                DENIAL,
                "{\"op\":\"get\",\"event_id\":\"@d.receipt.event_id\"}",
                verify("@d.receipt", ""),
                verify("@d.receipt", ",\"wire\":true"),
                verify("@d.receipt", ",\"alter\":{\"event_id\":\"@a.receipt.event_id\"}"),
                verify("@d.receipt", ",\"wire\":true,\"alter\":{\"event_id\":\"@a.receipt.event_id\"}"),
                verify("@a.receipt", ",\"alter\":{\"event_id\":\"@d.receipt.event_id\"}"));

        assertThat(run.errorKinds()).containsOnly("ok");
        assertThat(run.text(3, "event.kind")).isEqualTo("000f");
        assertThat(run.number(3, "event.clock")).isEqualTo(1);
        assertThat(run.text(4, "verdict")).isEqualTo("Signed");
        assertThat(run.text(5, "verdict")).isEqualTo("Signed");
        assertThat(run.text(6, "verdict")).isEqualTo("DenialKindMismatch");
        assertThat(run.text(7, "verdict")).isEqualTo("SequenceMismatch");
        assertThat(run.text(8, "verdict")).isEqualTo("SequenceMismatch");
    }

    @Test
    void aDenialWhoseKeyBelongsToAnotherEventIsNone() throws IOException {
        String key = "\"options\":{\"idempotency_key\":\"" + "0".repeat(31) + "1\"}";
        ScriptRun run = ScriptRun.of(
                root,
                OPEN,
                APPEND.replace("\"payload\":1", "\"payload\":1," + key),
                DENIAL.replace("\"context\"", key + ",\"context\""),
                verify("@d.receipt", ""),
                APPEND.replace("\"payload\":1", "\"payload\":1," + key),
                verify("@a.receipt", ""));

        assertThat(run.number(2, "receipt.sequence")).isEqualTo(1);
        assertThat(run.text(3, "verdict")).isEqualTo("DenialKindMismatch");
        assertThat(run.text(5, "verdict")).isEqualTo("Signed");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    "gates":["limit","owner","stock"] | "gates":"limit" | ScriptError
                    "gates":["limit","owner","stock"] | "gates":[1] | ScriptError
                    "gates":["limit","owner","stock"] | "gate":[] | ScriptError
                    "failing":"owner" | "failed":"owner" | ScriptError
                    [["user","u1"]] | [["user"]] | ScriptError
                    [["user","u1"]] | ["user","u1"] | ScriptError
                    "proposed_kind":"f001" | "proposed_kind":1 | ScriptError
                    "message":"not yours" | "message":"\\ud800" | ScriptError
                    "entity":"e" | "entity":"" | Coordinate
                    "code":"E7" | "code":"E7","options":{"expected_clock":9} | SequenceMismatch
                    "code":"E7" | "code":"E7","options":{"gate":{"mark":"applied","timeout_ms":0}} | WaitTimeout
                    "code":"E7" | "code":"E7","options":{"unknown":1} | ScriptError
                    """)
    void denialsAreRefusedLikeOtherAppends(String part, String instead, String kind) throws IOException {
        ScriptRun run = ScriptRun.of(root, OPEN, DENIAL.replace(part, instead));

        assertThat(run.errorKinds()).containsExactly("ok", kind);
    }

    @Test
    void gatesWaitForAMarkAndTellThePointOfTheEvent() throws IOException {
        ScriptRun run = ScriptRun.of(
                root,
                OPEN,
                "{\"op\":\"append\"," + ITEM + ",\"options\":{\"gate\":{\"mark\":\"visible\",\"timeout_ms\":0}}}",
                "{\"op\":\"append\"," + ITEM + ",\"options\":{\"gate\":{\"mark\":\"applied\",\"timeout_ms\":1}}}",
                "{\"op\":\"batch\",\"items\":[{" + ITEM + "},{" + ITEM
                        + "}],\"gate\":{\"mark\":\"durable\",\"timeout_ms\":0}}",
                "{\"op\":\"batch\",\"items\":[{" + ITEM + "}],\"gate\":{\"mark\":\"applied\",\"timeout_ms\":1}}",
                "{\"op\":\"batch\",\"items\":[],\"gate\":{\"mark\":\"applied\",\"timeout_ms\":1}}",
                "{\"op\":\"batch\",\"items\":[],\"gate\":{\"mark\":\"no\",\"timeout_ms\":1}}",
                "{\"op\":\"wait_for\",\"mark\":\"applied\",\"sequence\":9,\"timeout_ms\":1}");

        assertThat(run.errorKinds())
                .containsExactly("ok", "ok", "WaitTimeout", "ok", "WaitTimeout", "ok", "ScriptError", "WaitTimeout");
        assertThat(ScriptRun.at(run.reply(2), "error.facts").toString())
                .isEqualTo(
                        "{\"mark\":\"applied\",\"target\":{\"wall_ms\":1700000000000,\"sequence\":2},\"waited_ms\":1}");
        assertThat(run.number(4, "error.facts.target.sequence")).isEqualTo(5);
        assertThat(run.number(7, "error.facts.target.wall_ms")).isZero();
    }

    @Test
    void aReactionNamesItsConversationAndItsCause() throws IOException {
        String ids = ",\"correlation_id\":\"" + "0".repeat(32) + "\",\"causation_id\":\"";
        ScriptRun run = ScriptRun.of(
                root,
                OPEN,
                "{\"op\":\"reaction\"," + ITEM + ids + "0".repeat(31) + "7\"}",
                "{\"op\":\"reaction\"," + ITEM + ids + "0".repeat(32) + "\"}",
                "{\"op\":\"reaction\"," + ITEM + "}",
                "{\"op\":\"query\",\"region\":{\"entity\":\"e\"}}");

        assertThat(run.errorKinds()).containsExactly("ok", "ok", "ok", "ScriptError", "ok");
        assertThat(run.text(4, "entries.0.correlation_id")).isEqualTo("0".repeat(32));
        assertThat(run.text(4, "entries.0.causation_id")).isEqualTo("0".repeat(31) + "7");
        assertThat(ScriptRun.at(run.reply(4), "entries.1.causation_id").isNull())
                .isTrue();
    }
}
