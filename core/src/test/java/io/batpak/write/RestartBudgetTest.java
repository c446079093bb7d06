package io.batpak.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.model.RestartPolicy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// How often something may go on after a failure, counted in windows of whole milliseconds.
///
/// Covers: I4, I13.
/// Tier: unit.
class RestartBudgetTest {
    private static final long MILLI = 1_000_000;

    @Test
    void onceIsOnceHoweverLongAgo() {
        RestartBudget budget = new RestartBudget(RestartPolicy.once(), 0);
        assertThat(budget.take(0)).isTrue();
        assertThat(budget.take(Long.MAX_VALUE)).isFalse();
    }

    @Test
    void aWindowEndsWhenMoreThanItsWholeMillisecondsHavePassed() {
        RestartBudget budget = new RestartBudget(RestartPolicy.bounded(2, Duration.ofMillis(5)), 100);
        assertThat(budget.take(100)).isTrue();
        assertThat(budget.take(100 + 5 * MILLI)).isTrue();
        assertThat(budget.take(100 + 6 * MILLI - 1)).as("5.999999 ms are 5").isFalse();
        assertThat(budget.taken()).isEqualTo(2);
        assertThat(budget.take(100 + 6 * MILLI)).as("a new window").isTrue();
        assertThat(budget.taken()).isEqualTo(1);
        assertThat(budget.take(100 + 11 * MILLI)).as("5 ms into it").isTrue();
        assertThat(budget.take(100 + 11 * MILLI)).isFalse();
        assertThat(budget.take(100 + 12 * MILLI)).isTrue();
    }

    @Test
    void theWindowCountsInWholeMillisecondsAsWell() {
        RestartBudget budget = new RestartBudget(RestartPolicy.bounded(1, Duration.ofNanos(1_999_999)), 0);
        assertThat(budget.take(0)).isTrue();
        assertThat(budget.take(2 * MILLI - 1)).isFalse();
        assertThat(budget.take(2 * MILLI)).isTrue();
    }

    @Test
    void aBudgetOfNoneHasNoneAndAnEndlessWindowNeverEnds() {
        assertThat(new RestartBudget(RestartPolicy.bounded(0, Duration.ZERO), 0).take(0))
                .isFalse();
        RestartBudget budget = new RestartBudget(RestartPolicy.bounded(1, Duration.ofSeconds(Long.MAX_VALUE)), 0);
        assertThat(budget.take(1)).isTrue();
        assertThat(budget.take(Long.MAX_VALUE)).isFalse();
    }
}
