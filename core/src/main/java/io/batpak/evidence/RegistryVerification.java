package io.batpak.evidence;

import io.batpak.error.EvidenceFormatException;
import io.batpak.model.InvalidArgumentException;
import io.batpak.shape.Field;
import io.batpak.shape.Shape;
import io.batpak.shape.Shapes;
import io.batpak.shape.Struct;
import io.batpak.shape.Variant;
import io.batpak.shape.Variants;
import java.util.ArrayList;
import java.util.List;

/// What a row that somebody vouches for is worth. Immutable.
///
/// @param schemaVersion version of the body, 0..4294967295; [#SCHEMA_VERSION] in new ones
/// @param envelopePlane what its signatures are worth
/// @param findings what is wrong with the row itself; kept sorted, equal ones stay
public record RegistryVerification(
        long schemaVersion, ArtifactVerification envelopePlane, List<RegistryRowFinding> findings)
        implements EvidenceBody {
    /// The version of new bodies.
    public static final long SCHEMA_VERSION = 1;

    private static final Shape<RegistryRowFinding> FINDING = Variants.of(
            "registry row finding",
            List.of(
                    Variant.of(
                            RegistryRowFinding.UnsupportedRowSchemaVersion.class,
                            RegistryRowFinding.UnsupportedRowSchemaVersion.SHAPE),
                    Variant.of(RegistryRowFinding.InvalidLifecycle.class, RegistryRowFinding.InvalidLifecycle.SHAPE),
                    Variant.of(RegistryRowFinding.RowHashMismatch.class, RegistryRowFinding.RowHashMismatch.SHAPE),
                    Variant.of(RegistryRowFinding.RowIdMismatch.class, RegistryRowFinding.RowIdMismatch.SHAPE)));
    static final Shape<RegistryVerification> SHAPE = Struct.of(
            Field.of("schema_version", Shapes.U32, RegistryVerification::schemaVersion),
            Field.of("envelope_plane", ArtifactVerification.SHAPE, RegistryVerification::envelopePlane),
            Field.of("findings", Shapes.list(FINDING), RegistryVerification::findings),
            RegistryVerification::new);

    /// Keeps its own sorted copies of the lists.
    ///
    /// @throws InvalidArgumentException if a number does not fit its bits
    public RegistryVerification {
        Forms.u32("schemaVersion", schemaVersion);
        findings = FINDING.sorted(findings);
    }

    /// Checks a row and its signatures.
    ///
    /// @param claimed what somebody else says the row's id and hash are
    public static RegistryVerification of(
            ArtifactEnvelope<RegistryRow> envelope, RowHash claimed, SignatureCheck check) {
        RegistryRow row = envelope.body();
        List<RegistryRowFinding> findings = new ArrayList<>();
        if (row.schemaVersion() != RegistryRow.SCHEMA_VERSION) {
            findings.add(new RegistryRowFinding.UnsupportedRowSchemaVersion(
                    row.rowId(), row.schemaVersion(), RegistryRow.SCHEMA_VERSION));
        }
        if (!row.hasKnownLifecycle()) {
            findings.add(new RegistryRowFinding.InvalidLifecycle(row.rowId(), row.lifecycle()));
        }
        if (!row.bodyHash().equals(claimed.hash())) {
            findings.add(new RegistryRowFinding.RowHashMismatch(row.rowId(), claimed.hash(), row.bodyHash()));
        }
        if (!row.rowId().equals(claimed.rowId())) {
            findings.add(new RegistryRowFinding.RowIdMismatch(row.rowId(), claimed.rowId()));
        }
        return new RegistryVerification(SCHEMA_VERSION, envelope.verify(check), findings);
    }

    /// Whether nothing is wrong.
    public boolean isClean() {
        return findings.isEmpty() && envelopePlane.findings().isEmpty();
    }

    /// Reads the bytes of a body.
    ///
    /// @throws EvidenceFormatException if they are none
    public static RegistryVerification fromBytes(byte[] bytes) {
        return Forms.read("registry verification", SHAPE, bytes);
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
