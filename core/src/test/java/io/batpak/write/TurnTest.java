package io.batpak.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.time.Ticker;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// One holder at a time, no waiter forgotten, none starved, whatever the threads are.
///
/// Tier: law. Covers: B7.
class TurnTest {
    private static final int ROUNDS = 1_500;

    @Test
    void oneHolderAtATimeAndNobodyIsForgottenAmongPlatformThreads() {
        assertHolds(new TurnHammer(8), Thread.ofPlatform().daemon(), 8);
    }

    @Test
    void oneHolderAtATimeAndNobodyIsForgottenAmongVirtualThreads() {
        assertHolds(new TurnHammer(32), Thread.ofVirtual(), 32);
    }

    private static void assertHolds(TurnHammer hammer, Thread.Builder builder, int threads) {
        for (int i = 0; i < threads; i++) {
            hammer.add(builder, ROUNDS, i % 2 == 0 ? 10 : 100);
        }
        hammer.begin();
        assertThat(hammer.ends())
                .as("all threads end; the turn is " + hammer.turn())
                .isTrue();
        assertThat(hammer.wasShared()).isFalse();
        assertThat(hammer.count()).isEqualTo((long) threads * ROUNDS);
        assertThat(hammer.turn().isTaken()).isFalse();
        assertThat(hammer.turn().waiting()).isZero();
    }

    @Test
    void platformAndVirtualThreadsShareIt() {
        TurnHammer hammer = new TurnHammer(16);
        for (int i = 0; i < 16; i++) {
            hammer.add(i % 2 == 0 ? Thread.ofPlatform().daemon() : Thread.ofVirtual(), ROUNDS, 25);
        }
        hammer.begin();
        assertThat(hammer.ends()).as("the turn is " + hammer.turn()).isTrue();
        assertThat(hammer.wasShared()).isFalse();
        assertThat(hammer.count()).isEqualTo(16L * ROUNDS);
    }

    @Test
    void aSingleCarrierThreadIsEnough() throws IOException {
        assertThat(onOneCarrier(48, 300)).isEqualTo("ended true, shared false, turn free, 0 waiting, count 14400");
    }

    private static String onOneCarrier(int threads, int rounds) throws IOException {
        String base = System.getProperty("basedir");
        String classPath = base == null
                ? System.getProperty("java.class.path")
                : Path.of(base, "target", "classes") + ":" + Path.of(base, "target", "test-classes");
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djdk.virtualThreadScheduler.parallelism=1",
                        "-Djdk.virtualThreadScheduler.maxPoolSize=1",
                        "-cp",
                        classPath,
                        TurnHammer.class.getName(),
                        Integer.toString(threads),
                        Integer.toString(rounds))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = child.inputReader()) {
            return String.valueOf(output.readLine());
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    void interruptsAreKeptAndEndNoWait() throws InterruptedException {
        TurnHammer hammer = new TurnHammer(6);
        AtomicInteger keptFlags = new AtomicInteger();
        Turn turn = hammer.turn();
        turn.take();
        List<Thread> waiters = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Thread waiter = Thread.ofPlatform().daemon().start(() -> {
                turn.take();
                try {
                    if (Thread.currentThread().isInterrupted()) {
                        keptFlags.incrementAndGet();
                    }
                } finally {
                    turn.release();
                }
            });
            waiters.add(waiter);
        }
        until(() -> turn.waiting() == 6);
        for (int i = 0; i < 50; i++) {
            waiters.forEach(Thread::interrupt);
            LockSupport.parkNanos(200_000);
        }
        assertThat(turn.waiting()).as("nobody got past a taken turn").isEqualTo(6);
        turn.release();
        for (Thread waiter : waiters) {
            waiter.join(60_000);
            assertThat(waiter.isAlive()).isFalse();
        }
        assertThat(keptFlags).hasValue(6);
    }

    @Test
    void theTurnCannotBeTakenTwice() {
        Turn turn = new Turn(Ticker.system());
        assertThat(turn.tryTake()).isTrue();
        assertThat(turn.tryTake()).isFalse();
        turn.release();
        assertThat(turn.tryTake()).isTrue();
        turn.release();
        assertThat(turn.isTaken()).isFalse();
    }

    @Test
    void sixteenThreadsThatNeverPauseAllGetTheirShare() throws InterruptedException {
        int threads = 16;
        long each = 40_000;
        Turn turn = new Turn(Ticker.system());
        AtomicLongArray shares = new AtomicLongArray(threads);
        AtomicInteger behind = new AtomicInteger(threads);
        List<Thread> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int me = i;
            running.add(Thread.ofPlatform().daemon().start(() -> {
                while (behind.get() > 0) {
                    turn.take();
                    turn.release();
                    if (shares.incrementAndGet(me) == each) {
                        behind.decrementAndGet();
                    }
                }
            }));
        }
        for (Thread thread : running) {
            thread.join(120_000);
            assertThat(thread.isAlive()).as("shares " + shares).isFalse();
        }
        long largest =
                LongStream.range(0, threads).map(i -> shares.get((int) i)).max().orElseThrow();
        assertThat(largest).as("shares " + shares).isLessThan(20 * each);
    }

    private static void until(java.util.function.BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }
}
