package io.batpak.evidence;

import io.batpak.model.Bytes;
import io.batpak.model.Hash;
import io.batpak.model.InvalidArgumentException;
import io.batpak.shape.Field;
import io.batpak.shape.Shape;
import io.batpak.shape.Shapes;
import io.batpak.shape.Struct;

/// A signature over the bytes of a body. Immutable.
///
/// @param algorithmId which algorithm, by agreement of signer and verifier, 0..4294967295
/// @param keyId which key
/// @param signatureBytes the signature
public record ArtifactSignature(long algorithmId, Hash keyId, Bytes signatureBytes) {
    private static final Shape<ArtifactSignature> REFERENCE = Struct.of(
            Field.of("algorithm_id", Shapes.U32, ArtifactSignature::algorithmId),
            Field.of("key_id", Forms.HASH, ArtifactSignature::keyId),
            Field.of("signature_bytes", Forms.BYTES, ArtifactSignature::signatureBytes),
            ArtifactSignature::new);
    static final Shape<ArtifactSignature> SHAPE =
            Struct.of(Field.of("signature", REFERENCE, signature -> signature), signature -> signature);

    /// @throws InvalidArgumentException if a number does not fit its bits
    public ArtifactSignature {
        Forms.u32("algorithmId", algorithmId);
    }
}
