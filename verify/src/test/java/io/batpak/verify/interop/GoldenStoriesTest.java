package io.batpak.verify.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.verify.script.KnownDeviation;
import io.batpak.verify.script.Script;
import io.batpak.verify.script.ScriptComparer;
import io.batpak.verify.script.ScriptPeer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The recorded stories, answered by us and by the program that drives the reference. That the reference
/// gives the recorded answers proves the comparer and its normal form.
///
/// Covers: B3, F9.
/// Tier: golden.
class GoldenStoriesTest {
    @TempDir
    private Path work;

    static Stream<String> stories() {
        return Interop.STORIES.stream();
    }

    @ParameterizedTest
    @MethodSource("stories")
    void ourAnswersEqualTheRecordedOnes(String story) {
        assertAnswers(story, Interop.java(), new ScriptComparer(KnownDeviation.FENCE_HELD_BACK));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cas",
                "lanes",
                "rotation-reopen",
                "batch-atomicity",
                "idempotency",
                "crash-image",
                "signing",
                "fence-cancel"
            })
    void theReferenceStillGivesTheRecordedAnswers(String story) {
        assertAnswers(story, Interop.rust(), new ScriptComparer());
    }

    private void assertAnswers(String story, ScriptPeer peer, ScriptComparer comparer) {
        Path folder = Interop.golden("scripts");
        Script script = Script.read(folder.resolve(story + ".script.jsonl"));
        List<String> expected = Script.readExpected(folder.resolve(story + ".expected.jsonl"));
        assertThat(expected).hasSameSizeAs(script.commands());
        List<String> given = ScriptComparer.run(script, peer, work);
        assertThat(comparer.compare(script, given, expected)).isEmpty();
    }
}
