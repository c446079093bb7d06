package io.batpak.evidence;

import io.batpak.model.Hash;
import io.batpak.model.InvalidArgumentException;
import io.batpak.shape.Field;
import io.batpak.shape.Shape;
import io.batpak.shape.Shapes;
import io.batpak.shape.Struct;

/// Something wrong with a row that somebody vouches for.
public sealed interface RegistryRowFinding {
    /// The row is of a version that is not known.
    ///
    /// @param rowId which row
    /// @param observed its version, 0..4294967295
    /// @param expected the version that is known, 0..4294967295
    record UnsupportedRowSchemaVersion(Hash rowId, long observed, long expected) implements RegistryRowFinding {
        static final Shape<UnsupportedRowSchemaVersion> SHAPE = Struct.of(
                Field.of("row_id", Forms.HASH, UnsupportedRowSchemaVersion::rowId),
                Field.of("observed", Shapes.U32, UnsupportedRowSchemaVersion::observed),
                Field.of("expected", Shapes.U32, UnsupportedRowSchemaVersion::expected),
                UnsupportedRowSchemaVersion::new);

        /// @throws InvalidArgumentException if a number does not fit its bits
        public UnsupportedRowSchemaVersion {
            Forms.u32("observed", observed);
            Forms.u32("expected", expected);
        }
    }

    /// The number of the lifecycle has no meaning.
    ///
    /// @param rowId which row
    /// @param lifecycle the number, 0..4294967295
    record InvalidLifecycle(Hash rowId, long lifecycle) implements RegistryRowFinding {
        static final Shape<InvalidLifecycle> SHAPE = Struct.of(
                Field.of("row_id", Forms.HASH, InvalidLifecycle::rowId),
                Field.of("lifecycle", Shapes.U32, InvalidLifecycle::lifecycle),
                InvalidLifecycle::new);

        /// @throws InvalidArgumentException if a number does not fit its bits
        public InvalidLifecycle {
            Forms.u32("lifecycle", lifecycle);
        }
    }

    /// The row has another hash than was claimed.
    ///
    /// @param rowId which row
    /// @param claimed the hash that was claimed
    /// @param computed the hash it has
    record RowHashMismatch(Hash rowId, Hash claimed, Hash computed) implements RegistryRowFinding {
        static final Shape<RowHashMismatch> SHAPE = Struct.of(
                Field.of("row_id", Forms.HASH, RowHashMismatch::rowId),
                Field.of("claimed", Forms.HASH, RowHashMismatch::claimed),
                Field.of("computed", Forms.HASH, RowHashMismatch::computed),
                RowHashMismatch::new);
    }

    /// It is another row.
    ///
    /// @param bodyRowId the id in the body
    /// @param claimedRowId the id that was claimed
    record RowIdMismatch(Hash bodyRowId, Hash claimedRowId) implements RegistryRowFinding {
        static final Shape<RowIdMismatch> SHAPE = Struct.of(
                Field.of("body_row_id", Forms.HASH, RowIdMismatch::bodyRowId),
                Field.of("claimed_row_id", Forms.HASH, RowIdMismatch::claimedRowId),
                RowIdMismatch::new);
    }
}
