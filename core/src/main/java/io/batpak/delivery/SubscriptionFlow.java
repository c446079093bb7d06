package io.batpak.delivery;

import io.batpak.model.Entry;
import io.batpak.model.InvalidArgumentException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/// A subscription through filters, a function and a limit, always in this order, whatever the order of the calls.
/// Each method changes this flow and returns it. Not for concurrent use.
public final class SubscriptionFlow {
    private final Subscription subscription;
    private final List<Predicate<Entry>> filters = new ArrayList<>();
    private Function<Entry, Optional<Entry>> mapping = Optional::of;
    private long left = Long.MAX_VALUE;

    SubscriptionFlow(Subscription subscription) {
        this.subscription = subscription;
    }

    /// Only events for which all filters hold.
    public SubscriptionFlow filter(Predicate<Entry> wanted) {
        filters.add(wanted);
        return this;
    }

    /// Another event in place of each, or none. The last mapping counts.
    public SubscriptionFlow map(Function<Entry, Optional<Entry>> function) {
        mapping = function;
        return this;
    }

    /// At most so many events, those left out by filters and mapping not counted. The last limit counts.
    ///
    /// @throws InvalidArgumentException if it is negative
    public SubscriptionFlow take(long events) {
        if (events < 0) {
            throw new InvalidArgumentException("events", events, "0 or more");
        }
        left = events;
        return this;
    }

    /// The next event, for which it waits, at most `limit` for each event that it looks at.
    ///
    /// @return the event; empty when none came in time, when the limit is reached (without waiting), and when the
    ///     subscription is closed
    /// @throws InterruptedException when the thread was interrupted
    public Optional<Entry> await(Duration limit) throws InterruptedException {
        while (left > 0) {
            Optional<Entry> next = subscription.await(limit);
            if (next.isEmpty()) {
                return next;
            }
            Entry entry = next.get();
            Optional<Entry> mapped =
                    filters.stream().allMatch(filter -> filter.test(entry)) ? mapping.apply(entry) : Optional.empty();
            if (mapped.isPresent()) {
                left--;
                return mapped;
            }
        }
        return Optional.empty();
    }

    /// A state that each event goes into, see [Scan].
    ///
    /// @param first the state before the first event
    /// @param step gives the next state; empty passes over the event
    /// @param <S> the state
    public <S> Scan<S> scan(S first, BiFunction<S, Entry, Optional<S>> step) {
        return new Scan<>(this, first, step);
    }

    /// A running state over a flow. Not for concurrent use.
    ///
    /// @param <S> the state
    public static final class Scan<S> {
        private final SubscriptionFlow flow;
        private final BiFunction<S, Entry, Optional<S>> step;
        private S state;

        private Scan(SubscriptionFlow flow, S first, BiFunction<S, Entry, Optional<S>> step) {
            this.flow = flow;
            this.state = first;
            this.step = step;
        }

        /// The state behind the next event that was not passed over, for which it waits as the flow does.
        ///
        /// @throws InterruptedException when the thread was interrupted
        public Optional<S> await(Duration limit) throws InterruptedException {
            for (Optional<Entry> next = flow.await(limit); next.isPresent(); next = flow.await(limit)) {
                Optional<S> after = step.apply(state, next.get());
                if (after.isPresent()) {
                    state = after.get();
                    return after;
                }
            }
            return Optional.empty();
        }

        /// The state now.
        public S state() {
            return state;
        }
    }
}
