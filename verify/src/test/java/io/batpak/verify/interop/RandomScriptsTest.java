package io.batpak.verify.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.verify.script.KnownDeviation;
import io.batpak.verify.script.RandomScripts;
import io.batpak.verify.script.Script;
import io.batpak.verify.script.ScriptComparer;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random scripts get equal answers from us and from the reference.
///
/// Covers: B3, F6, F7, F9.
/// Tier: interop.
@Tag("soak-scripts")
@Tag("soak-interop")
class RandomScriptsTest {
    private static final ScriptComparer COMPARER =
            new ScriptComparer(KnownDeviation.EXTENSIONS_FROM_FOOTERS, KnownDeviation.IDEMPOTENCY_KEY_COUNT);

    @TempDir
    private Path work;

    static LongStream seeds() {
        return Interop.seeds(25, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void bothImplementationsGiveEqualAnswers(long seed) {
        Script script = RandomScripts.script(seed);
        assertThat(COMPARER.compare(script, Interop.java(), Interop.rust(), work))
                .as(Interop.replay(getClass(), seed))
                .isEmpty();
    }

    @Test
    void aSeedAlwaysGivesTheSameScript() {
        assertThat(RandomScripts.script(7).text())
                .isEqualTo(RandomScripts.script(7).text());
        assertThat(RandomScripts.script(7).text())
                .isNotEqualTo(RandomScripts.script(8).text());
    }

    @Test
    void theReferenceAnswersAScriptAlikeTwice() {
        Script script = RandomScripts.script(3);
        assertThat(new ScriptComparer().compare(script, Interop.rust(), Interop.rust(), work))
                .isEmpty();
    }
}
