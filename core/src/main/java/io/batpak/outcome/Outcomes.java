package io.batpak.outcome;

import io.batpak.outcome.ErrorKind.Standard;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/// Several outcomes made into one. Pure; any number of threads.
public final class Outcomes {
    private Outcomes() {}

    /// Both values as one.
    ///
    /// If one of the two is no success and no batch, it is the result; of two such, an error goes before one
    /// given up, that before one to be tried again, that before one that waits, and the first before its equal.
    /// Two batches of one size go pair by pair, of different sizes they are an error of kind INTERNAL; a
    /// batch and a success go pair by pair with that success.
    public static <A, B, R> Outcome<R> zip(
            Outcome<A> first, Outcome<B> second, BiFunction<? super A, ? super B, ? extends R> both) {
        int ofFirst = rank(first);
        int ofSecond = rank(second);
        if (ofFirst > 0 && ofFirst >= ofSecond) {
            return withoutValue(first);
        }
        if (ofSecond > 0) {
            return withoutValue(second);
        }
        if (first instanceof Outcome.Batch<A>(List<Outcome<A>> ofA)
                && second instanceof Outcome.Batch<B>(List<Outcome<B>> ofB)) {
            return pairwise(ofA, ofB, both);
        }
        if (second instanceof Outcome.Batch<B>(List<Outcome<B>> ofB)) {
            List<Outcome<R>> results = new ArrayList<>(ofB.size());
            ofB.forEach(each -> results.add(zip(first, each, both)));
            return new Outcome.Batch<>(results);
        }
        if (first instanceof Outcome.Batch<A>(List<Outcome<A>> ofA)) {
            List<Outcome<R>> results = new ArrayList<>(ofA.size());
            ofA.forEach(each -> results.add(zip(each, second, both)));
            return new Outcome.Batch<>(results);
        }
        return first.andThen(a -> second.map(b -> both.apply(a, b)));
    }

    private static <A, B, R> Outcome<R> pairwise(
            List<Outcome<A>> first, List<Outcome<B>> second, BiFunction<? super A, ? super B, ? extends R> both) {
        if (first.size() != second.size()) {
            return internal("zip of batches of " + first.size() + " and " + second.size() + " outcomes");
        }
        List<Outcome<R>> results = new ArrayList<>(first.size());
        for (int index = 0; index < first.size(); index++) {
            results.add(zip(first.get(index), second.get(index), both));
        }
        return new Outcome.Batch<>(results);
    }

    /// 0 for what has values, more for what speaks louder.
    private static int rank(Outcome<?> outcome) {
        return switch (outcome) {
            case Outcome.Ok<?> ok -> 0;
            case Outcome.Batch<?> batch -> 0;
            case Outcome.Pending<?> pending -> 1;
            case Outcome.Retry<?> retry -> 2;
            case Outcome.Cancelled<?> cancelled -> 3;
            case Outcome.Err<?> err -> 4;
        };
    }

    private static <T, R> Outcome<R> withoutValue(Outcome<T> outcome) {
        return outcome.andThen(value -> internal("an outcome without a value has one"));
    }

    /// All values in order, those of batches in their place; or the first outcome, in that order, that is no
    /// success. Of nothing: success with nothing.
    public static <T> Outcome<List<T>> joinAll(List<Outcome<T>> outcomes) {
        List<T> values = new ArrayList<>();
        for (Outcome<T> outcome : outcomes) {
            switch (outcome) {
                case Outcome.Ok<T>(T value) -> values.add(value);
                case Outcome.Batch<T>(List<Outcome<T>> inner) -> {
                    Outcome<List<T>> joined = joinAll(inner);
                    if (!(joined instanceof Outcome.Ok<List<T>>(List<T> more))) {
                        return joined;
                    }
                    values.addAll(more);
                }
                default -> {
                    return withoutValue(outcome);
                }
            }
        }
        return new Outcome.Ok<>(List.copyOf(values));
    }

    /// The first success, those of batches in their place. What waits, may be tried again or was given up ends
    /// the search and is the result, even if a success comes later. If all failed, the last error; of nothing,
    /// or an empty batch, an error of kind INTERNAL.
    public static <T> Outcome<T> joinAny(List<Outcome<T>> outcomes) {
        Outcome<T> last = internal("nothing to choose from");
        for (Outcome<T> outcome : outcomes) {
            Outcome<T> found = outcome instanceof Outcome.Batch<T>(List<Outcome<T>> inner) ? joinAny(inner) : outcome;
            if (!found.isErr()) {
                return found;
            }
            last = found;
        }
        return last;
    }

    static <T> Outcome<T> result(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Ok<T> ok -> ok;
            case Outcome.Err<T> err -> err;
            case Outcome.Cancelled<T>(String reason) -> failed(Standard.CANCELLED, "cancelled: " + reason);
            case Outcome.Retry<T>(long after, long attempt, long max, String reason) ->
                failed(
                        Standard.TIMEOUT,
                        "retry after " + Long.toUnsignedString(after) + "ms (attempt " + attempt + "/" + max + ") - "
                                + reason);
            case Outcome.Pending<T>(WaitCondition condition, ResumeToken token) ->
                failed(Standard.PENDING, "pending on " + condition + ", resume " + token);
            case Outcome.Batch<T>(List<Outcome<T>> outcomes) ->
                failed(Standard.BATCH_COLLAPSE, "a batch of " + outcomes.size() + " outcomes is not one");
        };
    }

    private static <T> Outcome<T> internal(String message) {
        return failed(Standard.INTERNAL, message);
    }

    private static <T> Outcome<T> failed(ErrorKind kind, String message) {
        return new Outcome.Err<>(OutcomeError.of(kind, message));
    }
}
