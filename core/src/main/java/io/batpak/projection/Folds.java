package io.batpak.projection;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A method of a state with [EventSourced] that answers the state behind an event. It takes the payload, or the
/// [io.batpak.model.StoredEvent] and the payload. It is pure and throws no checked exception; it is neither static
/// nor private.
///
/// A sealed payload interface stands for all payload types that it permits, as in [ProjectionBuilder#over]. Each
/// payload type is folded by one method.
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Folds {}
