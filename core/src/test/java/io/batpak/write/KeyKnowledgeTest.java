package io.batpak.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.format.Kinds;
import io.batpak.model.Extensions;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Of which events it is known whether they had a key: those of this session, and of earlier ones that closed, from the
/// oldest key on that the file tells without a gap.
///
/// Covers: C1.
/// Tier: unit.
class KeyKnowledgeTest {
    private final KeyRows rows = new KeyRows();

    /// Rows 0 to 4 are a session that closed, 5 and 6 one that crashed, 7 and 8 this one.
    private KeyKnowledge after(BitSet keyed, BitSet extended) {
        for (int row = 0; row < 9; row++) {
            switch (row) {
                case 0, 5, 7 -> rows.insertOfKind(row, row, Kinds.OPEN_COMPLETED);
                case 4 -> rows.insertOfKind(row, row, Kinds.CLOSE_COMPLETED);
                default -> rows.insert(row, row, Extensions.none());
            }
        }
        return new KeyKnowledge(rows.index.writer(), keyed, extended, 7);
    }

    private static BitSet bits(int... rows) {
        BitSet bits = new BitSet();
        IntStream.of(rows).forEach(bits::set);
        return bits;
    }

    private static int[] told(KeyKnowledge knowledge) {
        return IntStream.range(0, 9).filter(knowledge::tells).toArray();
    }

    @Test
    void aSessionThatClosedIsKnownFromItsOldestKeyOn() {
        assertThat(told(after(bits(2, 4), bits()))).containsExactly(2, 3, 4, 7, 8);
    }

    @Test
    void aKeyThatIsToldForItsExtensionsSaysNothingOfThoseBehindIt() {
        assertThat(told(after(bits(1, 3, 4), bits(1)))).containsExactly(3, 4, 7, 8);
    }

    @Test
    void withoutTheKeyOfItsCloseNothingOfASessionIsKnown() {
        assertThat(told(after(bits(0, 1, 2, 3), bits()))).containsExactly(7, 8);
    }

    @Test
    void withoutAnyKeyOnlyThisSessionIsKnown() {
        assertThat(told(after(bits(), bits()))).containsExactly(7, 8);
    }

    @Test
    void aSessionThatCrashedHasNoClose() {
        KeyKnowledge knowledge = after(bits(4), bits());
        assertThat(knowledge.closeBehind(0)).isEqualTo(4);
        assertThat(knowledge.closeBehind(5)).isEqualTo(-1);
        assertThat(knowledge.closeBehind(7)).as("the last one").isEqualTo(-1);
    }
}
