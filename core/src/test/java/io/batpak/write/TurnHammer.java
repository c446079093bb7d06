package io.batpak.write;

import io.batpak.time.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/// Threads that take a turn, hold it shortly, give it away, and pause now and then.
///
/// As a program it hammers with virtual threads and prints how often it found the turn shared or lost; the test
/// starts it on a JVM with a single carrier thread.
final class TurnHammer {
    private static final long DONE_WITHIN_SECONDS = 120;
    private static final int PAUSE_NANOS_MAX = 300_000;

    private final Turn turn = new Turn(Ticker.system());
    private final AtomicBoolean inside = new AtomicBoolean();
    private final AtomicBoolean shared = new AtomicBoolean();
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch start = new CountDownLatch(1);
    private final CountDownLatch ended;
    /// Plain on purpose: only the turn makes its increments add up.
    private long count;

    TurnHammer(int threadCount) {
        ended = new CountDownLatch(threadCount);
    }

    Turn turn() {
        return turn;
    }

    long count() {
        return count;
    }

    boolean wasShared() {
        return shared.get();
    }

    List<Thread> threads() {
        return threads;
    }

    void add(Thread.Builder builder, int rounds, int pauseEvery) {
        long seed = threads.size();
        threads.add(builder.unstarted(() -> hammer(new SplittableRandom(seed), rounds, pauseEvery)));
    }

    private void hammer(SplittableRandom random, int rounds, int pauseEvery) {
        try {
            start.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // kept: the turn must not mind
        }
        for (int i = 0; i < rounds; i++) {
            once(pauseEvery > 0 && random.nextInt(pauseEvery) == 0 ? random.nextInt(PAUSE_NANOS_MAX) : 0);
        }
        ended.countDown();
    }

    private void once(int pauseNanos) {
        turn.take();
        try {
            if (!inside.compareAndSet(false, true)) {
                shared.set(true);
            }
            count++;
            if ((pauseNanos & 1) == 1) {
                LockSupport.parkNanos(pauseNanos);
            }
            inside.set(false);
        } finally {
            turn.release();
        }
        if (pauseNanos > 0 && (pauseNanos & 1) == 0) {
            LockSupport.parkNanos(pauseNanos);
        }
    }

    void begin() {
        threads.forEach(Thread::start);
        start.countDown();
    }

    /// Whether all threads came to their end; if not, a wake-up was lost.
    boolean ends() {
        try {
            return ended.await(DONE_WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public static void main(String[] arguments) {
        int threadCount = Integer.parseInt(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        TurnHammer hammer = new TurnHammer(threadCount);
        for (int i = 0; i < threadCount; i++) {
            hammer.add(Thread.ofVirtual(), rounds, 20);
        }
        hammer.begin();
        boolean ended = hammer.ends();
        System.out.println("ended " + ended + ", shared " + hammer.wasShared() + ", turn " + hammer.turn() + ", count "
                + hammer.count());
        System.exit(0);
    }
}
