package io.batpak.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.model.Hash;
import org.junit.jupiter.api.Test;

/// What is said of events that a compaction changes is what is answered, and contradictions are refused.
///
/// Tier: unit.
class ReshapingTest {
    private static final Hash EMPTIED = Hash.of(1, 2, 3, 4);

    @Test
    void eachEventHasTheVerdictThatWasGiven() {
        Reshaping reshaping = Reshaping.of(6, EMPTIED)
                .drop(0)
                .drop(5)
                .tombstone(1, 100, 101)
                .empty(3, 100, 60)
                .build();
        assertThat(reshaping.rows()).isEqualTo(6);
        assertThat(reshaping.droppedCount()).isEqualTo(2);
        assertThat(reshaping.emptiedHash()).isEqualTo(EMPTIED);
        StringBuilder verdicts = new StringBuilder();
        for (int row = 0; row < 6; row++) {
            verdicts.append(reshaping.isDropped(row) ? 'd' : '-')
                    .append(reshaping.isTombstone(row) ? 't' : '-')
                    .append(reshaping.isEmptied(row) ? 'e' : '-')
                    .append(' ');
        }
        assertThat(verdicts).hasToString("d-- -t- --- -te --- d-- ");
    }

    @Test
    void theNextOnesThatGoAreFoundFromAnywhere() {
        Reshaping reshaping = Reshaping.of(8, EMPTIED)
                .drop(2)
                .drop(6)
                .empty(4, 100, 60)
                .empty(7, 100, 60)
                .build();
        assertThat(reshaping.nextDropped(0)).isEqualTo(2);
        assertThat(reshaping.nextDropped(3)).isEqualTo(6);
        assertThat(reshaping.nextDropped(7)).isEqualTo(-1);
        int[] gone = new int[9];
        for (int row = 0; row < gone.length; row++) {
            gone[row] = reshaping.nextGone(row);
        }
        assertThat(gone).containsExactly(2, 2, 2, 4, 4, 6, 6, 7, -1);
        assertThat(Reshaping.of(3, EMPTIED).empty(0, 9, 8).build().nextGone(0)).isZero();
        assertThat(Reshaping.of(3, EMPTIED).tombstone(1, 9, 8).build().nextGone(0))
                .as("a tombstone keeps what it says")
                .isEqualTo(-1);
    }

    @Test
    void lengthsAreThoseThatWereToldForAnyNumberOfEvents() {
        Reshaping.Builder builder = Reshaping.of(100, EMPTIED);
        for (int row = 0; row < 100; row += 2) {
            builder.tombstone(row, 100, row % 4 == 0 ? 100 : 100 + row);
        }
        Reshaping reshaping = builder.build();
        for (int row = 0; row < 100; row++) {
            assertThat(reshaping.length(row, 100)).isEqualTo(row % 4 == 2 ? 100 + row : 100);
        }
    }

    @Test
    void segmentsMoveToTheirOutputsAndOthersStay() {
        Reshaping reshaping = Reshaping.of(1, EMPTIED)
                .move(3, 4, 57)
                .move(4, 4, 57)
                .move(9, 9, 58)
                .build();
        assertThat(reshaping.outputOf(3)).isEqualTo(4);
        assertThat(reshaping.outputOf(5)).isEqualTo(5);
        assertThat(reshaping.moves(9))
                .as("to another place in the same segment")
                .isTrue();
        assertThat(reshaping.moves(5)).isFalse();
        assertThat(reshaping.framesStart(4)).isEqualTo(57);
        assertThat(reshaping.framesStart(9)).isEqualTo(58);
        assertThatThrownBy(() -> reshaping.framesStart(3)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void contradictionsAreRefused() {
        Reshaping.Builder builder = Reshaping.of(3, EMPTIED).move(3, 4, 57);
        assertThatThrownBy(() -> builder.move(4, 4, 58)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.drop(3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.drop(-1)).isInstanceOf(IllegalArgumentException.class);
        builder.tombstone(1, 9, 8);
        assertThatThrownBy(() -> builder.tombstone(1, 9, 8))
                .as("twice")
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("row 1 behind row 1");
        assertThatThrownBy(() -> builder.empty(0, 9, 8)).isInstanceOf(IllegalArgumentException.class);
        builder.drop(1);
        assertThatThrownBy(builder::build).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsSaidLaterChangesNothing() {
        Reshaping.Builder builder = Reshaping.of(4, EMPTIED).drop(0).empty(1, 9, 8);
        Reshaping reshaping = builder.build();
        builder.drop(2).empty(3, 9, 7).move(1, 2, 57);
        assertThat(reshaping.isDropped(2)).isFalse();
        assertThat(reshaping.isTombstone(3)).isFalse();
        assertThat(reshaping.isEmptied(3)).isFalse();
        assertThat(reshaping.length(3, 9)).isEqualTo(9);
        assertThat(reshaping.moves(1)).isFalse();
    }
}
