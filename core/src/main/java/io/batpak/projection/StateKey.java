package io.batpak.projection;

import io.batpak.model.Entry;
import io.batpak.model.InvalidArgumentException;
import java.util.Objects;
import java.util.function.Function;

/// Which state an event belongs to. The function must be pure and must not answer null: what it says about an event
/// has to be the same always, and on every thread.
///
/// @param name stable: another one does not find states that were kept with this one. Not empty
/// @param of the key of an event, told from what the index knows of it
public record StateKey(String name, Function<? super Entry, String> of) {
    private static final StateKey ENTITY = new StateKey("entity", Entry::entity);
    private static final StateKey SCOPE = new StateKey("scope", Entry::scope);
    private static final StateKey CATEGORY =
            new StateKey("category", entry -> Integer.toString(entry.kind().category()));

    /// @throws InvalidArgumentException if the name is empty
    public StateKey {
        if (name.isEmpty()) {
            throw new InvalidArgumentException("name", "empty", "a name");
        }
    }

    /// A state for each entity.
    public static StateKey entity() {
        return ENTITY;
    }

    /// A state for each scope.
    public static StateKey scope() {
        return SCOPE;
    }

    /// A state for each category of kinds, under its decimal number.
    public static StateKey category() {
        return CATEGORY;
    }

    String key(Entry entry) {
        return Objects.requireNonNull(of.apply(entry), "a key must not be null");
    }

    /// The name.
    @Override
    public String toString() {
        return name;
    }
}
