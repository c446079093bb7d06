package io.batpak.testkit;

import io.batpak.time.Clock;
import java.util.function.LongSupplier;

/// The wall clock of a simulation: begins in 2033 and goes exactly as fast as simulated time.
final class SimClock implements Clock {
    /// 2 000 000 000 s after 1970, the beginning of every simulated run of 0.9.0 as well.
    static final long BEGIN_MICROS = 2_000_000_000_000_000L;

    private static final long NANOS_PER_MICRO = 1_000;

    private final LongSupplier nanos;

    SimClock(LongSupplier nanos) {
        this.nanos = nanos;
    }

    @Override
    public long wallMicros() {
        return BEGIN_MICROS + nanos.getAsLong() / NANOS_PER_MICRO;
    }

    @Override
    public long wallNanos() {
        return BEGIN_MICROS * NANOS_PER_MICRO + nanos.getAsLong();
    }

    @Override
    public long monotonicNanos() {
        return nanos.getAsLong();
    }

    @Override
    public String toString() {
        return "simulated clock at " + wallMicros() + " µs";
    }
}
