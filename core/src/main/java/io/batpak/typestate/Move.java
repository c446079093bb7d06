package io.batpak.typestate;

import io.batpak.model.EventKind;
import io.batpak.model.Payload;

/// What happens when something goes from one state to another; stored as an event. A record of the caller's, as a
/// rule:
///
/// ```java
/// record Pay(long cents) implements Move<Order.Placed, Order.Paid> { … }
/// ```
///
/// @param <F> the state it leads out of
/// @param <T> the state it leads to
public interface Move<F, T> {
    /// The kind of its events, always the same.
    EventKind kind();

    /// What its event holds.
    Payload payload();

    /// The state it leads to.
    T next(F from);
}
