package io.batpak.evidence;

import io.batpak.model.Hash;
import io.batpak.shape.Field;
import io.batpak.shape.Shape;
import io.batpak.shape.Struct;

/// Something wrong with which row takes whose place.
public sealed interface SupersessionFinding {
    /// The row whose place is taken is not there.
    ///
    /// @param from the row that takes it
    /// @param target the row that is missing
    record DanglingSupersedes(Hash from, Hash target) implements SupersessionFinding {
        static final Shape<DanglingSupersedes> SHAPE = Struct.of(
                Field.of("from", Forms.HASH, DanglingSupersedes::from),
                Field.of("target", Forms.HASH, DanglingSupersedes::target),
                DanglingSupersedes::new);
    }

    /// A row that is no longer in use takes the place of another.
    ///
    /// @param from that row
    record RemovedDeclaresSupersedes(Hash from) implements SupersessionFinding {
        static final Shape<RemovedDeclaresSupersedes> SHAPE = Struct.of(
                Field.of("from", Forms.HASH, RemovedDeclaresSupersedes::from), RemovedDeclaresSupersedes::new);
    }

    /// Two rows with one id.
    ///
    /// @param rowId the id
    record DuplicateRowId(Hash rowId) implements SupersessionFinding {
        static final Shape<DuplicateRowId> SHAPE =
                Struct.of(Field.of("row_id", Forms.HASH, DuplicateRowId::rowId), DuplicateRowId::new);
    }

    /// A step on a way that leads back to where it began.
    ///
    /// @param edgeFrom the row that takes the place
    /// @param edgeTo the row whose place is taken
    record SupersedesCycle(Hash edgeFrom, Hash edgeTo) implements SupersessionFinding {
        static final Shape<SupersedesCycle> SHAPE = Struct.of(
                Field.of("edge_from", Forms.HASH, SupersedesCycle::edgeFrom),
                Field.of("edge_to", Forms.HASH, SupersedesCycle::edgeTo),
                SupersedesCycle::new);
    }
}
