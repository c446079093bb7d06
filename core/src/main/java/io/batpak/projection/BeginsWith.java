package io.batpak.projection;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The static method of a type with [EventSourced] that answers the state which the first event is folded into. It
/// takes nothing and is not private. Without one, the state begins with the constructor that takes nothing.
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface BeginsWith {}
