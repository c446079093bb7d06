package io.batpak.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Every target under Jazzer, two at a time; only with the profile `nightly`. The inputs that a target failed for lie
/// in `target/fuzz/findings` and belong, once understood, into `src/test/resources/findings`.
///
/// Tier: crash.
@Tag("nightly")
class NightlyFuzzTest {
    @Test
    void noTargetFails() throws InterruptedException {
        var results = FuzzRun.all(FuzzTargets.all(), Integer.getInteger("batpak.fuzz.seconds", 120));
        System.out.println(FuzzRun.table(results));
        assertThat(results).allMatch(FuzzRun.Result::isClean);
    }
}
