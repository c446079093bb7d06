package io.batpak.write;

import io.batpak.model.RestartPolicy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// How often something may still go on after an unexpected failure. Times count in whole milliseconds, as in the
/// reference. Not for concurrent use.
public final class RestartBudget {
    private final RestartPolicy policy;
    private long windowBegan;
    private int taken;

    /// @param now nanoseconds; the first span of time begins here
    public RestartBudget(RestartPolicy policy, long now) {
        this.policy = policy;
        this.windowBegan = now;
    }

    /// Takes one restart, if there is one left.
    ///
    /// @param now nanoseconds
    public boolean take(long now) {
        int max = switch (policy) {
            case RestartPolicy.Once() -> 1;
            case RestartPolicy.Bounded(int most, Duration within) -> {
                if (TimeUnit.NANOSECONDS.toMillis(now - windowBegan) > TimeUnit.MILLISECONDS.convert(within)) {
                    windowBegan = now;
                    taken = 0;
                }
                yield most;
            }
        };
        if (taken >= max) {
            return false;
        }
        taken++;
        return true;
    }

    /// How many were taken in the span of time of the last one.
    public int taken() {
        return taken;
    }
}
