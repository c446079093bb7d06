package io.batpak.model;

/// How far a walk through causes and effects may go.
///
/// A *step* leads from an event to the one that caused it, or to one of its effects. Memory and time of a
/// walk grow with the number of events it visits.
///
/// @param stepsMax most steps away from the event it begins at, 0 or more; 0 visits that event alone
/// @param eventsMax most events to visit, the first one included, 1 or more
public record CausalBounds(int stepsMax, int eventsMax) {
    /// @throws InvalidArgumentException if a bound is out of its range
    public CausalBounds {
        if (stepsMax < 0) {
            throw new InvalidArgumentException("stepsMax", stepsMax, "0 or more");
        }
        if (eventsMax < 1) {
            throw new InvalidArgumentException("eventsMax", eventsMax, "1 or more");
        }
    }

    /// At most this many events, however far away.
    ///
    /// @throws InvalidArgumentException if `eventsMax` is below 1
    public static CausalBounds events(int eventsMax) {
        return new CausalBounds(Integer.MAX_VALUE, eventsMax);
    }

    /// The same, but at most this many steps away.
    ///
    /// @throws InvalidArgumentException if `most` is negative
    public CausalBounds steps(int most) {
        return new CausalBounds(most, eventsMax);
    }
}
