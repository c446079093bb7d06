package io.batpak.payload;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The name that stands in the stored bytes, where it is not that of the record component, of the enum constant, or
/// of the record that is a variant of a sealed interface.
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.TYPE})
public @interface WireName {
    /// That name; not empty.
    String value();
}
