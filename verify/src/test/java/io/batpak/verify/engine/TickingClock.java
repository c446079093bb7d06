package io.batpak.verify.engine;

import io.batpak.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/// A clock that moves on by a few microseconds with each look at it.
final class TickingClock implements Clock {
    private static final long TICK_NANOS = 7_000;

    private final AtomicLong wallNanos;
    private final AtomicLong monotonicNanos = new AtomicLong();

    TickingClock(long wallMicros) {
        wallNanos = new AtomicLong(wallMicros * 1000);
    }

    void advanceMicros(long micros) {
        wallNanos.addAndGet(micros * 1000);
    }

    @Override
    public long wallMicros() {
        return wallNanos.addAndGet(TICK_NANOS) / 1000;
    }

    @Override
    public long wallNanos() {
        return wallNanos.addAndGet(TICK_NANOS);
    }

    @Override
    public long monotonicNanos() {
        return monotonicNanos.addAndGet(TICK_NANOS);
    }
}
