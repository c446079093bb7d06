package io.batpak.testkit;

import io.batpak.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// A clock that stands still until it is moved. Threads: may be shared.
public final class SettableClock implements Clock {
    private static final long NANOS_PER_MICRO = 1_000;

    private final AtomicLong wallNanos;
    private final AtomicLong monotonicNanos = new AtomicLong();

    /// A clock whose wall time is `wallMicros` microseconds since 1970; its monotonic time starts at zero.
    public SettableClock(long wallMicros) {
        this.wallNanos = new AtomicLong(Math.multiplyExact(wallMicros, NANOS_PER_MICRO));
    }

    /// Sets the wall time in microseconds since 1970, also backwards. The monotonic time stands.
    public void setWallMicros(long wallMicros) {
        wallNanos.set(Math.multiplyExact(wallMicros, NANOS_PER_MICRO));
    }

    /// Moves wall and monotonic time forwards.
    public void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("time passes forwards only; use setWallMicros to set a clock back");
        }
        wallNanos.addAndGet(by.toNanos());
        monotonicNanos.addAndGet(by.toNanos());
    }

    @Override
    public long wallMicros() {
        return Math.floorDiv(wallNanos.get(), NANOS_PER_MICRO);
    }

    @Override
    public long wallNanos() {
        return wallNanos.get();
    }

    @Override
    public long monotonicNanos() {
        return monotonicNanos.get();
    }

    @Override
    public String toString() {
        return "settable clock at " + wallMicros() + " µs";
    }
}
