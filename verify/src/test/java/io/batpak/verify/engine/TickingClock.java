package io.batpak.verify.engine;

import io.batpak.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/// A clock that moves on by a few microseconds with each look at it.
final class TickingClock implements Clock {
    private static final long TICK_NANOS = 7_000;

    private final AtomicLong wallNanos;
    private final AtomicLong monotonicNanos = new AtomicLong();

    private final AtomicLong looks = new AtomicLong();
    private volatile long tripAt = Long.MAX_VALUE;

    /// What neither a clock nor a directory throws.
    static final class Defect extends RuntimeException {
        private static final long serialVersionUID = 1;

        Defect() {
            super("a defect");
        }
    }

    TickingClock(long wallMicros) {
        wallNanos = new AtomicLong(wallMicros * 1000);
    }

    void advanceMicros(long micros) {
        wallNanos.addAndGet(micros * 1000);
    }

    /// The `look`-th look from the beginning fails.
    void tripAt(long look) {
        tripAt = look;
    }

    long looks() {
        return looks.get();
    }

    private void look() {
        if (looks.incrementAndGet() == tripAt) {
            throw new Defect();
        }
    }

    @Override
    public long wallMicros() {
        look();
        return wallNanos.addAndGet(TICK_NANOS) / 1000;
    }

    @Override
    public long wallNanos() {
        look();
        return wallNanos.addAndGet(TICK_NANOS);
    }

    @Override
    public long monotonicNanos() {
        look();
        return monotonicNanos.addAndGet(TICK_NANOS);
    }
}
