package io.batpak.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// New segments leave room for a compaction, near wherever it may be needed.
///
/// Tier: unit.
class SegmentIdsTest {
    @Test
    void aNewJournalTakesOneThenThree() {
        List<Long> ids = new ArrayList<>();
        Set<Long> taken = new TreeSet<>();
        long id = 0;
        for (int i = 0; i < 36; i++) {
            id = SegmentIds.next(id, taken::contains);
            taken.add(id);
            ids.add(id);
        }
        assertThat(ids.subList(0, 4)).containsExactly(1L, 3L, 4L, 5L);
        assertThat(ids.subList(16, 18)).as("3 to 18 are taken").containsExactly(18L, 20L);
        assertThat(ids.subList(32, 34)).as("20 to 35 are taken").containsExactly(35L, 37L);
    }

    @Test
    void oneUnusedIdAmongTheLastSixteenIsEnough() {
        assertThat(SegmentIds.next(100, id -> id != 85)).isEqualTo(101);
        assertThat(SegmentIds.next(100, id -> id != 84)).isEqualTo(102);
    }

    @Test
    void theIdZeroIsNoRoom() {
        assertThat(SegmentIds.next(3, id -> id > 0)).isEqualTo(5);
        assertThat(SegmentIds.next(0, _ -> true)).isEqualTo(1);
    }

    @Test
    void roomCanBeAskedFor() {
        assertThat(SegmentIds.nextWithRoom(7)).isEqualTo(9);
    }
}
