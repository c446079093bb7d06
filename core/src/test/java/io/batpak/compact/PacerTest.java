package io.batpak.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.model.Compaction;
import io.batpak.model.CompactionProgress;
import io.batpak.time.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// Progress, cancellation and the limit on bytes per second.
///
/// Tier: unit.
class PacerTest {
    private static final int PIECE = 1000;

    private final StepTicker clock = new StepTicker(() -> {});
    private final List<CompactionProgress> news = new ArrayList<>();
    private final AtomicBoolean cancelled = new AtomicBoolean();

    private Pacer pacer(long bytesPerSecond) {
        Compaction how = Compaction.merge()
                .but()
                .listener(news::add)
                .cancel(cancelled::get)
                .bytesPerSecondMax(bytesPerSecond)
                .build();
        return new Pacer(how, clock, 3 * PIECE, 2);
    }

    @Test
    void everyPieceIsReported() {
        Pacer pacer = pacer(0);
        pacer.wrote(PIECE);
        pacer.nextStep();
        pacer.wrote(PIECE);
        pacer.finished();
        assertThat(news)
                .containsExactly(
                        new CompactionProgress(PIECE, 3 * PIECE, 1, 2),
                        new CompactionProgress(2 * PIECE, 3 * PIECE, 2, 2),
                        new CompactionProgress(2 * PIECE, 2 * PIECE, 2, 2));
        assertThat(clock.nanos()).as("no limit, no pause").isZero();
    }

    @Test
    void moreThanWasExpectedIsNeverMoreThanAll() {
        Pacer pacer = pacer(0);
        pacer.wrote(4 * PIECE);
        assertThat(news.getLast().bytesTotal()).isEqualTo(4 * PIECE);
    }

    @Test
    void theLimitHoldsOnTheAverage() {
        Pacer pacer = pacer(10 * PIECE);
        for (int i = 0; i < 100; i++) {
            clock.advance(TimeUnit.MILLISECONDS.toNanos(
                    i % 7 == 0 ? 150 : 20)); // the disk is sometimes slower than the limit
            pacer.wrote(PIECE);
        }
        assertThat(clock.nanos())
                .isBetween(TimeUnit.MILLISECONDS.toNanos(9_900), TimeUnit.MILLISECONDS.toNanos(10_100));
    }

    @Test
    void aLongStandstillIsNotMadeUpFor() {
        Pacer pacer = pacer(10 * PIECE);
        clock.advance(TimeUnit.HOURS.toNanos(1));
        long before = clock.nanos();
        for (int i = 0; i < 100; i++) {
            pacer.wrote(PIECE);
        }
        assertThat(clock.nanos() - before).isEqualTo(TimeUnit.SECONDS.toNanos(9));
    }

    @Test
    void aWishToGiveUpIsHeardBetweenPiecesAndDuringAPause() {
        Pacer pacer = pacer(0);
        cancelled.set(true);
        assertThatThrownBy(() -> pacer.wrote(PIECE)).isInstanceOf(CancelledSignal.class);
        cancelled.set(false);
        Compaction slow = Compaction.merge()
                .but()
                .cancel(cancelled::get)
                .bytesPerSecondMax(4096)
                .build();
        StepTicker ticker = new StepTicker(() -> cancelled.set(true));
        Pacer limited = new Pacer(slow, ticker, 0, 1);
        long before = ticker.nanos();
        assertThatThrownBy(() -> limited.wrote(1 << 20)).isInstanceOf(CancelledSignal.class);
        assertThat(ticker.nanos() - before).isLessThan(TimeUnit.SECONDS.toNanos(1));
    }

    @Test
    void theTickerOfTheSystemLetsTimePass() {
        Ticker system = Ticker.system();
        long before = system.nanos();
        for (int i = 0; i < 5; i++) {
            system.park(this, TimeUnit.MILLISECONDS.toNanos(2));
        }
        system.park(this, -1);
        assertThat(system.nanos() - before).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(2));
    }

    /// Goes on only when told to.
    private static final class StepTicker implements Ticker {
        private final Runnable afterPause;
        private long now;

        StepTicker(Runnable afterPause) {
            this.afterPause = afterPause;
        }

        void advance(long nanos) {
            now += nanos;
        }

        @Override
        public long nanos() {
            return now;
        }

        @Override
        public void park(Object blocker, long nanos) {
            now += nanos;
            afterPause.run();
        }
    }
}
