package io.batpak.projection;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Makes a type the state of a projection. The annotation processor `batpak-processor` writes the [Projection]
/// beside it, in a class of the same name with `Projection` behind it.
///
/// ```java
/// @EventSourced(name = "account", version = 1)
/// record Account(long cents) {
///     @BeginsWith
///     static Account empty() {
///         return new Account(0);
///     }
///
///     @Folds
///     Account deposited(Deposited event) {
///         return new Account(cents + event.cents());
///     }
/// }
///
/// Optional<Account> account = store.project("account:7", AccountProjection.get());
/// ```
///
/// States are immutable values: the type is a record, an enum, a final class with final fields, or sealed. It is
/// not private. A nested `Bank.Account` has a `Bank_AccountProjection`. What an annotation cannot say, such as a
/// codec or a contract, is added to `AccountProjection.builder()`. If the type has type parameters, there is only
/// the builder.
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface EventSourced {
    /// The name of the projection: stable, unique in the program, not empty.
    String name();

    /// The version of the fold and of the shape of states, see [ProjectionBuilder#version].
    long version() default 0;
}
