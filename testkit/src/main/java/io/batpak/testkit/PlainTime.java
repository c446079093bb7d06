package io.batpak.testkit;

import io.batpak.time.Clock;
import io.batpak.time.Job;
import io.batpak.time.Spawner;
import io.batpak.time.Ticker;

/// The time of a journal without threads: it goes on a little with every look at it, so that a run can be repeated.
/// For one thread.
final class PlainTime implements Spawner, Ticker {
    private static final long LOOK_NANOS = 1_000;

    private final Clock clock = new SimClock(this::nanos);
    private long now;

    /// Begins when so many nanoseconds have passed already.
    PlainTime(long now) {
        this.now = now;
    }

    Clock clock() {
        return clock;
    }

    /// How many nanoseconds have passed; not a look.
    long passed() {
        return now;
    }

    @Override
    public Job spawn(String name, Runnable body) {
        throw new IllegalStateException(
                "no thread " + name + " here: leave cooperative(true) as it is, or have the threads simulated");
    }

    @Override
    public Ticker ticker() {
        return this;
    }

    @Override
    public long nanos() {
        now += LOOK_NANOS;
        return now;
    }

    @Override
    public void park(Object blocker, long nanos) {
        now += Math.max(0, nanos);
    }
}
