package io.batpak.cli.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The fence commands.
///
/// Contract: journal-script.md §3.
/// Tier: unit.
class ScriptFenceTest {
    private static final String OPEN =
            "{\"op\":\"open\",\"dir\":\"a\",\"mode\":\"write\",\"config\":{\"clock_us\":1700000000000000}}";
    private static final String BEGIN = "{\"op\":\"fence_begin\"}";
    private static final String COMMIT = "{\"op\":\"fence_commit\"}";
    private static final String QUERY = "{\"op\":\"query\",\"region\":{\"entity\":\"e\"}}";
    private static final String ITEM = "\"entity\":\"e\",\"scope\":\"s\",\"kind\":\"f001\",\"payload\":1";

    @TempDir
    private Path root = Path.of("");

    private static String event(String op) {
        return "{\"op\":\"" + op + "\"," + ITEM + "}";
    }

    private static String batch(String op) {
        return "{\"op\":\"" + op + "\",\"items\":[{" + ITEM + "},{" + ITEM + "}]}";
    }

    private static String wait(String ticket) {
        return "{\"op\":\"wait_ticket\",\"ticket\":\"" + ticket + "\"}";
    }

    @Test
    void aCommittedFenceShowsEverythingAtOnce() throws IOException {
        ScriptRun run = ScriptRun.of(
                root,
                OPEN,
                BEGIN,
                event("fence_submit"),
                batch("fence_batch"),
                QUERY,
                COMMIT,
                QUERY,
                wait("t2"),
                wait("t1"),
                "{\"op\":\"frontier\"}");

        assertThat(run.errorKinds()).containsOnly("ok");
        assertThat(ScriptRun.at(run.reply(4), "entries")).isEmpty();
        assertThat(ScriptRun.at(run.reply(6), "entries")).hasSize(3);
        assertThat(run.number(7, "receipts.1.sequence")).isEqualTo(3);
        assertThat(run.number(8, "receipt.sequence")).isEqualTo(1);
        assertThat(run.number(9, "durable.sequence")).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fence_cancel", "fence_drop"})
    void aFenceThatIsGivenUpShowsNothing(String op) throws IOException {
        ScriptRun run = ScriptRun.of(
                root,
                OPEN,
                BEGIN,
                event("fence_submit"),
                batch("fence_batch"),
                "{\"op\":\"" + op + "\"}",
                wait("t1"),
                wait("t2"),
                event("append"),
                QUERY,
                "{\"op\":\"verify_chain\"}");

        assertThat(run.errorKinds().subList(4, 8))
                .containsExactly("ok", "VisibilityFenceCancelled", "VisibilityFenceCancelled", "ok");
        assertThat(run.number(7, "receipt.sequence")).isEqualTo(4);
        assertThat(ScriptRun.at(run.reply(8), "entries")).hasSize(1);
        assertThat(ScriptRun.at(run.reply(9), "dangling_links")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"append", "submit", "batch", "submit_batch", "fence_begin", "denial"})
    void whileAFenceIsActiveOtherWritesAreRefused(String op) throws IOException {
        String more =
                ITEM + ",\"items\":[{" + ITEM + "}],\"gates\":[],\"failing\":\"g\",\"code\":\"\",\"message\":\"\","
                        + "\"context\":[],\"proposed_kind\":\"f001\"";
        ScriptRun run = ScriptRun.of(
                root, OPEN, BEGIN, "{\"op\":\"" + op + "\"," + more + "}", event("try_submit"), QUERY, COMMIT);

        assertThat(run.errorKinds()).containsExactly("ok", "ok", "VisibilityFenceActive", "ok", "ok", "ok");
        assertThat(ScriptRun.at(run.reply(2), "error.facts")).isEmpty();
        assertThat(run.text(3, "outcome")).isEqualTo("cancelled");
        assertThat(ScriptRun.at(run.reply(4), "entries")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"fence_commit", "fence_cancel", "fence_drop", "fence_submit", "fence_batch"})
    void withoutAFenceOfThisHandleThereIsNothingToEndOrToWriteThrough(String op) throws IOException {
        String command = "{\"op\":\"" + op + "\"," + ITEM + ",\"items\":[]}";
        String other = BEGIN.replace("{", "{\"store\":\"b\",");
        ScriptRun run = ScriptRun.of(
                root,
                OPEN,
                command,
                BEGIN,
                COMMIT,
                command,
                OPEN.replace("\"dir\":\"a\"", "\"store\":\"b\",\"dir\":\"b\""),
                other,
                command);

        assertThat(run.errorKinds())
                .containsExactly(
                        "ok",
                        "VisibilityFenceNotActive",
                        "ok",
                        "ok",
                        "VisibilityFenceNotActive",
                        "ok",
                        "ok",
                        "VisibilityFenceNotActive");
    }

    @Test
    void aTicketBehindAnActiveFenceCannotBeWaitedForAndStays() throws IOException {
        ScriptRun run = ScriptRun.of(
                root, OPEN, event("submit"), BEGIN, event("fence_submit"), wait("t2"), wait("t1"), COMMIT, wait("t2"));

        assertThat(run.errorKinds()).containsExactly("ok", "ok", "ok", "ok", "ScriptError", "ok", "ok", "ok");
        assertThat(run.number(7, "receipt.sequence")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"close", "drop"})
    void aFenceStillActiveIsLeftToTheShutdown(String end) throws IOException {
        ScriptRun run = ScriptRun.of(
                root,
                OPEN,
                event("append"),
                BEGIN,
                event("fence_submit"),
                "{\"op\":\"" + end + "\"}",
                wait("t1"),
                COMMIT,
                OPEN,
                COMMIT,
                "{\"op\":\"query\",\"region\":{\"kind\":\"0009\"}}",
                QUERY);

        assertThat(run.errorKinds())
                .containsExactly(
                        "ok",
                        "ok",
                        "ok",
                        "ok",
                        "ok",
                        "VisibilityFenceCancelled",
                        "ScriptError",
                        "ok",
                        "VisibilityFenceNotActive",
                        "ok",
                        "ok");
        assertThat(ScriptRun.at(run.reply(9), "entries")).as("no close event").isEmpty();
        assertThat(ScriptRun.at(run.reply(10), "entries")).hasSize(1);
    }

    @Test
    void aCrashWhileAFenceIsActiveLeavesNothingOfIt() throws IOException {
        ScriptRun run = ScriptRun.of(
                root,
                OPEN,
                BEGIN,
                event("fence_submit"),
                "{\"op\":\"sync\"}",
                "{\"op\":\"crash_copy\",\"dest\":\"image\"}",
                "{\"op\":\"open\",\"store\":\"i\",\"dir\":\"image\",\"mode\":\"write\"}",
                QUERY.replace("{\"op\"", "{\"store\":\"i\",\"op\""));

        assertThat(run.errorKinds()).containsOnly("ok");
        assertThat(ScriptRun.at(run.last(), "entries")).isEmpty();
    }

    @Test
    void aFencedWriteIsRefusedAtOnceOrThroughItsTicket() throws IOException {
        ScriptRun run = ScriptRun.of(
                root,
                OPEN,
                BEGIN,
                event("fence_submit").replace("f001", "0001"),
                batch("fence_batch").replace("\"payload\":1}]", "\"payload\":1,\"options\":{\"expected_clock\":0}}]"),
                event("fence_submit"),
                COMMIT,
                wait("t1"),
                wait("t2"));

        assertThat(run.errorKinds()).containsExactly("ok", "ok", "ReservedKind", "ok", "ok", "ok", "BatchFailed", "ok");
        assertThat(run.number(6, "error.facts.item_index")).isEqualTo(1);
    }
}
