package io.batpak.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// What becomes of targets whose run does not even begin. The fuzzer itself runs nightly.
///
/// Tier: unit.
class FuzzRunTest {
    private static FuzzTarget breaking(String name, Error error) {
        return new FuzzTarget(name, 1, input -> {}, box -> {
            throw error;
        });
    }

    @Test
    void whateverBreaksARunOffIsAFindingOfItsTarget() throws InterruptedException {
        FuzzTarget bare = new FuzzTarget("bare", 1, input -> {}, box -> {});
        List<FuzzTarget> targets = List.of(
                breaking("linked", new LinkageError("no such class")),
                bare,
                breaking("asserted", new AssertionError("a seed cannot be made")),
                breaking("deep", new StackOverflowError()));

        List<FuzzRun.Result> results = FuzzRun.all(targets, 1);

        assertThat(results).extracting(FuzzRun.Result::target).containsExactly("asserted", "bare", "deep", "linked");
        assertThat(results)
                .extracting(FuzzRun.Result::problem)
                .containsExactly(
                        "broken off: java.lang.AssertionError: a seed cannot be made",
                        "no seeds",
                        "broken off: java.lang.StackOverflowError",
                        "broken off: java.lang.LinkageError: no such class");
        assertThat(results).noneMatch(FuzzRun.Result::isClean);
        assertThat(FuzzRun.table(results)).contains("| bare | 0 | 0 | 0 | 0 | no seeds |");
    }
}
