package io.batpak.outcome;

import io.batpak.error.ConfigurationException;
import java.util.List;

/// What an operation came to. Immutable, as far as the value it holds is.
///
/// @param <T> what a success holds
public sealed interface Outcome<T> {
    /// It succeeded.
    ///
    /// @param value the result
    record Ok<T>(T value) implements Outcome<T> {}

    /// It failed.
    ///
    /// @param error why
    record Err<T>(OutcomeError error) implements Outcome<T> {}

    /// It did not happen and may be tried again.
    ///
    /// @param afterMillis how long to wait before, milliseconds, 64 bits unsigned
    /// @param attempt which attempt this was, 0..4294967295
    /// @param maxAttempts how many there may be, 0..4294967295
    /// @param reason why, for people
    record Retry<T>(long afterMillis, long attempt, long maxAttempts, String reason) implements Outcome<T> {
        /// @throws ConfigurationException if a number of attempts is out of its range
        public Retry {
            Limits.u32("attempt", attempt);
            Limits.u32("maxAttempts", maxAttempts);
        }
    }

    /// It goes on when something has happened.
    ///
    /// @param condition what it waits for
    /// @param resumeToken what to go on with
    record Pending<T>(WaitCondition condition, ResumeToken resumeToken) implements Outcome<T> {}

    /// It was given up, by someone's wish.
    ///
    /// @param reason why, for people
    record Cancelled<T>(String reason) implements Outcome<T> {}

    /// It was several operations, each with an outcome of its own; may be empty.
    ///
    /// @param outcomes in the order of the operations
    record Batch<T>(List<Outcome<T>> outcomes) implements Outcome<T> {
        /// Copies the list.
        public Batch {
            outcomes = List.copyOf(outcomes);
        }
    }

    /// A success.
    static <T> Outcome<T> ok(T value) {
        return new Ok<>(value);
    }

    /// A failure.
    static <T> Outcome<T> err(OutcomeError error) {
        return new Err<>(error);
    }

    /// Something to be tried again.
    ///
    /// @param afterMillis how long to wait before, milliseconds, 64 bits unsigned
    /// @throws ConfigurationException if a number of attempts is not 0..4294967295
    static <T> Outcome<T> retry(long afterMillis, long attempt, long maxAttempts, String reason) {
        return new Retry<>(afterMillis, attempt, maxAttempts, reason);
    }

    /// Something that waits.
    static <T> Outcome<T> pending(WaitCondition condition, ResumeToken resumeToken) {
        return new Pending<>(condition, resumeToken);
    }

    /// Something given up.
    static <T> Outcome<T> cancelled(String reason) {
        return new Cancelled<>(reason);
    }

    /// Several outcomes as one. The list is copied.
    static <T> Outcome<T> batch(List<Outcome<T>> outcomes) {
        return new Batch<>(outcomes);
    }

    /// Whether it succeeded.
    default boolean isOk() {
        return this instanceof Ok<T>;
    }

    /// Whether it failed.
    default boolean isErr() {
        return this instanceof Err<T>;
    }

    /// Whether it may be tried again.
    default boolean isRetry() {
        return this instanceof Retry<T>;
    }

    /// Whether it waits.
    default boolean isPending() {
        return this instanceof Pending<T>;
    }

    /// Whether it was given up.
    default boolean isCancelled() {
        return this instanceof Cancelled<T>;
    }

    /// Whether it is several outcomes.
    default boolean isBatch() {
        return this instanceof Batch<T>;
    }

    /// Whether nothing more will come of it: success, failure or given up. A batch is not, whatever it holds.
    default boolean isTerminal() {
        return switch (this) {
            case Ok<T> ok -> true;
            case Err<T> err -> true;
            case Cancelled<T> cancelled -> true;
            case Retry<T> retry -> false;
            case Pending<T> pending -> false;
            case Batch<T> batch -> false;
        };
    }
}
