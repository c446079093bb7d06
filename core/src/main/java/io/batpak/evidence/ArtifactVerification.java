package io.batpak.evidence;

import io.batpak.error.EvidenceFormatException;
import io.batpak.model.Hash;
import io.batpak.shape.Field;
import io.batpak.shape.Shape;
import io.batpak.shape.Shapes;
import io.batpak.shape.Struct;
import io.batpak.shape.Variant;
import io.batpak.shape.Variants;
import java.util.List;

/// What the signatures of an artifact are worth. Immutable. It has no version of its own.
///
/// @param artifactHash the hash of the artifact's body
/// @param envelopeHash the hash of the body and all that is said about it
/// @param findings the signatures that do not hold; empty also if there are none at all; kept sorted, equal ones stay
public record ArtifactVerification(Hash artifactHash, Hash envelopeHash, List<ArtifactFinding> findings)
        implements EvidenceBody {
    private static final Shape<ArtifactFinding> FINDING = Variants.of(
            "artifact finding",
            List.of(Variant.of(ArtifactFinding.InvalidSignature.class, ArtifactFinding.InvalidSignature.SHAPE)));
    static final Shape<ArtifactVerification> SHAPE = Struct.of(
            Field.of("body_hash", Forms.HASH, ArtifactVerification::artifactHash),
            Field.of("envelope_hash", Forms.HASH, ArtifactVerification::envelopeHash),
            Field.of("findings", Shapes.list(FINDING), ArtifactVerification::findings),
            ArtifactVerification::new);

    /// Keeps its own sorted copies of the lists.
    public ArtifactVerification {
        findings = FINDING.sorted(findings);
    }

    /// Reads the bytes of a body.
    ///
    /// @throws EvidenceFormatException if they are none
    public static ArtifactVerification fromBytes(byte[] bytes) {
        return Forms.read("artifact verification", SHAPE, bytes);
    }

    @Override
    public byte[] toBytes() {
        return SHAPE.encode(this);
    }

    @Override
    public String toJson() {
        return Forms.json(SHAPE, this);
    }
}
