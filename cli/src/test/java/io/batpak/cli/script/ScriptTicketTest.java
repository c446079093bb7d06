package io.batpak.cli.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Commands that hand writes over, their tickets, and what is read after them.
///
/// Contract: journal-script.md §3.
/// Tier: unit.
class ScriptTicketTest {
    @TempDir
    private Path root = Path.of("");

    private static String open(String more) {
        return "{\"op\":\"open\",\"dir\":\"a\",\"mode\":\"write\",\"config\":{\"clock_us\":1700000000000000" + more
                + "}}";
    }

    private static String event(String op, int number) {
        return "{\"op\":\"" + op + "\"," + item(number).substring(1);
    }

    private static String item(int number) {
        return "{\"entity\":\"order:1\",\"scope\":\"shop\",\"kind\":\"f001\",\"payload\":" + number + "}";
    }

    private static String batch(String op, String... items) {
        return "{\"op\":\"" + op + "\",\"items\":[" + String.join(",", items) + "]}";
    }

    private static String wait(String ticket) {
        return "{\"op\":\"wait_ticket\",\"ticket\":\"" + ticket + "\"}";
    }

    @Test
    void ticketsAreNumberedInOrderOfIssueAndCommittedInThatOrder() throws IOException {
        ScriptRun run = ScriptRun.of(
                root,
                open(""),
                event("submit", 1),
                batch("submit_batch", item(2), item(3)),
                event("try_submit", 4),
                wait("t3"),
                wait("t1"),
                wait("t2"),
                batch("submit_batch"),
                wait("t4"));

        assertThat(run.errorKinds()).containsOnly("ok");
        assertThat(run.text(1, "ticket")).isEqualTo("t1");
        assertThat(run.text(2, "ticket")).isEqualTo("t2");
        assertThat(run.text(3, "ticket")).isEqualTo("t3");
        assertThat(run.text(3, "outcome")).isEqualTo("ok");
        assertThat(run.number(4, "receipt.sequence")).isEqualTo(4);
        assertThat(run.number(5, "receipt.sequence")).isEqualTo(1);
        assertThat(run.number(6, "receipts.0.sequence")).isEqualTo(2);
        assertThat(run.number(6, "receipts.1.sequence")).isEqualTo(3);
        assertThat(ScriptRun.at(run.reply(8), "receipts")).isEmpty();
    }

    @Test
    void aTicketCanBeTakenOnceEvenIfItsWriteFailed() throws IOException {
        ScriptRun run = ScriptRun.of(
                root,
                open(""),
                batch("submit_batch", item(1).replace("\"payload\"", "\"options\":{\"expected_clock\":0},\"payload\"")),
                event("submit", 2),
                wait("t1"),
                wait("t1"),
                wait("t2"),
                wait("t2"),
                wait("t3"));

        assertThat(run.errorKinds())
                .containsExactly("ok", "ok", "ok", "BatchFailed", "ScriptError", "ok", "ScriptError", "ScriptError");
    }

    @Test
    void aRefusedSubmissionIssuesNoTicket() throws IOException {
        ScriptRun run = ScriptRun.of(
                root,
                open(""),
                event("submit", 1).replace("f001", "0001"),
                batch("submit_batch", item(1), item(1).replace("f001", "d001")),
                event("try_submit", 1).replace("f001", "0001"),
                event("submit", 1).replace("order:1", "a/b"),
                event("submit", 1));

        assertThat(run.errorKinds())
                .containsExactly("ok", "ReservedKind", "ReservedKind", "ReservedKind", "CoordinatePathTraversal", "ok");
        assertThat(run.number(2, "error.facts.index")).isEqualTo(1);
        assertThat(run.text(5, "ticket")).isEqualTo("t1");
    }

    @Test
    void aQueueThatIsNearlyFullIsToldByTrySubmitAndWaitedForBySubmit() throws IOException {
        ScriptRun run = ScriptRun.of(
                root,
                open(",\"channel_capacity\":2,\"pressure_pct\":50"),
                event("submit", 1),
                event("try_submit", 2),
                event("submit", 3),
                event("submit", 4),
                wait("t3"));

        assertThat(run.errorKinds()).containsOnly("ok");
        assertThat(run.text(2, "outcome")).isEqualTo("retry");
        assertThat(run.reply(2).has("ticket")).isFalse();
        assertThat(run.number(5, "receipt.sequence")).isEqualTo(3);
    }

    @Test
    void frontiersWaitsClocksAndCopiesComeAfterWhatWasHandedOver() throws IOException {
        ScriptRun run = ScriptRun.of(
                root,
                open(""),
                event("submit", 1),
                "{\"op\":\"frontier\"}",
                event("submit", 2),
                "{\"op\":\"wait_for\",\"mark\":\"visible\",\"sequence\":2,\"timeout_ms\":0}",
                event("submit", 3),
                "{\"op\":\"clock\",\"us\":1700000000009000}",
                "{\"op\":\"latest\",\"entity\":\"order:1\",\"lane\":0}",
                event("submit", 4),
                "{\"op\":\"crash_copy\",\"dest\":\"image\"}",
                "{\"op\":\"open\",\"store\":\"i\",\"dir\":\"image\",\"mode\":\"read\"}",
                "{\"op\":\"stats\",\"store\":\"i\"}");

        assertThat(run.errorKinds()).containsOnly("ok");
        assertThat(run.number(2, "visible.sequence")).isEqualTo(1);
        assertThat(run.number(7, "entry.wall_ms")).isEqualTo(1700000000000L);
        assertThat(run.number(11, "event_count")).isEqualTo(5);
    }

    @Test
    void closingCommitsWhatWasHandedOver() throws IOException {
        ScriptRun run = ScriptRun.of(
                root,
                open(""),
                event("submit", 1),
                "{\"op\":\"close\"}",
                wait("t1"),
                open(""),
                event("submit", 2),
                "{\"op\":\"drop\"}",
                wait("t2"));

        assertThat(run.errorKinds()).containsOnly("ok");
        assertThat(run.number(3, "receipt.sequence")).isEqualTo(1);
        assertThat(run.number(7, "receipt.sequence")).isEqualTo(4);
    }

    @Test
    void readOnlyHandlesTakeNothing() throws IOException {
        ScriptRun run = ScriptRun.of(
                root,
                open(""),
                "{\"op\":\"close\"}",
                "{\"op\":\"open\",\"dir\":\"a\",\"mode\":\"read\"}",
                event("submit", 1),
                batch("submit_batch", item(1)),
                event("try_submit", 1),
                "{\"op\":\"fence_begin\"}",
                "{\"op\":\"fence_commit\"}",
                event("fence_submit", 1));

        assertThat(run.errorKinds().subList(3, 9)).containsOnly("ScriptError");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",\"durability\":\"strict\"",
                ",\"sync_within_ms\":0",
                ",\"sync_within_ms\":20",
                ",\"sync_within_ms\":20,\"durability\":\"strict\""
            })
    void everyWayToSyncGivesTheSameReceipts(String syncs) throws IOException {
        ScriptRun run = ScriptRun.of(
                root,
                open(",\"sync_every\":1" + syncs),
                event("append", 1),
                "{\"op\":\"frontier\"}",
                event("submit", 2),
                batch("batch", item(3), item(4)),
                wait("t1"),
                "{\"op\":\"frontier\"}");

        assertThat(run.errorKinds()).containsOnly("ok");
        assertThat(run.number(1, "receipt.sequence")).isEqualTo(1);
        assertThat(run.number(2, "durable.sequence")).isEqualTo(1);
        assertThat(run.number(5, "receipt.sequence")).isEqualTo(2);
        assertThat(run.number(6, "durable.sequence")).isEqualTo(4);
    }

    @Test
    void strictReceiptsAreDurableWhateverTheCadence() throws IOException {
        ScriptRun run = ScriptRun.of(
                root,
                open(",\"durability\":\"strict\""),
                event("append", 1),
                "{\"op\":\"frontier\"}",
                "{\"op\":\"open\",\"store\":\"b\",\"dir\":\"b\",\"mode\":\"write\"}",
                event("append", 1).replace("{\"op\"", "{\"store\":\"b\",\"op\""),
                "{\"op\":\"frontier\",\"store\":\"b\"}");

        assertThat(run.number(2, "durable.sequence")).isEqualTo(1);
        assertThat(run.number(5, "durable.sequence")).isEqualTo(0);
    }

    @Test
    void aTimeBoundSyncsWithoutBeingAsked() throws IOException {
        ScriptRun run = ScriptRun.of(
                root,
                open(",\"sync_within_ms\":20"),
                event("append", 1),
                "{\"op\":\"wait_for\",\"mark\":\"durable\",\"sequence\":1,\"timeout_ms\":60000}");

        assertThat(run.errorKinds()).containsOnly("ok");
    }

    @Test
    void groupCommitDemandsKeysOfSingleAppends() throws IOException {
        ScriptRun run = ScriptRun.of(
                root,
                open(",\"group_commit_max_batch\":2"),
                event("append", 1),
                event("submit", 1),
                event("try_submit", 1),
                event("append", 1)
                        .replace(
                                "\"payload\"",
                                "\"options\":{\"idempotency_key\":\"" + "0".repeat(31) + "1\"},\"payload\""),
                batch("submit_batch", item(1)),
                "{\"op\":\"close\"}",
                open(",\"group_commit_max_batch\":0"),
                event("append", 1));

        assertThat(run.errorKinds())
                .containsExactly(
                        "ok",
                        "IdempotencyRequired",
                        "IdempotencyRequired",
                        "IdempotencyRequired",
                        "ok",
                        "ok",
                        "ok",
                        "ok",
                        "ok");
    }

    @Test
    void aFullWindowOfKeysRefusesNewOnes() throws IOException {
        String keyed = event("append", 1)
                .replace("\"payload\"", "\"options\":{\"idempotency_key\":\"" + "0".repeat(31) + "N\"},\"payload\"");
        ScriptRun run = ScriptRun.of(
                root,
                open(
                        ",\"idempotency\":{\"retention\":\"hybrid\",\"keep\":100,\"max_keys\":2,\"overflow\":\"fail_closed\"}"),
                keyed.replace('N', '1'),
                keyed.replace('N', '2'),
                keyed.replace('N', '1'),
                "{\"op\":\"stats\"}",
                "{\"op\":\"close\"}",
                open(
                        ",\"idempotency\":{\"retention\":\"hybrid\",\"keep\":0,\"max_keys\":2,\"overflow\":\"backpressure\"}"),
                keyed.replace('N', '3'),
                "{\"op\":\"close\"}",
                open(",\"idempotency\":{\"retention\":\"unbounded\"}"),
                keyed.replace('N', '4'));

        assertThat(run.text(2, "error.kind")).isEqualTo("IdempotencyOverflowFailClosed");
        assertThat(ScriptRun.at(run.reply(2), "error.facts").toString()).isEqualTo("{\"len\":2,\"max_keys\":2}");
        assertThat(run.number(3, "receipt.sequence")).isEqualTo(1);
        assertThat(run.number(4, "idempotency_keys")).isEqualTo(2);
        assertThat(run.errorKinds().subList(5, 11)).containsOnly("ok");
    }
}
