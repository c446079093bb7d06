package io.batpak.delivery;

import io.batpak.model.RestartPolicy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// How often a worker may still go on after a failure, and how long it pauses before. Times count in whole
/// milliseconds, as in the reference. One thread.
final class RestartBudget {
    private static final long FIRST_PAUSE_MILLIS = 10;
    private static final int DOUBLINGS_MAX = 20;

    private final RestartPolicy policy;
    private long windowBegan;
    private int restarts;

    /// @param now nanoseconds; the first span of time begins here
    RestartBudget(RestartPolicy policy, long now) {
        this.policy = policy;
        this.windowBegan = now;
    }

    /// Takes one restart, if there is one left.
    ///
    /// @param now nanoseconds
    boolean take(long now) {
        int max = switch (policy) {
            case RestartPolicy.Once() -> 1;
            case RestartPolicy.Bounded(int most, Duration within) -> {
                if (TimeUnit.NANOSECONDS.toMillis(now - windowBegan) > TimeUnit.MILLISECONDS.convert(within)) {
                    windowBegan = now;
                    restarts = 0;
                }
                yield most;
            }
        };
        if (restarts >= max) {
            return false;
        }
        restarts++;
        return true;
    }

    /// The pause in front of the restart that was taken last: it doubles from one to the next in a span, up to
    /// [WorkerOptions#PAUSE_MAX].
    Duration pause() {
        long millis = FIRST_PAUSE_MILLIS << Math.min(DOUBLINGS_MAX, restarts - 1);
        return Duration.ofMillis(Math.min(millis, WorkerOptions.PAUSE_MAX.toMillis()));
    }
}
