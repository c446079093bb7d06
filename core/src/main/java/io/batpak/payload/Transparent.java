package io.batpak.payload;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A record of one component whose bytes are those of the component, like a newtype in Rust. For ids and amounts of
/// one's own; not for a record with [EventPayload].
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Transparent {}
