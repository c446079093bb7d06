package io.batpak;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Makes the methods of a class with {@link Reacts} the handlers of a {@link Reactor}. The annotation processor
/// `batpak-processor` writes, in a class of the same name with `Reactor` behind it, the method that answers it.
///
/// ```java
/// @EventReactor
/// record Shipping(Coordinate parcels) {
///     @Reacts
///     void paid(TypedEvent<OrderPaid> event, ReactionBatch out) {
///         out.pushOnce(parcels, new ParcelOrdered(event.payload().order()));
///     }
/// }
///
/// store.delivery().react(Region.entity("order"), options, ShippingReactor.of(new Shipping(parcels)));
/// ```
///
/// The class is not abstract and not private. A nested `Shop.Shipping` has a `Shop_ShippingReactor`.
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface EventReactor {}
