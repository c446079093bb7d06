package io.batpak.evidence;

import io.batpak.shape.Field;
import io.batpak.shape.Shape;
import io.batpak.shape.Shapes;
import io.batpak.shape.Struct;
import io.batpak.shape.Variant;
import io.batpak.shape.Variants;
import java.util.List;

/// Bytes of [Observed].
final class Observations {
    private static final Variant<Observed> UNAVAILABLE = Variant.of(
            Observed.Unavailable.class,
            Struct.of(Field.of("reason", Shapes.TEXT, Observed.Unavailable::reason), Observed.Unavailable::new));
    static final Shape<Observed> FRESHNESS = Variants.of(
            "observed freshness",
            List.of(
                    Variant.constant(Observed.Freshness.FRESH, Observed.Freshness.FRESH),
                    Variant.constant(Observed.Freshness.STALE_ALLOWED, Observed.Freshness.STALE_ALLOWED),
                    Variant.constant(Observed.Freshness.NOT_APPLICABLE, Observed.Freshness.NOT_APPLICABLE),
                    UNAVAILABLE));
    static final Shape<Observed> OUTPUT = Variants.of(
            "output hash",
            List.of(
                    Variant.of(
                            "Known",
                            Observed.Output.class,
                            Forms.HASH.map(Observed.Output::new, Observed.Output::hash)),
                    Variant.unit("NotApplicable", new Observed.NoOutput()),
                    UNAVAILABLE));
    static final Shape<Observed> CACHE = Variants.of(
            "cache status",
            List.of(
                    Variant.constant(Observed.Cache.HIT, Observed.Cache.HIT),
                    Variant.constant(Observed.Cache.MISS, Observed.Cache.MISS),
                    Variant.constant(Observed.Cache.BYPASSED, Observed.Cache.BYPASSED),
                    UNAVAILABLE));

    private Observations() {}
}
