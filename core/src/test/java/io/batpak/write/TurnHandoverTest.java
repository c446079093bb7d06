package io.batpak.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.time.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// When exactly a waiter is called and when the turn is handed to it, by a clock that the test sets: whoever waits
/// rests
/// until the test lets it look.
///
/// Tier: unit. Covers: B7.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TurnHandoverTest {
    private static final long QUANTUM = 250_000;
    private static final long LEAD = 40_000;
    private static final long GRACE = 150_000;
    private static final long SPIN = 60_000;
    private static final long LOOK = 400_000;

    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger rests = new AtomicInteger();
    private final AtomicLong restNanos = new AtomicLong();
    private final Semaphore looks = new Semaphore(0);
    /// Each look of this thread at the clock takes a microsecond.
    private volatile Thread spinner = new Thread();

    private final Turn turn = new Turn(new Ticker() {
        @Override
        public long nanos() {
            if (Thread.currentThread() == spinner) {
                return now.addAndGet(1000);
            }
            return now.get();
        }

        @Override
        public void park(Object blocker, long nanos) {
            restNanos.set(nanos);
            rests.incrementAndGet();
            looks.acquireUninterruptibly();
        }
    });

    /// A thread that waits for the turn, and gives it away when it is told to.
    private final class Heir {
        private final CountDownLatch owns = new CountDownLatch(1);
        private final CountDownLatch mayRelease = new CountDownLatch(1);
        private final Thread thread;

        Heir() {
            thread = Thread.ofPlatform().daemon().start(() -> {
                turn.take();
                owns.countDown();
                try {
                    mayRelease.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                turn.release();
            });
        }

        void takesOver() throws InterruptedException {
            looks.release();
            assertThat(owns.await(20, TimeUnit.SECONDS)).isTrue();
        }

        void ends() throws InterruptedException {
            mayRelease.countDown();
            thread.join(TimeUnit.SECONDS.toMillis(20));
            assertThat(thread.isAlive()).isFalse();
        }
    }

    private void untilRests(int times) {
        while (rests.get() < times) {
            Thread.onSpinWait();
        }
    }

    /// Gives the turn away at this time; it is not handed over, so it is free, and is taken again.
    private void keeps(long at) {
        now.set(at);
        turn.release();
        assertThat(turn.isTaken()).as("at %d", at).isFalse();
        assertThat(turn.tryTake()).isTrue();
    }

    /// Gives the turn away at this time, and it is somebody else's at once.
    private void handsOver(long at) {
        now.set(at);
        turn.release();
        assertThat(turn.isTaken()).as("at %d", at).isTrue();
        assertThat(turn.tryTake()).isFalse();
    }

    @Test
    void whoeverWaitsIsCalledBeforeTheQuantumIsOverAndServedWhenItIsLate() throws InterruptedException {
        turn.take();
        int waited = 0;
        for (long begun = 0; begun < 3_000_000; begun = now.get()) {
            Heir heir = new Heir();
            untilRests(++waited);
            assertThat(turn.waiting()).isEqualTo(1);
            assertThat(restNanos).hasValue(LOOK);
            long called = begun + QUANTUM - LEAD;
            keeps(called - 1);
            keeps(called);
            keeps(called + GRACE);
            handsOver(called + GRACE + 1);
            heir.takesOver();
            assertThat(turn.waiting()).isZero();
            heir.ends();
            assertThat(turn.tryTake()).isTrue();
        }
    }

    @Test
    void anHeirThatGaveUpIsCalledAgain() throws InterruptedException {
        turn.take();
        Heir heir = new Heir();
        untilRests(1);
        keeps(QUANTUM - LEAD);
        spinner = heir.thread;
        looks.release();
        untilRests(2);
        assertThat(now).as("it looked once to begin with").hasValue(QUANTUM - LEAD + SPIN + 1000);
        spinner = new Thread();
        long again = now.get() + GRACE + 1;
        keeps(again);
        keeps(again + GRACE);
        handsOver(again + GRACE + 1);
        heir.takesOver();
        heir.ends();
        assertThat(turn.isTaken()).isFalse();
    }

    @Test
    void anHeirThatSpinsTakesAFreeTurn() throws InterruptedException {
        turn.take();
        Heir heir = new Heir();
        untilRests(1);
        keeps(QUANTUM - LEAD);
        turn.release();
        heir.takesOver();
        assertThat(turn.isTaken()).isTrue();
        assertThat(turn.waiting()).isZero();
        heir.ends();
        assertThat(turn.isTaken()).isFalse();
    }

    @Test
    void theMoreWaitTheSoonerIsTheOldestServed() throws InterruptedException {
        turn.take();
        List<Heir> heirs = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            heirs.add(new Heir());
            if (i == 0) {
                untilRests(1); // the oldest
            }
        }
        while (turn.waiting() < 100) {
            Thread.onSpinWait();
        }
        long called = 8_000_000 / 100 - LEAD;
        keeps(called - 1);
        keeps(called);
        keeps(called + GRACE);
        handsOver(called + GRACE + 1);
        heirs.getFirst().takesOver();
        assertThat(turn.waiting()).isEqualTo(99);
        looks.release(1_000_000); // from here on whoever is first looks as often as it likes
        for (Heir heir : heirs) {
            heir.mayRelease.countDown();
        }
        for (Heir heir : heirs) {
            heir.ends();
        }
        assertThat(turn.isTaken()).isFalse();
    }

    @Test
    void aFreeTurnIsTakenOnceAndSaysWhoWaits() {
        assertThat(turn).hasToString("free, 0 waiting");
        assertThat(turn.tryTake()).isTrue();
        assertThat(turn.tryTake()).isFalse();
        assertThat(turn).hasToString("taken, 0 waiting");
        turn.release();
        assertThat(turn.isTaken()).isFalse();
    }
}
