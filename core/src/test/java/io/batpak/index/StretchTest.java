package io.batpak.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.model.Entry;
import io.batpak.model.Extensions;
import io.batpak.model.Hash;
import io.batpak.model.Region;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Finished parts of an index as stretches: which events they have, and that one is replaced once.
///
/// Tier: unit.
class StretchTest {
    private static final int PARTS = 3;
    private static final int EVENTS = 2;

    private final Index index = new Index(_ -> Extensions.none());

    /// Three finished parts of two events, and one event that is in none.
    @BeforeEach
    void fill() {
        for (int sequence = 0; sequence <= PARTS * EVENTS; sequence++) {
            index.writer()
                    .insert(new IndexRow()
                            .sequence(sequence)
                            .eventId(0, sequence + 1)
                            .coordinate("a", "s")
                            .kind(0x1000)
                            .at(0, 0, sequence, 1000)
                            .hashes(Hash.ZERO, Hash.of(sequence, 1, 1, 1))
                            .position(sequence / EVENTS, 57 + 100 * (sequence % EVENTS), 100)
                            .unknownExtensions());
            index.writer().publish();
            if (sequence % EVENTS == EVENTS - 1) {
                index.writer().cut();
            }
        }
    }

    private static List<Long> sequences(Iterable<Entry> entries) {
        List<Long> found = new ArrayList<>();
        entries.forEach(entry -> found.add(entry.sequence()));
        return found;
    }

    @Test
    void aStretchHasTheEventsOfItsPartsInOrder() {
        assertThat(index.finished()).hasSize(PARTS);
        assertThat(sequences(index.entries(index.joined(0, PARTS)))).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
        Stretch last = index.joined(1, 2);
        assertThat(sequences(index.entries(last))).containsExactly(2L, 3L, 4L, 5L);
        for (int row = 0; row < 2 * EVENTS; row++) {
            assertThat(index.entry(last, row).sequence()).isEqualTo(EVENTS + row);
        }
        assertThatThrownBy(() -> index.entry(last, 2 * EVENTS)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> index.entry(last, -1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void thePartThatGrowsIsInNoStretch() {
        assertThatThrownBy(() -> index.joined(PARTS, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> index.joined(0, PARTS + 1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aStretchIsReplacedOnce() {
        Stretch first = index.joined(0, 1);
        Stretch both = index.joined(0, 2);
        Stretch end = index.joined(1, 2);
        index.replace(both, RunParts.run(both));
        assertThat(index.finished()).hasSize(2);
        for (Stretch old : List.of(first, both, end)) {
            assertThatThrownBy(() -> index.replace(old, RunParts.run(old)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("a stretch that");
        }
        assertThat(sequences(index.entries(index.joined(0, 2)))).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void everyReshapeIsALaterEpoch() {
        long before = index.view().epoch();
        Stretch stretch = index.joined(0, 1);
        Reshaping dropping =
                Reshaping.of(EVENTS, Hash.ZERO).drop(0).move(0, 0, 57).build();
        ReshapedRows rows = new ReshapedRows(stretch, dropping);
        index.reshape(stretch, RunParts.run(rows, rows.segments()));
        assertThat(index.view().epoch()).isGreaterThan(before);
        assertThat(sequences(index.view().query(Region.all()))).startsWith(1L, 2L);
    }

    @Test
    void aLowerBoundThanTheOneThatIsShownChangesNothing() {
        long shown = index.view().eventCount();
        index.publish(1);
        assertThat(index.view().eventCount()).isEqualTo(shown);
    }
}
