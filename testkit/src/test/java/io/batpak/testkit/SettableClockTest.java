package io.batpak.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The clock that stands until it is moved.
/// Tier: unit.
final class SettableClockTest {
    private final SettableClock clock = new SettableClock(-1);

    @Test
    void itStandsUntilItIsMoved() {
        assertThat(clock.wallMicros()).isEqualTo(-1);
        assertThat(clock.wallNanos()).isEqualTo(-1000);
        assertThat(clock.monotonicNanos()).isZero();
        clock.advance(Duration.ofNanos(1500));
        assertThat(clock.wallMicros()).isZero();
        assertThat(clock.wallNanos()).isEqualTo(500);
        assertThat(clock.monotonicNanos()).isEqualTo(1500);
    }

    @Test
    void settingTheWallTimeLeavesTheMonotonicTime() {
        clock.advance(Duration.ofMillis(1));
        clock.setWallMicros(-7);
        assertThat(clock.wallMicros()).isEqualTo(-7);
        assertThat(clock.monotonicNanos()).isEqualTo(1_000_000);
    }

    @Test
    void timePassesForwardsOnly() {
        assertThatThrownBy(() -> clock.advance(Duration.ofNanos(-1))).isInstanceOf(IllegalArgumentException.class);
    }
}
