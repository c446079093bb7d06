package io.batpak.projection;

import io.batpak.model.EventKind;
import io.batpak.model.InvalidArgumentException;
import io.batpak.model.StoredEvent;
import io.batpak.model.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Collects the rules of a [Projection]. Not for concurrent use.
///
/// Each kind has one rule. Payload types get their kinds from the journal's registry when the projection is first
/// used; a type without a codec is refused then with `UnknownPayloadTypeException`. What a function throws reaches
/// the caller of the projection unchanged; a payload that does not decode is the error of
/// `PayloadRegistry.decode`.
///
/// @param <S> the state
public final class ProjectionBuilder<S> {
    final String name;
    final Supplier<? extends S> start;
    final List<Rule<S>> rules = new ArrayList<>();
    long version;
    StateContract contract;
    Function<? super S, StateExtent> extent = _ -> StateExtent.singleEntity();

    @Nullable
    StateCodec<S> codec;

    boolean incremental = true;

    ProjectionBuilder(String name, Supplier<? extends S> start) {
        this.name = name;
        this.start = start;
        this.contract = StateContract.singleEntity(name);
    }

    /// Events of one payload type.
    ///
    /// @param <T> the payload type
    public <T> ProjectionBuilder<S> on(Class<T> type, BiFunction<? super S, ? super T, ? extends S> step) {
        rules.add(new Rule.OfType<>(type, (state, _, payload) -> step.apply(state, payload)));
        return this;
    }

    /// Events of one payload type, with their header and place.
    ///
    /// @param <T> the payload type
    public <T> ProjectionBuilder<S> onEvent(Class<T> type, EventFold<S, ? super T> step) {
        rules.add(new Rule.OfType<>(type, (state, at, payload) -> step.apply(state, at.event(), payload)));
        return this;
    }

    /// Events of all payload types that a sealed type permits, directly or through other sealed types: the rule is
    /// then a `switch` that the compiler checks for completeness. Each of them needs a codec.
    ///
    /// @param <T> the sealed type
    /// @throws InvalidArgumentException if it is not sealed
    public <T> ProjectionBuilder<S> over(Class<T> type, BiFunction<? super S, ? super T, ? extends S> step) {
        rules.add(new Rule.OfSealed<>(sealed(type), (state, _, payload) -> step.apply(state, payload)));
        return this;
    }

    /// As [#over], with header and place of the event.
    ///
    /// @param <T> the sealed type
    /// @throws InvalidArgumentException if it is not sealed
    public <T> ProjectionBuilder<S> overEvents(Class<T> type, EventFold<S, ? super T> step) {
        rules.add(new Rule.OfSealed<>(sealed(type), (state, at, payload) -> step.apply(state, at.event(), payload)));
        return this;
    }

    private static <T> Class<T> sealed(Class<T> type) {
        if (!type.isSealed()) {
            throw new InvalidArgumentException("type", type.getName(), "sealed");
        }
        return type;
    }

    /// Events of one kind, as values.
    public ProjectionBuilder<S> onValue(EventKind kind, BiFunction<? super S, Value, ? extends S> step) {
        rules.add(new Rule.OfKind<>(kind, (state, event) -> step.apply(state, event.value())));
        return this;
    }

    /// Events of one kind as they are stored, not decoded and not decrypted.
    public ProjectionBuilder<S> onRaw(EventKind kind, BiFunction<? super S, StoredEvent, ? extends S> step) {
        rules.add(new Rule.OfKind<>(kind, step::apply));
        return this;
    }

    /// Events of all kinds that no other rule has, those of the store itself and tombstones included, as they are
    /// stored.
    public ProjectionBuilder<S> onAnyOther(BiFunction<? super S, StoredEvent, ? extends S> step) {
        rules.add(new Rule.OfAnyKind<>(step::apply));
        return this;
    }

    /// The version of the fold and of the shape of states: another one does not find states that an external cache
    /// has of this one. Default: 0.
    public ProjectionBuilder<S> version(long value) {
        version = value;
        return this;
    }

    /// What is promised about the size of states. Default: one aggregate for each entity. With
    /// [StateContract#unspecified] every use is refused.
    public ProjectionBuilder<S> contract(StateContract value) {
        contract = value;
        return this;
    }

    /// How large a state is, for the contract. Default: one aggregate.
    public ProjectionBuilder<S> extent(Function<? super S, StateExtent> value) {
        extent = value;
        return this;
    }

    /// The bytes of states. Default: none; then external caches are not used and evidence has no hash of the state.
    public ProjectionBuilder<S> codec(StateCodec<S> value) {
        codec = value;
        return this;
    }

    /// Whether a kept state is folded further. Default: true. Otherwise all events are folded again after each that
    /// counts.
    public ProjectionBuilder<S> incremental(boolean value) {
        incremental = value;
        return this;
    }

    /// The finished projection.
    ///
    /// @throws InvalidArgumentException if there is no rule
    public Projection<S> build() {
        if (rules.isEmpty()) {
            throw new InvalidArgumentException("rules", "none", "at least one");
        }
        return new Projection<>(this);
    }
}
