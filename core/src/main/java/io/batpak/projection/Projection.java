package io.batpak.projection;

import io.batpak.model.EventKind;
import io.batpak.model.InvalidArgumentException;
import io.batpak.payload.PayloadRegistry;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// How a state is folded from the events of one entity. Immutable; as safe for many threads as its functions.
///
/// ```java
/// static final Projection<Balance> BALANCE = Projection.named("balance")
///         .startingWith(Balance::empty)
///         .over(AccountEvent.class, (balance, event) -> switch (event) {
///             case Deposited(long cents) -> balance.plus(cents);
///             case Withdrawn(long cents) -> balance.plus(-cents);
///         })
///         .build();
/// ```
///
/// Make it once and keep it: states are kept in memory for this object, not for its name. **States must be
/// immutable values**, and the functions must be pure: a state is handed out and folded further, by several
/// threads. Events are folded in commit order. Without a single event that counts there is no state.
///
/// @param <S> the state
public final class Projection<S> {
    private final String name;
    private final Supplier<? extends S> start;
    private final List<Rule<S>> rules;
    private final long version;
    private final StateContract contract;
    private final Function<? super S, StateExtent> extent;
    private final @Nullable StateCodec<S> codec;
    private final boolean incremental;

    Projection(ProjectionBuilder<S> from) {
        name = from.name;
        start = from.start;
        rules = List.copyOf(from.rules);
        version = from.version;
        contract = from.contract;
        extent = from.extent;
        codec = from.codec;
        incremental = from.incremental;
    }

    /// A projection that has a name and nothing else yet.
    ///
    /// @param name stable, and unique in the program: it names states in external caches and in evidence. Not empty
    /// @throws InvalidArgumentException if it is empty
    public static Named named(String name) {
        if (name.isEmpty()) {
            throw new InvalidArgumentException("name", "empty", "a name");
        }
        return new Named(name);
    }

    /// A name that waits for the state to begin with.
    public static final class Named {
        private final String name;

        private Named(String name) {
            this.name = name;
        }

        /// What the first event is folded into.
        ///
        /// @param <S> the state
        public <S> ProjectionBuilder<S> startingWith(Supplier<? extends S> start) {
            return new ProjectionBuilder<>(name, start);
        }
    }

    /// The stable name.
    public String name() {
        return name;
    }

    /// The version of the state's shape and of the fold.
    public long version() {
        return version;
    }

    /// What is promised about the size of states.
    public StateContract contract() {
        return contract;
    }

    /// The bytes of states, if there is a codec.
    public Optional<StateCodec<S>> codec() {
        return Optional.ofNullable(codec);
    }

    /// Whether a kept state is folded further, instead of all events again.
    public boolean isIncremental() {
        return incremental;
    }

    /// The kinds that count, ascending; empty if all do.
    ///
    /// @throws io.batpak.payload.UnknownPayloadTypeException if a payload type has no codec among these types
    /// @throws InvalidArgumentException if two rules have one kind
    public List<EventKind> kinds(PayloadRegistry types) {
        return fold(types).kinds();
    }

    /// The name with the entity: what errors and evidence call a state.
    public String identity(String entity) {
        return name + ":" + entity;
    }

    Fold<S> fold(PayloadRegistry types) {
        return Fold.of(rules, types);
    }

    S start() {
        return start.get();
    }

    /// Refuses a projection that promises nothing.
    void requireContract(String entity) {
        if (contract instanceof StateContract.Unspecified) {
            throw new ProjectionStateContractUnspecifiedException(identity(entity));
        }
    }

    /// Holds a state against what is promised.
    ///
    /// @param state null if there is none
    void check(String entity, @Nullable S state) {
        requireContract(entity);
        if (state == null || !(contract instanceof StateContract.Bounded bounded)) {
            return; // none has no parts
        }
        StateExtent found = extent.apply(state);
        if (found.cardinality().isEmpty() || found.cost() == StateExtent.Cost.UNAVAILABLE) {
            throw new ProjectionStateExtentUnavailableException(identity(entity), bounded.maxCardinality(), found);
        }
        long actual = found.cardinality().getAsLong();
        if (actual > bounded.maxCardinality()) {
            throw new ProjectionStateBoundExceededException(identity(entity), bounded.maxCardinality(), actual);
        }
    }

    /// Name and version, for people.
    @Override
    public String toString() {
        return name + " version " + version;
    }
}
