package io.batpak.projection;

import io.batpak.model.Hash;
import org.jspecify.annotations.Nullable;

/// A state and what it is made of. Immutable.
///
/// @param fold with which steps
/// @param state the state; null if no event counted
/// @param applied sequence of the last event in it, -1 if there is none
/// @param count how many events are in it
/// @param digest which ones; null if nobody needs to know
/// @param seen where it was looked for events
/// @param <S> the state
record Slot<S>(
        Fold<S> fold,
        @Nullable S state,
        long applied,
        long count,
        @Nullable Hash digest,
        Seen seen) {
    /// How far an entity was looked at.
    ///
    /// @param epoch [EventSource.View#epoch]
    /// @param through sequence up to which
    /// @param newest sequence of the newest visible event of any kind, -1 if there is none
    record Seen(long epoch, long through, long newest) {
        static final Seen NOTHING = new Seen(-1, -1, -1);
    }

    static <S> Slot<S> empty(Fold<S> fold, @Nullable Hash digest) {
        return new Slot<>(fold, null, -1, 0, digest, Seen.NOTHING);
    }

    boolean isNewerThan(Slot<?> other) {
        return seen.epoch > other.seen.epoch || (seen.epoch == other.seen.epoch && seen.through > other.seen.through);
    }

    /// The same state, which was found to be that of more.
    Slot<S> seen(Seen now) {
        return new Slot<>(fold, state, applied, count, digest, now);
    }
}
