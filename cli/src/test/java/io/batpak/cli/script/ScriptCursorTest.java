package io.batpak.cli.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `cursor_...` and `project` as a script sees them.
///
/// Tier: unit.
class ScriptCursorTest {
    private static final String OPEN = "{\"op\":\"open\",\"dir\":\"a\",\"mode\":\"write\"}";
    private static final String CLOSE = "{\"op\":\"close\"}";
    private static final String KEPT =
            "{\"op\":\"cursor_open\",\"cursor\":\"c\",\"region\":{\"entity\":\"e\"},\"checkpoint\":\"k\"}";
    private static final String POLL_TWO = "{\"op\":\"cursor_poll\",\"cursor\":\"c\",\"limit\":2}";
    private static final String COMMIT = "{\"op\":\"cursor_commit\",\"cursor\":\"c\"}";

    @TempDir
    private Path root = Path.of("");

    private ScriptRun run(String... lines) throws IOException {
        List<String> all = new ArrayList<>(List.of(OPEN));
        for (int n = 0; n < 5; n++) {
            all.add("{\"op\":\"append\",\"entity\":\"e\",\"scope\":\"s\",\"kind\":\"f00" + (1 + n % 2)
                    + "\",\"payload\":" + n + "}");
        }
        all.addAll(List.of(lines));
        return ScriptRun.of(root, all.toArray(String[]::new));
    }

    @Test
    void aKeptPlaceIsResumedWhereItWasCommitted() throws IOException {
        ScriptRun run = run(KEPT, POLL_TWO, COMMIT, POLL_TWO, CLOSE, OPEN, KEPT, POLL_TWO, "{\"op\":\"cursor_list\"}");
        assertThat(run.text(6, "position")).isEmpty();
        assertThat(run.number(8, "position")).isEqualTo(run.number(7, "position"));
        assertThat(run.number(12, "position")).isEqualTo(run.number(8, "position"));
        assertThat(run.text(13, "entries.0.event_id")).isEqualTo(run.text(9, "entries.0.event_id"));
        assertThat(run.text(14, "checkpoints.0.checkpoint")).isEqualTo("k");
        assertThat(run.number(14, "checkpoints.0.position")).isEqualTo(run.number(8, "position"));
        assertThat(run.text(14, "checkpoints.0.region")).isEqualTo("entity=e|scope=*|fact=none|clock=*");
    }

    @Test
    void aResetForgetsThePlace() throws IOException {
        String reset = "{\"op\":\"cursor_reset\",\"checkpoint\":\"k\"}";
        ScriptRun run =
                run(KEPT, POLL_TWO, COMMIT, reset, "{\"op\":\"cursor_close\",\"cursor\":\"c\"}", reset, reset, KEPT);
        assertThat(run.text(9, "error.kind")).isEqualTo("ScriptError");
        assertThat(run.reply(11).path("existed").asBoolean(false)).isTrue();
        assertThat(run.reply(12).path("existed").asBoolean(true)).isFalse();
        assertThat(run.reply(13).path("position").isNull()).isTrue();
    }

    @Test
    void misuseIsAnErrorOfTheScriptAndBadNamesAreOnesOfTheStore() throws IOException {
        ScriptRun run = run(
                KEPT,
                KEPT,
                KEPT.replace("\"c\"", "\"d\""),
                POLL_TWO.replace("\"c\"", "\"x\""),
                "{\"op\":\"cursor_open\",\"cursor\":\"p\"}",
                COMMIT.replace("\"c\"", "\"p\""),
                KEPT.replace("\"c\"", "\"q\"").replace("\"k\"", "\"../k\""),
                POLL_TWO,
                COMMIT,
                "{\"op\":\"cursor_close\",\"cursor\":\"c\"}",
                "{\"op\":\"cursor_open\",\"cursor\":\"c\",\"checkpoint\":\"k\"}");
        assertThat(run.errorKinds().subList(6, 17))
                .containsExactly(
                        "ok",
                        "ScriptError",
                        "ScriptError",
                        "ScriptError",
                        "ok",
                        "ScriptError",
                        "CheckpointId",
                        "ok",
                        "ok",
                        "ok",
                        "CursorCheckpointRegionMismatch");
        assertThat(run.text(12, "error.facts.reason")).isEqualTo("PathTraversal");
        assertThat(run.text(16, "error.facts.stored")).isEqualTo("entity=e|scope=*|fact=none|clock=*");
    }

    @Test
    void projectCountsTheVisibleEventsOfOneEntity() throws IOException {
        ScriptRun run = run(
                "{\"op\":\"project\",\"entity\":\"e\"}",
                "{\"op\":\"project\",\"entity\":\"e\",\"kinds\":[\"f001\"]}",
                "{\"op\":\"project\",\"entity\":\"nobody\"}");
        assertThat(run.number(6, "count")).isEqualTo(5);
        assertThat(run.number(6, "payload_bytes")).isEqualTo(5);
        assertThat(run.number(6, "sequence")).isEqualTo(run.number(5, "receipt.sequence"));
        assertThat(run.number(7, "count")).isEqualTo(3);
        assertThat(run.number(8, "count")).isZero();
        assertThat(run.reply(8).path("sequence").isNull()).isTrue();
    }
}
