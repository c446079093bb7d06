package io.batpak.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.testing.Laws;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.quicktheories.core.Gen;
import org.quicktheories.generators.Generate;

/// Covers: A4, A6, A30, B20, E34.
/// Tier: law.
class PositionTest {
    private static final long U32_MAX = 4_294_967_295L;

    private static Gen<DagPosition> near() {
        Gen<Long> few = Generate.longRange(0, 2);
        Gen<DagPosition> places = few.zip(few, few, DagPosition::of);
        return places.zip(
                few,
                (place, wallMillis) -> new DagPosition(
                        wallMillis, (int) (wallMillis % 2), place.depth(), place.lane(), place.clock()));
    }

    @Test
    void constructorsFillTheRestWithZeros() {
        assertThat(DagPosition.root()).isEqualTo(new DagPosition(0, 0, 0, 0, 0));
        assertThat(DagPosition.child(5)).isEqualTo(new DagPosition(0, 0, 0, 0, 5));
        assertThat(DagPosition.child(5, 1234, 7)).isEqualTo(new DagPosition(1234, 7, 0, 0, 5));
        assertThat(DagPosition.of(1, 2, 3)).isEqualTo(new DagPosition(0, 0, 1, 2, 3));
        assertThat(DagPosition.fork(4, 9)).isEqualTo(new DagPosition(0, 0, 5, 9, 0));
    }

    @Test
    void depthStaysAtItsLimit() {
        assertThat(DagPosition.fork(U32_MAX, 1).depth()).isEqualTo(U32_MAX);
        assertThat(DagPosition.fork(U32_MAX - 1, 1).depth()).isEqualTo(U32_MAX);
        assertThatThrownBy(() -> DagPosition.fork(U32_MAX + 1, 1)).isInstanceOf(InvalidArgumentException.class);
    }

    @Test
    void rootIgnoresTheTime() {
        assertThat(new DagPosition(99, 3, 0, 0, 0).isRoot()).isTrue();
        assertThat(DagPosition.of(1, 0, 0).isRoot()).isFalse();
        assertThat(DagPosition.of(0, 1, 0).isRoot()).isFalse();
        assertThat(DagPosition.of(0, 0, 1).isRoot()).isFalse();
    }

    @Test
    void numbersOutOfRangeAreRefusedByName() {
        assertThatThrownBy(() -> new DagPosition(0, 65_536, 0, 0, 0)).hasMessage("counter is 65536, must be 0..65535");
        assertThatThrownBy(() -> new DagPosition(0, 0, -1, 0, 0)).hasMessage("depth is -1, must be 0..4294967295");
        assertThatThrownBy(() -> new DagPosition(0, 0, 0, U32_MAX + 1, 0)).hasMessageStartingWith("lane is 4294967296");
        assertThatThrownBy(() -> new DagPosition(0, 0, 0, 0, Long.MIN_VALUE)).hasMessageStartingWith("clock is -");
        assertThat(new DagPosition(-1, 65_535, U32_MAX, U32_MAX, U32_MAX))
                .hasToString("4294967295:4294967295:4294967295@18446744073709551615.65535");
    }

    @Test
    void theTextFormIsDepthLaneClockAndTime() {
        assertThat(new DagPosition(1234, 5, 1, 2, 3)).hasToString("1:2:3@1234.5");
    }

    @Test
    void orderFollowsTheRules() {
        Laws.qt(10_000).forAll(near(), near()).checkAssert((left, right) -> {
            boolean samePlace = left.lane() == right.lane() && left.depth() == right.depth();
            boolean sameTime = left.wallMillis() == right.wallMillis() && left.counter() == right.counter();
            OptionalInt expected = !samePlace || (left.clock() == right.clock() && !sameTime)
                    ? OptionalInt.empty()
                    : OptionalInt.of(Long.compare(left.clock(), right.clock()));
            assertThat(left.partialCompareTo(right)).isEqualTo(expected);
            assertThat(left.isAncestorOf(right)).isEqualTo(expected.isPresent() && expected.getAsInt() < 0);
            assertThat(right.partialCompareTo(left).isPresent()).isEqualTo(expected.isPresent());
        });
    }

    @Test
    void pointsAreOrderedByTimeButCoveredBySequence() {
        HlcPoint early = new HlcPoint(1, 9);
        HlcPoint late = new HlcPoint(2, 3);
        assertThat(early).isLessThan(late);
        assertThat(early.covers(late)).isTrue();
        assertThat(late.covers(early)).isFalse();
        assertThat(early.covers(early)).isTrue();
        assertThat(early.maxBySequence(late)).isEqualTo(early);
        assertThat(late.maxBySequence(early)).isEqualTo(early);
        assertThat(early.minBySequence(late)).isEqualTo(late);
        assertThat(late.minBySequence(early)).isEqualTo(late);
    }

    @Test
    void equalSequencesAreDecidedByTime() {
        HlcPoint early = new HlcPoint(1, 3);
        HlcPoint late = new HlcPoint(2, 3);
        assertThat(early.maxBySequence(late)).isEqualTo(late);
        assertThat(late.maxBySequence(early)).isEqualTo(late);
        assertThat(early.minBySequence(late)).isEqualTo(early);
        assertThat(late.minBySequence(early)).isEqualTo(early);
    }

    @Test
    void pointsAreUnsigned() {
        assertThat(new HlcPoint(-1, 0)).isGreaterThan(new HlcPoint(1, 0));
        assertThat(new HlcPoint(0, -1).covers(new HlcPoint(0, 1))).isTrue();
        assertThat(new HlcPoint(-1, -1)).hasToString("18446744073709551615:18446744073709551615");
        assertThat(HlcPoint.ORIGIN).isEqualTo(new HlcPoint(0, 0));
    }
}
