package io.batpak.model;

import java.time.Duration;

/// A wait behind an append: it returns only when the event has reached a mark.
///
/// The event is committed before the wait begins. When the time is over, the append reports the timeout and
/// the event stays; so a gate proves, it does not undo. A gate causes no sync of its own.
///
/// @param mark the mark to reach
/// @param timeout how long to wait at most, measured with the monotonic clock; zero looks once and does not
///     wait
public record DurabilityGate(Mark mark, Duration timeout) {
    /// @throws InvalidArgumentException if the timeout is negative
    public DurabilityGate {
        if (timeout.isNegative()) {
            throw new InvalidArgumentException("timeout", timeout, "zero or more");
        }
    }
}
