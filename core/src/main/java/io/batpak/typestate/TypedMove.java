package io.batpak.typestate;

/// What happens when something goes from one state to another, as a payload type: the move itself is stored. A record
/// with `io.batpak.payload.EventPayload`, as a rule:
///
/// ```java
/// @EventPayload(category = 0xF, typeId = 0x22)
/// record Pay(long cents) implements TypedMove<Order.Placed, Order.Paid> { … }
/// ```
///
/// @param <F> the state it leads out of
/// @param <T> the state it leads to
public interface TypedMove<F, T> {
    /// The state it leads to.
    T next(F from);
}
