package io.batpak.evidence;

import io.batpak.model.Hash;
import io.batpak.shape.Field;
import io.batpak.shape.Shape;
import io.batpak.shape.Shapes;
import io.batpak.shape.Struct;

/// Something wrong with an artifact.
public sealed interface ArtifactFinding {
    /// A signature that its verifier does not accept.
    ///
    /// @param keyId whose signature
    /// @param reason why, in the words of the verifier
    record InvalidSignature(Hash keyId, String reason) implements ArtifactFinding {
        static final Shape<InvalidSignature> SHAPE = Struct.of(
                Field.of("key_id", Forms.HASH, InvalidSignature::keyId),
                Field.of("reason", Shapes.TEXT, InvalidSignature::reason),
                InvalidSignature::new);
    }
}
