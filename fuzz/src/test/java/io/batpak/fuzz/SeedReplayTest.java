package io.batpak.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.fuzz.FuzzTarget.Seed;
import io.batpak.model.Bytes;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every target takes all its seeds and kept findings, in a JVM with a heap of 64 MiB; a target that could not be
/// replayed, because it has none, is reported.
///
/// Tier: crash. Covers: E34, E35.
class SeedReplayTest {
    private static final long MEBIBYTE = 1L << 20;

    static Stream<FuzzTarget> targets() {
        return FuzzTargets.all().stream();
    }

    @ParameterizedTest
    @MethodSource("targets")
    void everySeedIsAnsweredOrRefused(FuzzTarget target) {
        requireGolden();
        assertThat(Runtime.getRuntime().maxMemory()).isLessThanOrEqualTo(64 * MEBIBYTE);
        assertThatCode(() -> Replay.all(target, target.seeds())).doesNotThrowAnyException();
    }

    @Test
    void everyDeclaredTargetHasSeeds() {
        requireGolden();
        assertThat(FuzzTarget.withoutSeeds(FuzzTargets.all())).isEmpty();
    }

    @Test
    void aTargetWithoutSeedsIsReported() {
        FuzzTarget bare = new FuzzTarget("bare", 1, input -> {}, box -> {});

        assertThat(FuzzTarget.withoutSeeds(List.of(bare))).containsExactly("target bare has no seed");
    }

    @Test
    void aFindingIsReportedWithItsInput() {
        FuzzTarget broken = new FuzzTarget(
                "broken", 1, input -> FindingException.require(input.length == 0, "inputs are empty"), box -> {});

        assertThatThrownBy(() -> Replay.all(broken, List.of(new Seed("one-byte", Bytes.of(new byte[1])))))
                .hasMessage("broken fails for one-byte: io.batpak.fuzz.FindingException: inputs are empty");
    }

    private static void requireGolden() {
        if (!SeedBox.goldenIsThere()) {
            throw Missing.skip("GOLDEN FILES ABSENT: " + System.getProperty("batpak.golden"));
        }
    }
}
