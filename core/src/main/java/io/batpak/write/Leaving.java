package io.batpak.write;

import io.batpak.format.IdempotencyRow;
import io.batpak.index.Reshaping;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Keyed events that a compaction drops from some parts of the index, or empties.
///
/// @param of what the compaction does to these parts
/// @param rows their rows
/// @param gone what is remembered of them; nothing of those whose frames cannot be read
record Leaving(Reshaping of, BitSet rows, List<IdempotencyRow> gone) {
    /// The rows of all of them.
    static BitSet rows(List<Leaving> all) {
        BitSet rows = new BitSet();
        all.forEach(some -> rows.or(some.rows));
        return rows;
    }

    /// What is remembered of all of them.
    static List<IdempotencyRow> gone(List<Leaving> all) {
        List<IdempotencyRow> gone = new ArrayList<>();
        all.forEach(some -> gone.addAll(some.gone));
        return gone;
    }
}
