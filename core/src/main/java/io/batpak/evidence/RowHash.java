package io.batpak.evidence;

import io.batpak.model.Hash;
import io.batpak.shape.Shape;
import io.batpak.shape.Shapes;
import java.util.Map;

/// A row of a registry and the hash of its body. Immutable.
///
/// @param rowId which row
/// @param hash the hash of its body
public record RowHash(Hash rowId, Hash hash) {
    static final Shape<RowHash> SHAPE = Shapes.pair(Forms.HASH, Forms.HASH)
            .map(pair -> new RowHash(pair.getKey(), pair.getValue()), row -> Map.entry(row.rowId, row.hash));

    /// A row and its hash.
    public static RowHash of(RegistryRow row) {
        return new RowHash(row.rowId(), row.bodyHash());
    }
}
