package io.batpak.verify.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.verify.script.KnownDeviation;
import io.batpak.verify.script.RandomScripts;
import io.batpak.verify.script.Script;
import io.batpak.verify.script.ScriptComparer;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    private static final ScriptComparer COMPARER = new ScriptComparer(
            KnownDeviation.EXTENSIONS_FROM_FOOTERS,
            KnownDeviation.IDEMPOTENCY_KEY_COUNT,
            KnownDeviation.KEY_OF_CANCELLED_FENCE);

    private static final Pattern KIND = Pattern.compile("\"kind\":\"([A-Za-z]+)\"");

    @TempDir
    private Path work;

    static LongStream seeds() {
        return Interop.seeds(25, 500);
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
    void theReferenceAnswersAScriptAlikeTwice() {
        // a close that meets a group commit may leave a segment without its footer, which decides whether an
        // opening loses extensions
        ScriptComparer comparer = new ScriptComparer(
                KnownDeviation.EXTENSIONS_FROM_FOOTERS, KnownDeviation.EXTENSIONS_FROM_FOOTERS.mirrored());
        Interop.seeds(30, 300).forEach(seed -> {
            Script script = RandomScripts.script(seed);
            Path own = work.resolve("seed-" + seed);
            assertThat(comparer.compare(script, Interop.rust(), Interop.rust(), own))
                    .as(Interop.replay(getClass(), seed))
                    .isEmpty();
        });
    }

    @Test
    void theReferenceMeetsEveryKindOfRefusal() {
        Set<String> kinds = new TreeSet<>();
        for (long seed = 1; seed <= 150; seed++) {
            Script script = RandomScripts.script(seed);
            for (String reply : ScriptComparer.run(script, Interop.rust(), work.resolve("seed-" + seed))) {
                Matcher kind = KIND.matcher(reply);
                while (kind.find()) {
                    kinds.add(kind.group(1));
                }
            }
        }
        assertThat(kinds)
                .contains(
                        "BatchFailed",
                        "BatchItemTooLarge",
                        "Configuration",
                        "Coordinate",
                        "CoordinateControlChar",
                        "CoordinateNulByte",
                        "CoordinatePathTraversal",
                        "CrcMismatch",
                        "HiddenRangesCorrupt",
                        "HiddenRangesFutureVersion",
                        "IdempotencyFutureVersion",
                        "IdempotencyOverflowFailClosed",
                        "IdempotencyPartialBatch",
                        "IdempotencyRequired",
                        "InvalidCausation",
                        "InvalidClock",
                        "InvalidExtensionKey",
                        "InvalidRegion",
                        "Io",
                        "NotFound",
                        "ReservedKind",
                        "SequenceMismatch",
                        "StoreLocked",
                        "VisibilityFenceActive",
                        "VisibilityFenceCancelled",
                        "VisibilityFenceNotActive",
                        "WaitTimeout")
                .doesNotContain("Unsupported", "WriterCrashed", "InvariantViolation", "SequenceGateViolation");
    }
}
