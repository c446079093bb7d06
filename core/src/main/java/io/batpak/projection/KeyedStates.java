package io.batpak.projection;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The states of a read model. Readers see them as of one sequence, always; one thread at a time changes them.
///
/// @param <S> the state
final class KeyedStates<S> {
    /// A state and what it is made of.
    ///
    /// @param applied sequence of the last event in it
    /// @param count how many events are in it
    record Kept<S>(S state, long applied, long count) {}

    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private Map<String, Kept<S>> states = new HashMap<>();
    private long through = -1;
    private final ReadModel.States<S> seen = new Seen();

    /// What readers are given, for as long as they have the lock.
    private final class Seen implements ReadModel.States<S> {
        @Override
        public Optional<S> get(String key) {
            return Optional.ofNullable(states.get(key)).map(Kept::state);
        }

        @Override
        public int size() {
            return states.size();
        }

        @Override
        public void forEach(BiConsumer<? super String, ? super S> action) {
            states.forEach((key, kept) -> action.accept(key, kept.state));
        }

        @Override
        public OptionalLong through() {
            return through < 0 ? OptionalLong.empty() : OptionalLong.of(through);
        }
    }

    <R> R read(Function<? super ReadModel.States<S>, R> question) {
        Lock reading = lock.readLock();
        reading.lock();
        try {
            return question.apply(seen);
        } finally {
            reading.unlock();
        }
    }

    /// The sequence up to which everything is in it, -1 for nothing. For whoever changes it.
    long through() {
        return through;
    }

    /// For whoever changes it.
    @Nullable
    Kept<S> find(String key) {
        return states.get(key);
    }

    /// All of it. For whoever changes it, who does not change it meanwhile.
    Map<String, Kept<S>> all() {
        return states;
    }

    /// Puts new states in the place of old ones, as of this sequence.
    void put(Map<String, Kept<S>> changed, long sequence) {
        Lock writing = lock.writeLock();
        writing.lock();
        try {
            states.putAll(changed);
            through = sequence;
        } finally {
            writing.unlock();
        }
    }

    /// Puts the states of some keys in the place of what they had; those that have none any more are forgotten.
    void replace(Set<String> keys, Map<String, Kept<S>> now) {
        Lock writing = lock.writeLock();
        writing.lock();
        try {
            states.keySet().removeAll(keys);
            states.putAll(now);
        } finally {
            writing.unlock();
        }
    }

    /// Becomes what another one is, which is not used any more.
    void become(KeyedStates<S> other) {
        Lock writing = lock.writeLock();
        writing.lock();
        try {
            states = other.states;
            through = other.through;
        } finally {
            writing.unlock();
        }
    }
}
