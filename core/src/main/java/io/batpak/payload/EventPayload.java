package io.batpak.payload;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Makes a record the payload of one kind of event. The annotation processor `batpak-processor` writes its codec.
///
/// ```java
/// @EventPayload(category = 0xE, typeId = 0x71, version = 2)
/// record OrderPlaced(long number, String currency, @Unsigned long cents) {
///     @Upcasts(from = 1)
///     static PayloadTree euros(PayloadTree stored) {
///         return stored.entries().with("currency", PayloadTree.text("EUR"));
///     }
/// }
/// ```
///
/// The record has at least one component, no type parameters, and is not private.
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface EventPayload {
    /// The category of the kind, 0x1 to 0xF without 0xD.
    int category();

    /// The number of the kind in its category, 0 to 0xFFF.
    int typeId();

    /// The version of the record's shape, 1 to 65535; goes up when a stored shape can no longer be read.
    int version() default 1;
}
