package io.batpak.time;

/// Where the journal reads the time. Threads: may be shared.
public interface Clock {
    /// Microseconds since 1970-01-01T00:00:00Z.
    long wallMicros();

    /// Nanoseconds since 1970-01-01T00:00:00Z.
    long wallNanos();

    /// Nanoseconds since an arbitrary fixed point; never goes back, only differences mean anything.
    long monotonicNanos();

    /// The clock of the machine. Its wall times may jump in both directions.
    static Clock system() {
        return SystemClock.INSTANCE;
    }

    /// `clock` with each wall time held at its own running maximum: a clock set back stands still until it has
    /// caught up. Microseconds and nanoseconds are held apart; the monotonic time passes through.
    static Clock neverBackwards(Clock clock) {
        return clock instanceof NeverBackwardsClock ? clock : new NeverBackwardsClock(clock);
    }
}
