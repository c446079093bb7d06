package io.batpak.evidence;

import io.batpak.error.EvidenceFormatException;
import io.batpak.model.Bytes;
import io.batpak.model.Hash;
import io.batpak.model.InvalidArgumentException;
import io.batpak.shape.Field;
import io.batpak.shape.Shape;
import io.batpak.shape.Shapes;
import io.batpak.shape.Struct;
import java.util.List;
import java.util.Optional;

/// A row of a registry that others attest. Immutable.
///
/// @param schemaVersion version of the body, 0..4294967295; [#SCHEMA_VERSION] in new ones
/// @param rowId which row
/// @param rowKind what kind of row, by the rules of the registry, unsigned
/// @param rowLayoutVersion version of the payload, 0..4294967295
/// @param opaquePayload what the row says
/// @param namedDigests hashes of what belongs to it; kept ascending by name, then digest, equal ones stay
/// @param lifecycle where the row is in its life, 0..4294967295: one of the constants here
/// @param supersedes the row whose place it takes; empty if it takes none
public record RegistryRow(
        long schemaVersion,
        Hash rowId,
        long rowKind,
        long rowLayoutVersion,
        Bytes opaquePayload,
        List<NamedDigest> namedDigests,
        long lifecycle,
        Optional<Hash> supersedes)
        implements EvidenceBody {
    /// The version of new bodies.
    public static final long SCHEMA_VERSION = 1;

    /// Said to come.
    public static final long ANNOUNCED = 0;

    /// In use.
    public static final long LIVE = 1;

    /// In use, but not for long.
    public static final long DEPRECATED = 2;

    /// No longer in use.
    public static final long REMOVED = 3;

    private static final Field<RegistryRow, Long> VERSION =
            Field.of("schema_version", Shapes.U32, RegistryRow::schemaVersion);
    private static final Field<RegistryRow, Hash> ROW_ID = Field.of("row_id", Forms.HASH, RegistryRow::rowId);
    private static final Field<RegistryRow, Long> ROW_KIND = Field.of("row_kind", Shapes.U64, RegistryRow::rowKind);
    private static final Field<RegistryRow, Long> ROW_LAYOUT_VERSION =
            Field.of("row_layout_version", Shapes.U32, RegistryRow::rowLayoutVersion);
    private static final Field<RegistryRow, Bytes> OPAQUE_PAYLOAD =
            Field.of("opaque_payload", Forms.BYTES, RegistryRow::opaquePayload);
    private static final Field<RegistryRow, List<NamedDigest>> NAMED_DIGESTS =
            Field.of("named_digests", Shapes.list(NamedDigest.SHAPE), RegistryRow::namedDigests);
    private static final Field<RegistryRow, Long> LIFECYCLE = Field.of("lifecycle", Shapes.U32, RegistryRow::lifecycle);
    private static final Field<RegistryRow, Optional<Hash>> SUPERSEDES =
            Field.of("supersedes", Shapes.optional(Forms.HASH), RegistryRow::supersedes);
    static final Shape<RegistryRow> SHAPE = Struct.of(
            "registry row",
            List.of(
                    VERSION,
                    ROW_ID,
                    ROW_KIND,
                    ROW_LAYOUT_VERSION,
                    OPAQUE_PAYLOAD,
                    NAMED_DIGESTS,
                    LIFECYCLE,
                    SUPERSEDES),
            in -> new RegistryRow(
                    in.get(VERSION),
                    in.get(ROW_ID),
                    in.get(ROW_KIND),
                    in.get(ROW_LAYOUT_VERSION),
                    in.get(OPAQUE_PAYLOAD),
                    in.get(NAMED_DIGESTS),
                    in.get(LIFECYCLE),
                    in.get(SUPERSEDES)));

    /// Keeps its own sorted copies of the lists.
    ///
    /// @throws InvalidArgumentException if a number does not fit its bits
    public RegistryRow {
        Forms.u32("schemaVersion", schemaVersion);
        Forms.u32("rowLayoutVersion", rowLayoutVersion);
        Forms.u32("lifecycle", lifecycle);
        namedDigests = NamedDigest.SHAPE.sorted(namedDigests);
    }

    /// Whether the number of the lifecycle has a meaning.
    public boolean hasKnownLifecycle() {
        return lifecycle <= REMOVED;
    }

    /// Reads the bytes of a body.
    ///
    /// @throws EvidenceFormatException if they are none
    public static RegistryRow fromBytes(byte[] bytes) {
        return Forms.read("registry row", SHAPE, bytes);
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
