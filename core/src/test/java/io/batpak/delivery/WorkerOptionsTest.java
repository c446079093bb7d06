package io.batpak.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.model.RestartPolicy;
import io.batpak.write.RestartBudget;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// How long a worker pauses before it begins its batch anew.
///
/// Covers: I4.
/// Tier: unit.
class WorkerOptionsTest {
    @Test
    void pausesDoubleWithinAWindowUpToALimit() {
        RestartBudget budget = new RestartBudget(RestartPolicy.bounded(100, Duration.ofHours(1)), 0);
        for (long expected : new long[] {10, 20, 40, 80, 160, 320, 640, 1000, 1000}) {
            assertThat(budget.take(1)).isTrue();
            assertThat(WorkerOptions.pauseBefore(budget.taken())).isEqualTo(Duration.ofMillis(expected));
        }
        for (int i = 0; i < 60; i++) {
            budget.take(1);
        }
        assertThat(WorkerOptions.pauseBefore(budget.taken())).isEqualTo(WorkerOptions.PAUSE_MAX);
        assertThat(budget.take(Duration.ofHours(2).toNanos())).isTrue();
        assertThat(WorkerOptions.pauseBefore(budget.taken())).isEqualTo(Duration.ofMillis(10));
    }
}
