package io.batpak;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A method of a class with {@link EventReactor} that answers the events of one payload type, as
/// {@link Reactor.Handler#react} does: it takes `TypedEvent<OrderPaid>` and `ReactionBatch`, then
/// `Optional<AtLeastOnce>` if it needs the proof. It returns nothing and may throw any exception; it is neither
/// static nor private.
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Reacts {}
