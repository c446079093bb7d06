package io.batpak.guard;

import java.util.function.Function;

/// Something that somebody wants to commit and no gate has seen yet.
///
/// @param payload what it is
/// @param <T> the type of it
public record Proposal<T>(T payload) {
    /// A proposal of something else that is made of this one's payload.
    public <U> Proposal<U> map(Function<? super T, ? extends U> change) {
        return new Proposal<>(change.apply(payload));
    }
}
