package io.batpak.evidence;

import io.batpak.model.Bytes;
import io.batpak.model.InvalidArgumentException;
import io.batpak.shape.Field;
import io.batpak.shape.Shape;
import io.batpak.shape.Shapes;
import io.batpak.shape.Struct;

/// What led to a transition, in terms of whoever made it.
///
/// @param lane which kind of thing, 0..4294967295
/// @param opaqueKey which one
public record CauseRef(long lane, Bytes opaqueKey) {
    static final Shape<CauseRef> SHAPE = Struct.of(
            Field.of("lane", Shapes.U32, CauseRef::lane),
            Field.of("opaque_key", Forms.BYTES, CauseRef::opaqueKey),
            CauseRef::new);

    /// @throws InvalidArgumentException if the lane does not fit 32 bits
    public CauseRef {
        Forms.u32("lane", lane);
    }
}
