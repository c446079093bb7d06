package io.batpak.evidence;

import io.batpak.error.EvidenceFormatException;
import io.batpak.model.Hash;
import io.batpak.model.InvalidArgumentException;
import io.batpak.shape.Field;
import io.batpak.shape.Shape;
import io.batpak.shape.Shapes;
import io.batpak.shape.Struct;
import io.batpak.shape.Variants;
import java.util.List;

/// How a schema differs from what was expected. Immutable.
///
/// @param schemaVersion version of the body, 0..65535; [#SCHEMA_VERSION] in new ones
/// @param expected the snapshot that was expected
/// @param observed the snapshot that was found
/// @param change what kind of change it is
/// @param findings what differs; kept in the order of their declaration, equal ones stay
public record SchemaDrift(
        int schemaVersion, SchemaSnapshot expected, SchemaSnapshot observed, Change change, List<Finding> findings)
        implements EvidenceBody {
    /// The version of new bodies.
    public static final int SCHEMA_VERSION = 1;

    /// What kind of change it is.
    public enum Change {
        /// Nothing differs.
        UNCHANGED,
        /// Something differs, and how is known. Never made, only read.
        CHANGED,
        /// Something differs.
        UNKNOWN
    }

    /// Something that differs.
    public enum Finding {
        /// It is another schema.
        STABLE_ID_MISMATCH,
        /// The snapshots are of different versions.
        SNAPSHOT_SCHEMA_VERSION_MISMATCH,
        /// The schema's text is another one.
        SCHEMA_HASH_MISMATCH,
        /// The sample data is another.
        FIXTURE_HASH_MISMATCH
    }

    private static final Field<SchemaDrift, String> ID =
            Field.of("stable_id", Shapes.TEXT, body -> body.expected.stableId());
    private static final Field<SchemaDrift, String> OBSERVED_ID =
            Field.of("observed_stable_id", Shapes.TEXT, body -> body.observed.stableId());
    private static final Field<SchemaDrift, Integer> VERSION =
            Field.of("schema_version", Shapes.U16, SchemaDrift::schemaVersion);
    private static final Field<SchemaDrift, Integer> OF_EXPECTED =
            Field.of("expected_snapshot_schema_version", Shapes.U16, body -> body.expected.snapshotSchemaVersion());
    private static final Field<SchemaDrift, Integer> OF_OBSERVED =
            Field.of("observed_snapshot_schema_version", Shapes.U16, body -> body.observed.snapshotSchemaVersion());
    private static final Field<SchemaDrift, Hash> SCHEMA =
            Field.of("expected_schema_hash", Forms.HASH, body -> body.expected.schemaHash());
    private static final Field<SchemaDrift, Hash> OBSERVED_SCHEMA =
            Field.of("observed_schema_hash", Forms.HASH, body -> body.observed.schemaHash());
    private static final Field<SchemaDrift, Hash> FIXTURE =
            Field.of("expected_fixture_hash", Forms.HASH, body -> body.expected.fixtureHash());
    private static final Field<SchemaDrift, Hash> OBSERVED_FIXTURE =
            Field.of("observed_fixture_hash", Forms.HASH, body -> body.observed.fixtureHash());
    private static final Field<SchemaDrift, Change> CHANGE =
            Field.of("change_class", Variants.of(Change.class), SchemaDrift::change);
    private static final Field<SchemaDrift, List<Finding>> FINDINGS =
            Field.of("findings", Shapes.list(Variants.of(Finding.class)), SchemaDrift::findings);
    static final Shape<SchemaDrift> SHAPE = Struct.of(
            "schema drift",
            List.of(
                    ID,
                    OBSERVED_ID,
                    VERSION,
                    OF_EXPECTED,
                    OF_OBSERVED,
                    SCHEMA,
                    OBSERVED_SCHEMA,
                    FIXTURE,
                    OBSERVED_FIXTURE,
                    CHANGE,
                    FINDINGS),
            in -> new SchemaDrift(
                    in.get(VERSION),
                    new SchemaSnapshot(in.get(ID), in.get(OF_EXPECTED), in.get(SCHEMA), in.get(FIXTURE)),
                    new SchemaSnapshot(
                            in.get(OBSERVED_ID),
                            in.get(OF_OBSERVED),
                            in.get(OBSERVED_SCHEMA),
                            in.get(OBSERVED_FIXTURE)),
                    in.get(CHANGE),
                    in.get(FINDINGS)));

    /// Keeps its own sorted copy of the findings.
    ///
    /// @throws InvalidArgumentException if the version does not fit 16 bits
    public SchemaDrift {
        Forms.u16("schemaVersion", schemaVersion);
        findings = findings.stream().sorted().toList();
    }

    /// Reads the bytes of a body.
    ///
    /// @throws EvidenceFormatException if they are none
    public static SchemaDrift fromBytes(byte[] bytes) {
        return Forms.read("schema drift", SHAPE, bytes);
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
