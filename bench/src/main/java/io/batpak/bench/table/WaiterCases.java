package io.batpak.bench.table;

import io.batpak.Store;
import io.batpak.model.Mark;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// What a publish costs while others wait for sequences that it does not reach.
final class WaiterCases {
    private static final int WAITERS = 512;
    /// Every waiter has its own target, this far away.
    private static final long FAR = 1_000_000_000_000L;
    private static final double COST_TIMES_MAX = 1.1;

    private WaiterCases() {}

    static List<Case> all() {
        return List.of(
                Crowd.of("waiters-512", "append while 512 wait for far targets", COST_TIMES_MAX, WaiterCases::waiters));
    }

    private static AutoCloseable waiters(Store store) throws InterruptedException {
        CountDownLatch started = new CountDownLatch(WAITERS);
        List<Thread> waiting = new ArrayList<>();
        for (int number = 0; number < WAITERS; number++) {
            long target = FAR + number;
            waiting.add(Thread.ofVirtual().start(() -> await(store, target, started)));
        }
        started.await();
        return Crowd.interrupting(waiting);
    }

    private static void await(Store store, long target, CountDownLatch started) {
        started.countDown();
        try {
            store.waitFor(Mark.VISIBLE, target, Duration.ofHours(1));
        } catch (InterruptedException e) {
            return; // the end of the measurement
        }
        throw new IllegalStateException("sequence " + target + " was reached");
    }
}
