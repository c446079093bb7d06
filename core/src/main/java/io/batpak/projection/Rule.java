package io.batpak.projection;

import io.batpak.model.EventKind;
import io.batpak.model.InvalidArgumentException;
import io.batpak.model.StoredEvent;
import io.batpak.payload.PayloadRegistry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BiFunction;

/// One rule of a projection: which events, and what they do to the state. Immutable.
///
/// @param <S> the state
sealed interface Rule<S> {
    /// Tells a fold what this rule does, once the payload types are known.
    ///
    /// @throws io.batpak.payload.UnknownPayloadTypeException if a type has no codec
    /// @throws InvalidArgumentException if another rule has the same kind
    void addTo(Fold.Collector<S> fold, PayloadRegistry types);

    /// One step of a fold over a decoded payload.
    interface PayloadStep<S, T> {
        /// The state behind the event at which `at` stands.
        S apply(S state, EventSource.Events at, T payload);
    }

    /// Events of one payload type.
    record OfType<S, T>(Class<T> type, PayloadStep<S, ? super T> step) implements Rule<S> {
        @Override
        public void addTo(Fold.Collector<S> fold, PayloadRegistry types) {
            EventKind kind = types.codec(type).kind();
            fold.add(kind, (state, at) -> step.apply(state, at, at.payload(type)));
        }
    }

    /// Events of all payload types that a sealed type permits.
    record OfSealed<S, T>(Class<T> type, PayloadStep<S, ? super T> step) implements Rule<S> {
        @Override
        public void addTo(Fold.Collector<S> fold, PayloadRegistry types) {
            for (Class<? extends T> permitted : permitted(type)) {
                EventKind kind = types.codec(permitted).kind();
                fold.add(kind, (state, at) -> step.apply(state, at, at.payload(permitted)));
            }
        }

        /// The types at the ends of the tree below a sealed type.
        private static <T> List<Class<? extends T>> permitted(Class<T> type) {
            List<Class<? extends T>> ends = new ArrayList<>();
            Deque<Class<?>> left = new ArrayDeque<>(List.of(type));
            while (!left.isEmpty()) {
                Class<?> next = left.removeFirst();
                if (next.isSealed()) {
                    left.addAll(List.of(next.getPermittedSubclasses()));
                } else if (!ends.contains(next)) { // a type may be permitted in two ways
                    ends.add(next.asSubclass(type));
                }
            }
            return ends;
        }
    }

    /// Events of one kind, not decoded.
    record OfKind<S>(EventKind kind, BiFunction<S, StoredEvent, S> step) implements Rule<S> {
        @Override
        public void addTo(Fold.Collector<S> fold, PayloadRegistry types) {
            fold.add(kind, (state, at) -> step.apply(state, at.event()));
        }
    }

    /// Events of all kinds that no other rule has, not decoded.
    record OfAnyKind<S>(BiFunction<S, StoredEvent, S> step) implements Rule<S> {
        @Override
        public void addTo(Fold.Collector<S> fold, PayloadRegistry types) {
            fold.addForOthers((state, at) -> step.apply(state, at.event()));
        }
    }
}
