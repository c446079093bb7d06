package io.batpak.time;

import java.util.concurrent.atomic.AtomicLong;

/// Two latches over another clock.
final class NeverBackwardsClock implements Clock {
    private final Clock clock;
    private final AtomicLong micros = new AtomicLong(Long.MIN_VALUE);
    private final AtomicLong nanos = new AtomicLong(Long.MIN_VALUE);

    NeverBackwardsClock(Clock clock) {
        this.clock = clock;
    }

    @Override
    public long wallMicros() {
        return latch(micros, clock.wallMicros());
    }

    @Override
    public long wallNanos() {
        return latch(nanos, clock.wallNanos());
    }

    @Override
    public long monotonicNanos() {
        return clock.monotonicNanos();
    }

    private static long latch(AtomicLong maximum, long now) {
        return maximum.accumulateAndGet(now, Math::max);
    }

    @Override
    public String toString() {
        return "never backwards(" + clock + ")";
    }
}
