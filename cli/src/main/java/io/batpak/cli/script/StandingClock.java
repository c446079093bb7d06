package io.batpak.cli.script;

import io.batpak.time.Clock;
import java.util.concurrent.TimeUnit;

/// A wall clock that stands still until it is set. Waiting times still pass.
///
/// Threads: any; a new time is seen by the next call.
final class StandingClock implements Clock {
    private final Clock running = Clock.system();
    private volatile long micros;

    StandingClock(long micros) {
        this.micros = micros;
    }

    void set(long newMicros) {
        micros = newMicros;
    }

    @Override
    public long wallMicros() {
        return micros;
    }

    /// Saturates at the ends of the range.
    @Override
    public long wallNanos() {
        return TimeUnit.MICROSECONDS.toNanos(micros);
    }

    @Override
    public long monotonicNanos() {
        return running.monotonicNanos();
    }
}
