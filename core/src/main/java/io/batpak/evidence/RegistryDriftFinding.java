package io.batpak.evidence;

import io.batpak.model.Hash;
import io.batpak.shape.Field;
import io.batpak.shape.Shape;
import io.batpak.shape.Struct;

/// A difference between two registries.
public sealed interface RegistryDriftFinding {
    /// A row that was expected and is not there.
    ///
    /// @param rowId which row
    record MissingRow(Hash rowId) implements RegistryDriftFinding {
        static final Shape<MissingRow> SHAPE =
                Struct.of(Field.of("row_id", Forms.HASH, MissingRow::rowId), MissingRow::new);
    }

    /// A row that nobody expected.
    ///
    /// @param rowId which row
    record ExtraRow(Hash rowId) implements RegistryDriftFinding {
        static final Shape<ExtraRow> SHAPE = Struct.of(Field.of("row_id", Forms.HASH, ExtraRow::rowId), ExtraRow::new);
    }

    /// A row with another body.
    ///
    /// @param rowId which row
    /// @param expected the hash that was expected
    /// @param observed the hash that was found
    record HashMismatch(Hash rowId, Hash expected, Hash observed) implements RegistryDriftFinding {
        static final Shape<HashMismatch> SHAPE = Struct.of(
                Field.of("row_id", Forms.HASH, HashMismatch::rowId),
                Field.of("expected", Forms.HASH, HashMismatch::expected),
                Field.of("observed", Forms.HASH, HashMismatch::observed),
                HashMismatch::new);
    }
}
