package io.batpak.projection;

import io.batpak.model.InvalidArgumentException;
import java.time.Duration;

/// How old the state of a projection may be. Immutable.
public sealed interface Freshness {
    /// As new as the journal.
    record Consistent() implements Freshness {}

    /// A state that an external cache has kept for less than this may be given out without a look at what was
    /// appended since. One that was kept longer is made anew, and stored again.
    ///
    /// @param maxAge 0 or more; by the wall clock of the journal
    record MaybeStale(Duration maxAge) implements Freshness {
        /// @throws InvalidArgumentException if `maxAge` is negative
        public MaybeStale {
            if (maxAge.isNegative()) {
                throw new InvalidArgumentException("maxAge", maxAge, "0 or more");
            }
        }
    }

    /// As new as the journal.
    static Freshness consistent() {
        return new Consistent();
    }

    /// See [MaybeStale].
    ///
    /// @throws InvalidArgumentException if `maxAge` is negative
    static Freshness maybeStale(Duration maxAge) {
        return new MaybeStale(maxAge);
    }
}
