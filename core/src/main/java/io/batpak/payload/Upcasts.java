package io.batpak.payload;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A static method of a record with [EventPayload] that turns the shape of one version into that of the next. It
/// takes and returns a [PayloadTree], is not private, and does nothing else: stored bytes are never changed.
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Upcasts {
    /// The version it starts from, 1 to one less than the version of the record.
    int from();
}
