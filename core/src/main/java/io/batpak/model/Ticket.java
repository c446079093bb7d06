package io.batpak.model;

import java.time.Duration;
import java.util.Optional;

/// The claim to the result of a write that was handed over and may not be committed yet.
///
/// Letting a ticket go does not cancel its write. Asking again gives the same answer. Any thread may ask, also
/// several at once; a thread that waits may be the one that commits what is queued.
///
/// @param <T> what the write gives back
public interface Ticket<T> {
    /// Waits for the result.
    ///
    /// @throws io.batpak.error.StoreException what became of the write if it was not committed, as the
    ///     blocking call would have thrown it
    /// @throws InterruptedException when the caller is interrupted; the write goes on, and the ticket can be
    ///     asked again
    T await() throws InterruptedException;

    /// Waits for the result, at most `limit`; a zero limit only looks.
    ///
    /// @return empty when there is no result yet
    /// @throws io.batpak.error.StoreException what became of the write if it was not committed
    /// @throws InterruptedException when the caller is interrupted; the write goes on
    Optional<T> await(Duration limit) throws InterruptedException;

    /// Whether there is a result, or a failure, to be had without waiting.
    boolean isDone();
}
