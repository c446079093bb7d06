package io.batpak.evidence;

import io.batpak.shape.Field;
import io.batpak.shape.Shape;
import io.batpak.shape.Shapes;
import io.batpak.shape.Struct;
import io.batpak.shape.Variant;
import io.batpak.shape.Variants;
import java.util.List;

/// Bytes of [Freshness].
final class Freshnesses {
    private static final Freshness CONSISTENT = new Freshness.Consistent();
    static final Shape<Freshness> SHAPE = Variants.of(
            "freshness",
            List.of(
                    Variant.unit("Consistent", CONSISTENT),
                    Variant.of(
                            Freshness.MaybeStale.class,
                            Struct.of(
                                    Field.of("max_stale_ms", Shapes.U64, Freshness.MaybeStale::maxStaleMillis),
                                    Freshness.MaybeStale::new))));

    private Freshnesses() {}
}
