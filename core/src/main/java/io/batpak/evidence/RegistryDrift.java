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

/// How a registry differs from what was expected. Immutable.
///
/// @param schemaVersion version of the body, 0..4294967295; [#SCHEMA_VERSION] in new ones
/// @param expected the rows that were expected; kept ascending by id, then hash
/// @param observed the rows that were found; kept ascending by id, then hash
/// @param findings what differs; kept sorted, equal ones stay
public record RegistryDrift(
        long schemaVersion, List<RowHash> expected, List<RowHash> observed, List<RegistryDriftFinding> findings)
        implements EvidenceBody {
    /// The version of new bodies.
    public static final long SCHEMA_VERSION = 1;

    private static final Shape<RegistryDriftFinding> FINDING = Variants.of(
            "registry drift finding",
            List.of(
                    Variant.of(RegistryDriftFinding.MissingRow.class, RegistryDriftFinding.MissingRow.SHAPE),
                    Variant.of(RegistryDriftFinding.ExtraRow.class, RegistryDriftFinding.ExtraRow.SHAPE),
                    Variant.of(RegistryDriftFinding.HashMismatch.class, RegistryDriftFinding.HashMismatch.SHAPE)));
    static final Shape<RegistryDrift> SHAPE = Struct.of(
            Field.of("schema_version", Shapes.U32, RegistryDrift::schemaVersion),
            Field.of("expected", Shapes.list(RowHash.SHAPE), RegistryDrift::expected),
            Field.of("observed", Shapes.list(RowHash.SHAPE), RegistryDrift::observed),
            Field.of("findings", Shapes.list(FINDING), RegistryDrift::findings),
            RegistryDrift::new);

    /// Keeps its own sorted copies of the lists.
    ///
    /// @throws InvalidArgumentException if a number does not fit its bits
    public RegistryDrift {
        Forms.u32("schemaVersion", schemaVersion);
        expected = RowHash.SHAPE.sorted(expected);
        observed = RowHash.SHAPE.sorted(observed);
        findings = FINDING.sorted(findings);
    }

    /// Compares two registries, whose rows may come in any order.
    public static RegistryDrift of(List<RowHash> expected, List<RowHash> observed) {
        List<RowHash> left = RowHash.SHAPE.sorted(expected);
        List<RowHash> right = RowHash.SHAPE.sorted(observed);
        List<RegistryDriftFinding> findings = new ArrayList<>();
        int l = 0;
        int r = 0;
        while (l < left.size() || r < right.size()) {
            int order = order(left, l, right, r);
            if (order < 0) {
                findings.add(new RegistryDriftFinding.MissingRow(left.get(l++).rowId()));
            } else if (order > 0) {
                findings.add(new RegistryDriftFinding.ExtraRow(right.get(r++).rowId()));
            } else {
                RowHash wanted = left.get(l++);
                RowHash found = right.get(r++);
                if (!wanted.equals(found)) {
                    findings.add(new RegistryDriftFinding.HashMismatch(wanted.rowId(), wanted.hash(), found.hash()));
                }
            }
        }
        return new RegistryDrift(SCHEMA_VERSION, left, right, findings);
    }

    private static int order(List<RowHash> left, int l, List<RowHash> right, int r) {
        if (l == left.size() || r == right.size()) {
            return l == left.size() ? 1 : -1;
        }
        return Forms.HASH.compare(left.get(l).rowId(), right.get(r).rowId());
    }

    /// Reads the bytes of a body.
    ///
    /// @throws EvidenceFormatException if they are none
    public static RegistryDrift fromBytes(byte[] bytes) {
        return Forms.read("registry drift", SHAPE, bytes);
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
