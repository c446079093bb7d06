package io.batpak.verify.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// The comparer reports what differs and excuses only what is listed.
///
/// Tier: unit.
class ScriptComparerTest {
    private static final Script SCRIPT =
            Script.of("two lines", List.of("# told", "", "{\"op\":\"stats\"}", "{\"op\":\"close\"}"));
    private static final String OK = "{\"ok\":true}";

    @Test
    void equalAnswersGiveNoDifference() {
        assertThat(new ScriptComparer().compare(SCRIPT, List.of(OK, OK), List.of(OK, OK)))
                .isEmpty();
    }

    @Test
    void aChangedAndAMissingAnswerAreBothReported() {
        List<ScriptComparer.Difference> found =
                new ScriptComparer().compare(SCRIPT, List.of("{\"ok\":false}"), List.of(OK, OK));
        assertThat(found).extracting(ScriptComparer.Difference::line).containsExactly(1, 2);
        assertThat(found.getFirst().toString()).contains("stats").contains("{\"ok\":false}");
    }

    @Test
    void aKnownDeviationExcusesItsOwnFieldOfItsOwnOperationOnly() {
        ScriptComparer comparer = new ScriptComparer(KnownDeviation.ofOperation("test", "stats", "keys"));
        List<String> left = List.of("{\"keys\":1,\"ok\":true}", OK);
        assertThat(comparer.compare(SCRIPT, left, List.of("{\"keys\":2,\"ok\":true}", OK)))
                .isEmpty();
        assertThat(comparer.compare(SCRIPT, left, List.of("{\"keys\":1,\"ok\":false}", OK)))
                .hasSize(1);
        assertThat(comparer.compare(SCRIPT, left, List.of("{\"keys\":1,\"ok\":true}", "{\"keys\":2,\"ok\":true}")))
                .hasSize(1);
    }
}
