package io.batpak.guard;

import java.util.Optional;
import java.util.function.Function;

/// A gate of a function.
record NamedGate<C>(String name, String description, Function<? super C, Optional<Denial>> rule) implements Gate<C> {
    NamedGate {
        Texts.requireUtf8("name", name);
    }

    @Override
    public Optional<Denial> evaluate(C context) {
        return rule.apply(context);
    }
}
