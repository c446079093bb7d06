package io.batpak.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.format.TombstoneFrames;
import io.batpak.index.ReshapedRows;
import io.batpak.index.Reshaping;
import io.batpak.index.Stretch;
import io.batpak.model.Extensions;
import io.batpak.model.Hash;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Where the rows in the middle of an index go when a compaction drops or empties some of them.
///
/// Covers: C1, F8.
/// Tier: unit.
class RowMovesTest {
    /// Six rows in three parts of two; the one in the middle changes.
    private final Stretch middle = middle();

    private static Stretch middle() {
        KeyRows rows = new KeyRows();
        for (int key = 0; key < 6; key++) {
            rows.insert(key, key, Extensions.none());
            if (key % 2 == 1) {
                rows.index.writer().cut();
            }
        }
        rows.index.writer().publish();
        return rows.index.joined(1, 1);
    }

    private RowMoves dropping(int at) {
        return moves(Reshaping.of(middle.rows(), Hash.ZERO).move(1, 1, 57).drop(at));
    }

    private RowMoves moves(Reshaping.Builder verdicts) {
        return new RowMoves(middle, new ReshapedRows(middle, verdicts.build()));
    }

    private static BitSet bits(int... rows) {
        BitSet bits = new BitSet();
        IntStream.of(rows).forEach(bits::set);
        return bits;
    }

    @Test
    void rowsBehindADroppedOneMoveUpAndThoseOutsideStay() {
        RowMoves moves = dropping(0);
        assertThat(IntStream.range(0, 7).map(moves::moved)).containsExactly(0, 1, 2, 2, 4, 5, 6);
    }

    @Test
    void bitsOfDroppedRowsAreForgottenAndAllOthersKept() {
        BitSet all = bits(0, 1, 2, 3, 4, 5);
        dropping(0).move(all);
        assertThat(all).isEqualTo(bits(0, 1, 2, 4, 5));
        BitSet some = bits(1, 2, 4);
        dropping(0).move(some);
        assertThat(some).isEqualTo(bits(1, 4));
    }

    @Test
    void valuesFollowTheirRowsAndThoseOfDroppedOnesAreForgotten() {
        TreeMap<Integer, String> values = new TreeMap<>(Map.of(1, "b", 2, "c", 3, "d", 4, "e"));
        dropping(0).move(values);
        assertThat(values).isEqualTo(Map.of(1, "b", 2, "d", 4, "e"));
        TreeMap<Integer, String> first = new TreeMap<>(Map.of(2, "c", 3, "d"));
        dropping(1).move(first);
        assertThat(first).isEqualTo(Map.of(2, "c"));
    }

    @Test
    void anEmptiedRowStaysInItsPlaceAndIsForgotten() {
        RowMoves moves = moves(Reshaping.of(middle.rows(), TombstoneFrames.emptiedHash())
                .move(1, 1, 57)
                .empty(0, 100, 80));
        assertThat(moves.moved(3)).isEqualTo(3);
        BitSet keyed = bits(2, 3);
        moves.move(keyed);
        assertThat(keyed).isEqualTo(bits(3));
        TreeMap<Integer, String> values = new TreeMap<>(Map.of(2, "c", 3, "d"));
        moves.move(values);
        assertThat(values).isEqualTo(Map.of(3, "d"));
    }
}
