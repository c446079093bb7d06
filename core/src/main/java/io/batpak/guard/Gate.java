package io.batpak.guard;

import io.batpak.model.InvalidArgumentException;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// A rule of the caller: looks at a context and lets a proposal pass, or denies it.
///
/// Gates are asked by any number of threads, perhaps several times for one proposal, and should do nothing but
/// look. The journal itself never asks one.
///
/// @param <C> what it looks at
public interface Gate<C> {
    /// What it is called: the same each time, non-empty ASCII. Other names are allowed; a trace spells them
    /// out in hexadecimal digits.
    String name();

    /// Why it denies; empty if it lets pass. What it throws goes through [GateSet#evaluate] and becomes a
    /// denial in [GateSet#evaluateAll].
    Optional<Denial> evaluate(C context);

    /// What it is for, for people; may be empty.
    default String description() {
        return "";
    }

    /// A gate of a function.
    ///
    /// @throws InvalidArgumentException if the name has no UTF-8 form
    static <C> Gate<C> named(String name, Function<? super C, Optional<Denial>> evaluate) {
        return described(name, "", evaluate);
    }

    /// A gate of a function, with a description.
    ///
    /// @throws InvalidArgumentException if the name has no UTF-8 form
    static <C> Gate<C> described(String name, String description, Function<? super C, Optional<Denial>> evaluate) {
        return new NamedGate<>(name, description, evaluate);
    }

    /// A gate that denies with this message unless the condition holds.
    ///
    /// @throws InvalidArgumentException if a text has no UTF-8 form
    static <C> Gate<C> require(String name, Predicate<? super C> condition, String message) {
        Optional<Denial> denial = Optional.of(Denial.of(name, message));
        return named(name, context -> condition.test(context) ? Optional.empty() : denial);
    }
}
