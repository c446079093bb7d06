package io.batpak.delivery;

import io.batpak.model.InvalidArgumentException;

/// How far a subscription may fall behind, and what happens then. Immutable; each method returns changed options.
///
/// @param capacity how many events may wait for the subscriber, 1 or more
/// @param overflow what happens when there are more
public record SubscriptionOptions(int capacity, Overflow overflow) {
    private static final int CAPACITY = 8192;
    private static final SubscriptionOptions STANDARD = new SubscriptionOptions(CAPACITY, Overflow.CLOSE);

    /// What happens to a subscriber that is too far behind.
    public enum Overflow {
        /// It gets the events that wait for it and then no more: [Subscription.Closed#LAGGED].
        CLOSE,
        /// The oldest events that wait for it are left out and counted, and it goes on.
        DROP_OLDEST
    }

    /// @throws InvalidArgumentException if the capacity is smaller than 1
    public SubscriptionOptions {
        if (capacity < 1) {
            throw new InvalidArgumentException("capacity", capacity, "1 or more");
        }
    }

    /// 8192 events may wait; who falls further behind is closed.
    public static SubscriptionOptions standard() {
        return STANDARD;
    }

    /// So many events may wait.
    public SubscriptionOptions capacity(int events) {
        return new SubscriptionOptions(events, overflow);
    }

    /// Leaves the oldest out instead of closing.
    public SubscriptionOptions droppingOldest() {
        return new SubscriptionOptions(capacity, Overflow.DROP_OLDEST);
    }
}
