package io.batpak.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// The system clock and the clock that never goes back.
/// Tier: unit.
final class ClockTest {
    private static final class Script implements Clock {
        private long micros;
        private long nanos;
        private long monotonic;

        @Override
        public long wallMicros() {
            return micros;
        }

        @Override
        public long wallNanos() {
            return nanos;
        }

        @Override
        public long monotonicNanos() {
            return monotonic;
        }
    }

    @Test
    void theSystemClockAgreesWithTheJvm() {
        Clock clock = Clock.system();
        long before = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
        long micros = clock.wallMicros();
        long nanos = clock.wallNanos();
        long after = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis() + 1);
        assertThat(micros).isBetween(before, after);
        assertThat(nanos / 1000).isBetween(micros, after);
        assertThat(clock.monotonicNanos()).isLessThanOrEqualTo(clock.monotonicNanos());
    }

    @Test
    void bothWallTimesStandStillWhileTheClockIsBehind() {
        Script script = new Script();
        Clock clock = Clock.neverBackwards(script);
        script.micros = -5;
        assertThat(clock.wallMicros()).isEqualTo(-5);
        script.micros = 100;
        script.nanos = 7;
        assertThat(clock.wallMicros()).isEqualTo(100);
        assertThat(clock.wallNanos()).isEqualTo(7); // its own latch
        script.micros = 50;
        script.nanos = 3;
        assertThat(clock.wallMicros()).isEqualTo(100);
        assertThat(clock.wallNanos()).isEqualTo(7);
        script.micros = 101;
        script.nanos = 8;
        assertThat(clock.wallMicros()).isEqualTo(101);
        assertThat(clock.wallNanos()).isEqualTo(8);
    }

    @Test
    void theMonotonicTimePassesThrough() {
        Script script = new Script();
        Clock clock = Clock.neverBackwards(script);
        script.monotonic = 9;
        assertThat(clock.monotonicNanos()).isEqualTo(9);
        script.monotonic = 4;
        assertThat(clock.monotonicNanos()).isEqualTo(4);
    }

    @Test
    void wrappingTwiceIsWrappingOnce() {
        Clock clock = Clock.neverBackwards(Clock.system());
        assertThat(Clock.neverBackwards(clock)).isSameAs(clock);
    }
}
