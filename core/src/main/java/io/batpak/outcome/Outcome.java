package io.batpak.outcome;

import io.batpak.error.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

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

    /// This outcome with its value changed; in a batch, every value.
    default <U> Outcome<U> map(Function<? super T, ? extends U> change) {
        return andThen(value -> new Ok<>(change.apply(value)));
    }

    /// What comes of the value; in a batch, of every value. Without a value, this outcome.
    default <U> Outcome<U> andThen(Function<? super T, ? extends Outcome<U>> next) {
        return switch (this) {
            case Ok<T>(T value) -> next.apply(value);
            case Err<T>(OutcomeError error) -> new Err<>(error);
            case Retry<T>(long after, long attempt, long max, String reason) ->
                new Retry<>(after, attempt, max, reason);
            case Pending<T>(WaitCondition condition, ResumeToken token) -> new Pending<>(condition, token);
            case Cancelled<T>(String reason) -> new Cancelled<>(reason);
            case Batch<T>(List<Outcome<T>> outcomes) -> {
                List<Outcome<U>> results = new ArrayList<>(outcomes.size());
                outcomes.forEach(each -> results.add(each.andThen(next)));
                yield new Batch<>(results);
            }
        };
    }

    /// What comes of the value if the condition holds for it; otherwise, or without a value, this outcome.
    default Outcome<T> andThenIf(Predicate<? super T> condition, Function<? super T, ? extends Outcome<T>> next) {
        return andThen(value -> condition.test(value) ? next.apply(value) : new Ok<>(value));
    }

    /// This outcome with its error changed; in a batch, every error.
    default Outcome<T> mapErr(UnaryOperator<OutcomeError> change) {
        return orElse(error -> new Err<>(change.apply(error)));
    }

    /// What is made of the error; in a batch, of every error. Without an error, this outcome.
    default Outcome<T> orElse(Function<OutcomeError, ? extends Outcome<T>> rescue) {
        return switch (this) {
            case Err<T>(OutcomeError error) -> rescue.apply(error);
            case Batch<T>(List<Outcome<T>> outcomes) -> {
                List<Outcome<T>> results = new ArrayList<>(outcomes.size());
                outcomes.forEach(each -> results.add(each.orElse(rescue)));
                yield new Batch<>(results);
            }
            default -> this;
        };
    }

    /// Shows the value to somebody; in a batch, every value in order. Returns this outcome.
    default Outcome<T> inspect(Consumer<? super T> look) {
        switch (this) {
            case Ok<T>(T value) -> look.accept(value);
            case Batch<T>(List<Outcome<T>> outcomes) -> outcomes.forEach(each -> each.inspect(look));
            default -> {
                // No value to look at.
            }
        }
        return this;
    }

    /// Shows the error to somebody; in a batch, every error in order. Returns this outcome.
    default Outcome<T> inspectErr(Consumer<OutcomeError> look) {
        switch (this) {
            case Err<T>(OutcomeError error) -> look.accept(error);
            case Batch<T>(List<Outcome<T>> outcomes) -> outcomes.forEach(each -> each.inspectErr(look));
            default -> {
                // No error to look at.
            }
        }
        return this;
    }

    /// The inner outcome of an outcome that holds one; in a batch, of each.
    static <T> Outcome<T> flatten(Outcome<Outcome<T>> outcome) {
        return outcome.andThen(inner -> inner);
    }

    /// The value, or `other` if it is no success. A batch is none, whatever it holds.
    default T unwrapOr(T other) {
        return this instanceof Ok<T>(T value) ? value : other;
    }

    /// The value, or what `other` gives if it is no success. A batch is none, whatever it holds.
    default T unwrapOrElse(Supplier<? extends T> other) {
        return this instanceof Ok<T>(T value) ? value : other.get();
    }

    /// The same told as success or failure only: what was given up, may be tried again, waits, or is a batch
    /// becomes an error that says so. Success and failure stay what they are.
    default Outcome<T> intoResult() {
        return Outcomes.result(this);
    }
}
