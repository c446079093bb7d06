package io.batpak.model;

import java.time.Duration;

/// How often the commit engine may carry on, in a new segment, after an unexpected exception inside a commit.
/// When the budget is used up the store takes no more writes until it is opened anew.
public sealed interface RestartPolicy {
    /// Once in the life of a handle.
    record Once() implements RestartPolicy {}

    /// So many times within a span of time that starts anew when it has passed.
    ///
    /// @param restartsMax restarts in one span, 0 or more
    /// @param within length of the span; not negative
    record Bounded(int restartsMax, Duration within) implements RestartPolicy {
        /// @throws InvalidArgumentException if a value is negative
        public Bounded {
            if (restartsMax < 0) {
                throw new InvalidArgumentException("restartsMax", restartsMax, "0 or more");
            }
            if (within.isNegative()) {
                throw new InvalidArgumentException("within", within, "not negative");
            }
        }
    }

    /// One restart ever, the default.
    static RestartPolicy once() {
        return new Once();
    }

    /// At most `restartsMax` restarts in each span.
    static RestartPolicy bounded(int restartsMax, Duration within) {
        return new Bounded(restartsMax, within);
    }
}
