package io.batpak.compact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// What is to become one: its ends, how much it writes, and the ids between its sources.
///
/// Tier: unit.
class GroupTest {
    private static SegmentFacts segment(long id, long liveBytes, long rows, boolean changed) {
        return new SegmentFacts(id, 10_000, liveBytes, rows, changed, true, false);
    }

    @Test
    void aGroupWritesWhatStaysAndARowOfAFooterForEachEvent() {
        Group group = Group.of(List.of(segment(3, 100, 0, false), segment(5, 200, 2, false)), 7);
        assertThat(group.bytes()).isEqualTo(300 + 2 * 162);
        assertThat(group.sources()).containsExactly(3L, 5L);
        assertThat(group.first()).isEqualTo(3);
        assertThat(group.last()).isEqualTo(5);
        assertThat(group.worth()).isEqualTo(7);
        assertThat(group.mayStay()).isFalse();
    }

    @Test
    void onlyASingleSegmentThatDoesNotChangeMayStay() {
        assertThat(Group.of(List.of(segment(3, 100, 1, false)), 7).mayStay()).isTrue();
        assertThat(Group.of(List.of(segment(3, 100, 1, true)), 7).worth()).isEqualTo(7);
    }

    @Test
    void theFirstUnusedIdBetweenSourcesIsFound() {
        assertThat(new Group(List.of(3L, 4L, 6L, 9L), 1, 1).inside()).isEqualTo(5);
        assertThat(new Group(List.of(3L, 5L), 1, 1).inside()).isEqualTo(4);
        assertThat(new Group(List.of(3L, 4L), 1, 1).inside()).isZero();
        assertThat(new Group(List.of(3L), 1, 1).inside()).isZero();
    }

    @Test
    void aSegmentIsMostlyDeadFromHalfOfItOn() {
        assertThat(new SegmentFacts(1, 200, 100, 0, true, true, false).isMostlyDead())
                .isTrue();
        assertThat(new SegmentFacts(1, 199, 100, 0, true, true, false).isMostlyDead())
                .isFalse();
        assertThat(new SegmentFacts(1, 1000, 100, 3, true, true, false).isMostlyDead())
                .as("the footer counts")
                .isFalse();
        assertThat(new SegmentFacts(1, 200, 100, 0, false, true, false).isMostlyDead())
                .as("nothing goes")
                .isFalse();
    }
}
