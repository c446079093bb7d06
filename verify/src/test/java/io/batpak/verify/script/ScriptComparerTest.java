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

    @Test
    void linksThatDangleOverHiddenEventsAreExcusedOnlyWhereOursDoNot() {
        ScriptComparer comparer = new ScriptComparer(KnownDeviation.CHAIN_OVER_HIDDEN);
        Script script = Script.of("chain", List.of("{\"op\":\"verify_chain\"}"));
        String ours = "{\"content_hash_mismatches\":[],\"dangling_links\":[],\"events\":5}";
        String theirs = "{\"content_hash_mismatches\":[],\"dangling_links\":[\"id3\"],\"events\":4}";
        assertThat(comparer.compare(script, List.of(ours), List.of(theirs))).isEmpty();
        assertThat(comparer.compare(script, List.of(theirs), List.of(ours))).hasSize(1);
        assertThat(comparer.compare(script, List.of(ours), List.of(theirs.replace("[]", "[\"id1\"]"))))
                .hasSize(1);
    }

    @Test
    void aLatestEventThatTheReferenceHidesIsExcusedOnlyThere() {
        ScriptComparer comparer = new ScriptComparer(KnownDeviation.LATEST_BEHIND_HIDDEN);
        Script script = Script.of("latest", List.of("{\"op\":\"latest\"}"));
        String ours = "{\"entry\":{\"clock\":1}}";
        String theirs = "{\"entry\":null}";
        assertThat(comparer.compare(script, List.of(ours), List.of(theirs))).isEmpty();
        assertThat(comparer.compare(script, List.of(theirs), List.of(ours))).hasSize(1);
        assertThat(comparer.compare(script, List.of(ours), List.of(ours.replace('1', '2'))))
                .hasSize(1);
    }

    @Test
    void aMirroredDeviationExcusesTheSameDifferenceTheOtherWayRound() {
        Script script = Script.of("latest", List.of("{\"op\":\"latest\"}"));
        List<String> shown = List.of("{\"entry\":{\"clock\":1}}");
        List<String> missing = List.of("{\"entry\":null}");
        ScriptComparer mirrored = new ScriptComparer(KnownDeviation.LATEST_BEHIND_HIDDEN.mirrored());
        assertThat(mirrored.compare(script, missing, shown)).isEmpty();
        assertThat(mirrored.compare(script, shown, missing)).hasSize(1);
    }
}
