package io.batpak.recovery;

import io.batpak.model.OpenReport;
import io.batpak.time.Clock;
import java.util.EnumMap;
import java.util.Map;

/// Where the time of an open goes. One thread.
final class Stopwatch {
    private static final int NANOS_PER_MICRO = 1000;

    private final Clock clock;
    private final long started;
    private final Map<Phase, Long> nanos = new EnumMap<>(Phase.class);
    private long since;

    enum Phase {
        PLAN,
        NAMES,
        ROWS,
        HIDDEN,
        REST
    }

    Stopwatch(Clock clock) {
        this.clock = clock;
        this.started = clock.monotonicNanos();
        this.since = started;
    }

    /// Counts the time since the last call, or since the beginning, to a phase.
    void passed(Phase phase) {
        long now = clock.monotonicNanos();
        nanos.merge(phase, now - since, Long::sum);
        since = now;
    }

    /// From the beginning to the last call of [#passed].
    long elapsedMicros() {
        return (since - started) / NANOS_PER_MICRO;
    }

    OpenReport.Phases phases() {
        return new OpenReport.Phases(micros(Phase.PLAN), micros(Phase.NAMES), micros(Phase.ROWS), micros(Phase.HIDDEN));
    }

    private long micros(Phase phase) {
        return nanos.getOrDefault(phase, 0L) / NANOS_PER_MICRO;
    }
}
