package io.batpak.evidence;

import io.batpak.model.Hash;
import io.batpak.model.InvalidArgumentException;
import java.util.ArrayList;
import java.util.List;

/// What a schema was at one time: its name, and hashes of its text and of sample data. Immutable.
///
/// @param stableId the schema's name, which does not change when it does
/// @param snapshotSchemaVersion version of such snapshots, 0..65535; [#SCHEMA_VERSION] in new ones
/// @param schemaHash the hash of its text
/// @param fixtureHash the hash of the sample data
public record SchemaSnapshot(String stableId, int snapshotSchemaVersion, Hash schemaHash, Hash fixtureHash) {
    /// The version of new snapshots.
    public static final int SCHEMA_VERSION = 1;

    /// @throws InvalidArgumentException if the version does not fit 16 bits
    public SchemaSnapshot {
        Forms.u16("snapshotSchemaVersion", snapshotSchemaVersion);
    }

    /// The snapshot of a schema and sample data in these bytes, by BLAKE3.
    public static SchemaSnapshot ofBytes(String stableId, byte[] schema, byte[] fixture) {
        return new SchemaSnapshot(stableId, SCHEMA_VERSION, Hash.blake3(schema), Hash.blake3(fixture));
    }

    /// How an observed snapshot differs from this one, which is expected.
    public SchemaDrift compare(SchemaSnapshot observed) {
        List<SchemaDrift.Finding> findings = new ArrayList<>();
        if (!stableId.equals(observed.stableId)) {
            findings.add(SchemaDrift.Finding.STABLE_ID_MISMATCH);
        }
        if (snapshotSchemaVersion != observed.snapshotSchemaVersion) {
            findings.add(SchemaDrift.Finding.SNAPSHOT_SCHEMA_VERSION_MISMATCH);
        }
        if (!schemaHash.equals(observed.schemaHash)) {
            findings.add(SchemaDrift.Finding.SCHEMA_HASH_MISMATCH);
        }
        if (!fixtureHash.equals(observed.fixtureHash)) {
            findings.add(SchemaDrift.Finding.FIXTURE_HASH_MISMATCH);
        }
        SchemaDrift.Change change = findings.isEmpty() ? SchemaDrift.Change.UNCHANGED : SchemaDrift.Change.UNKNOWN;
        return new SchemaDrift(SchemaDrift.SCHEMA_VERSION, this, observed, change, findings);
    }
}
