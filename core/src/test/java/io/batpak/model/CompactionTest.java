package io.batpak.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.error.ConfigurationException;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// How a compaction is asked for: defaults, limits, and values that can be changed one by one.
///
/// Tier: unit.
class CompactionTest {
    private static final RetentionPolicy.Facts NO_FACTS = new RetentionPolicy.Facts() {
        @Override
        public long nowMillis() {
            return 0;
        }

        @Override
        public OptionalLong nthNewest(String entity, int n) {
            return OptionalLong.empty();
        }
    };

    @Test
    void aMergeOfEverythingIsTheSimplestOne() {
        Compaction merge = Compaction.merge();
        assertThat(merge.strategy()).isEqualTo(new CompactionStrategy.Merge());
        assertThat(merge.scope()).isEqualTo(CompactionScope.WHOLE);
        assertThat(merge.minSegments()).isEqualTo(2);
        assertThat(merge.outputBytesMax()).isZero();
        assertThat(merge.bytesPerSecondMax()).isZero();
        assertThat(merge.listener()).isSameAs(CompactionListener.NONE);
        assertThat(merge.cancel().getAsBoolean()).isFalse();
    }

    @Test
    void everyStrategyHasTheNameReportsUse() {
        assertThat(Compaction.merge().strategy().shape().wireName()).isEqualTo("Merge");
        assertThat(Compaction.retention(_ -> true).strategy().shape().wireName())
                .isEqualTo("Retention");
        assertThat(Compaction.tombstone(_ -> true).strategy().shape().wireName())
                .isEqualTo("Tombstone");
    }

    @Test
    void oneValueIsReplacedAndTheOthersStay() {
        Compaction first = Compaction.merge()
                .but()
                .scope(CompactionScope.TIERED)
                .minSegments(7)
                .outputBytesMax(8192)
                .bytesPerSecondMax(9000)
                .listener(_ -> {})
                .cancel(() -> true)
                .build();
        Compaction second = first.but().minSegments(0).build();
        assertThat(second.minSegments()).isZero();
        assertThat(second.scope()).isEqualTo(CompactionScope.TIERED);
        assertThat(second.outputBytesMax()).isEqualTo(8192);
        assertThat(second.bytesPerSecondMax()).isEqualTo(9000);
        assertThat(second.listener()).isSameAs(first.listener());
        assertThat(second.cancel()).isSameAs(first.cancel());
        assertThat(second.strategy()).isSameAs(first.strategy());
    }

    @Test
    void valuesOutsideTheirRangeAreRefusedWithNameAndLimit() {
        refuses(Compaction.merge().but().minSegments(-1), "minSegments is -1, accepted: 0 to 2147483647");
        refuses(Compaction.merge().but().outputBytesMax(4095), "outputBytesMax is 4095, accepted: 0, or 4096 and more");
        refuses(Compaction.merge().but().outputBytesMax(-1), "outputBytesMax is -1, accepted: 0, or 4096 and more");
        refuses(
                Compaction.merge().but().bytesPerSecondMax(4095),
                "bytesPerSecondMax is 4095, accepted: 0, or 4096 and more");
    }

    private static void refuses(Compaction.Builder builder, String message) {
        assertThatThrownBy(builder::build)
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(message);
    }

    @Test
    void aPolicyBecomesARuleWhenItMeetsItsJournal() {
        CompactionStrategy strategy =
                Compaction.retention(RetentionPolicy.keepLast(3)).strategy();
        assertThat(strategy).hasToString("Retention[keep=all but beyond the last 3 of the entity]");
        assertThat(strategy)
                .isInstanceOfSatisfying(
                        CompactionStrategy.Retention.class,
                        retention -> assertThatThrownBy(
                                        () -> retention.keep().keeps(new SampleEntry("a", "s", 0x1000, 1, 1)))
                                .isInstanceOf(IllegalStateException.class));
        CompactionStrategy bound = strategy.over(NO_FACTS);
        assertThat(bound)
                .isInstanceOfSatisfying(
                        CompactionStrategy.Retention.class,
                        retention -> assertThat(retention.keep().keeps(new SampleEntry("a", "s", 0x1000, 1, 1)))
                                .isTrue());
    }

    @Test
    void aRuleThatNeedsNothingIsItsOwnAnswer() {
        KeepRule rule = _ -> false;
        assertThat(rule.over(NO_FACTS)).isSameAs(rule);
        assertThat(Compaction.tombstone(rule).strategy().over(NO_FACTS))
                .isEqualTo(new CompactionStrategy.Tombstone(rule));
        assertThat(Compaction.merge().strategy().over(NO_FACTS)).isEqualTo(new CompactionStrategy.Merge());
    }

    @Test
    void aForecastAddsUpWhatItSaysOfEachKind() {
        CompactionForecast forecast = new CompactionForecast(
                List.of(
                        new CompactionForecast.OfKind(EventKind.DATA, 3, 2, 1),
                        new CompactionForecast.OfKind(EventKind.TOMBSTONE, 10, 0, 0)),
                100,
                60,
                List.of(new CompactionForecast.Step(2, List.of(3L, 4L))),
                60);
        assertThat(forecast.kept()).isEqualTo(13);
        assertThat(forecast.dropped()).isEqualTo(2);
        assertThat(forecast.tombstoned()).isEqualTo(1);
    }

    @Test
    void progressIsAFractionThatNeverPassesOne() {
        assertThat(new CompactionProgress(1, 4, 1, 1).fraction()).isEqualTo(0.25);
        assertThat(new CompactionProgress(9, 4, 1, 1).fraction()).isEqualTo(1);
        assertThat(new CompactionProgress(0, 0, 1, 1).fraction()).isEqualTo(1);
    }
}
