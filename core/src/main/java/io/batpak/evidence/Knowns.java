package io.batpak.evidence;

import io.batpak.shape.Shape;
import io.batpak.shape.Variant;
import io.batpak.shape.Variants;
import java.util.List;

/// Bytes of [Known].
final class Knowns {
    private Knowns() {}

    static <T> Shape<Known<T>> of(Shape<T> value) {
        return Variants.of(
                "known value",
                List.of(
                        Variant.of("Known", Known.Value.class, value.map(Known.Value::new, Known.Value::value)),
                        Variant.unit("NotApplicable", new Known.NotApplicable<>())));
    }
}
