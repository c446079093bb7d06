package io.batpak.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.testing.Laws;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.quicktheories.core.Gen;
import org.quicktheories.generators.Generate;

/// Points in commit order are a lattice: whichever way marks are merged, and however often, the result is the same. In
/// natural order the time decides and the sequence breaks ties; for marks it is the other way round.
///
/// Covers: A7.
/// Tier: law.
class HlcPointLawTest {
    private static final int CASES = 2_048;

    /// Few values, so that ties are common, and those at the ends of the unsigned range among them.
    private static Gen<HlcPoint> points() {
        Gen<Long> words = Generate.pick(List.of(0L, 1L, 2L, Long.MAX_VALUE, Long.MIN_VALUE, -1L));
        return words.zip(words, HlcPoint::new);
    }

    private static HlcPoint later(HlcPoint left, HlcPoint right) {
        return Collections.max(List.of(left, right));
    }

    private static HlcPoint earlier(HlcPoint left, HlcPoint right) {
        return Collections.min(List.of(left, right));
    }

    @Test
    void mergedMarksDependOnNoOrderAndNoRepetition() {
        Laws.qt(CASES).forAll(points(), points(), points()).checkAssert((a, b, c) -> {
            assertThat(a.maxBySequence(a)).isEqualTo(a);
            assertThat(a.minBySequence(a)).isEqualTo(a);
            assertThat(a.maxBySequence(b)).isEqualTo(b.maxBySequence(a)).isIn(a, b);
            assertThat(a.minBySequence(b)).isEqualTo(b.minBySequence(a)).isIn(a, b);
            assertThat(a.maxBySequence(b).maxBySequence(c)).isEqualTo(a.maxBySequence(b.maxBySequence(c)));
            assertThat(a.minBySequence(b).minBySequence(c)).isEqualTo(a.minBySequence(b.minBySequence(c)));
            assertThat(a.maxBySequence(a.minBySequence(b))).isEqualTo(a);
            assertThat(a.minBySequence(a.maxBySequence(b))).isEqualTo(a);
            assertThat(a.minBySequence(b.maxBySequence(c)))
                    .isEqualTo(a.minBySequence(b).maxBySequence(a.minBySequence(c)));
        });
    }

    @Test
    void aMergedMarkCoversWhatItWasMergedOf() {
        Laws.qt(CASES).forAll(points(), points()).checkAssert((a, b) -> {
            HlcPoint upper = a.maxBySequence(b);
            HlcPoint lower = a.minBySequence(b);
            assertThat(upper.covers(a) && upper.covers(b)).isTrue();
            assertThat(a.covers(lower) && b.covers(lower)).isTrue();
            assertThat(a.covers(b) || b.covers(a)).isTrue();
            assertThat(a.covers(b)).isEqualTo(Long.compareUnsigned(a.sequence(), b.sequence()) >= 0);
            assertThat(a.covers(HlcPoint.ORIGIN)).isTrue();
            assertThat(HlcPoint.ORIGIN.maxBySequence(a)).isEqualTo(a);
            assertThat(HlcPoint.ORIGIN.minBySequence(a)).isEqualTo(HlcPoint.ORIGIN);
        });
    }

    @Test
    void inNaturalOrderTimeDecidesAndSequenceBreaksTies() {
        Laws.qt(CASES).forAll(points(), points(), points()).checkAssert((a, b, c) -> {
            int byTime = Long.compareUnsigned(a.wallMillis(), b.wallMillis());
            int expected = byTime != 0 ? byTime : Long.compareUnsigned(a.sequence(), b.sequence());
            assertThat(Integer.signum(a.compareTo(b))).isEqualTo(Integer.signum(expected));
            assertThat(Integer.signum(b.compareTo(a))).isEqualTo(-Integer.signum(expected));
            assertThat(a.compareTo(b) == 0).isEqualTo(a.equals(b));
            assertThat(later(later(a, b), c)).isEqualTo(later(a, later(b, c)));
            assertThat(later(a, earlier(a, b))).isEqualTo(a);
            assertThat(earlier(a, later(a, b))).isEqualTo(a);
            assertThat(later(HlcPoint.ORIGIN, a)).isEqualTo(a);
            List<HlcPoint> sorted = new ArrayList<>(List.of(a, b, c));
            Collections.sort(sorted);
            assertThat(sorted.getFirst().compareTo(sorted.getLast())).isNotPositive();
        });
    }
}
