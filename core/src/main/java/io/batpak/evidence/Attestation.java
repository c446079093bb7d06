package io.batpak.evidence;

import io.batpak.model.Bytes;
import io.batpak.model.InvalidArgumentException;
import io.batpak.shape.Field;
import io.batpak.shape.Shape;
import io.batpak.shape.Shapes;
import io.batpak.shape.Struct;

/// A statement about a body, of a kind that its readers agree on. Immutable.
///
/// @param kindId which kind, 0..4294967295
/// @param bytes the statement
public record Attestation(long kindId, Bytes bytes) {
    static final Shape<Attestation> SHAPE = Struct.of(
            Field.of("kind_id", Shapes.U32, Attestation::kindId),
            Field.of("bytes", Forms.BYTES, Attestation::bytes),
            Attestation::new);

    /// @throws InvalidArgumentException if a number does not fit its bits
    public Attestation {
        Forms.u32("kindId", kindId);
    }
}
