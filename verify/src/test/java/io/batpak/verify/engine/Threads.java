package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/// Threads of a test, and waiting for what must come. The bound is there to end a test that hangs; nothing is
/// asserted about how long anything takes.
final class Threads {
    private static final long HANG_NANOS = 60_000_000_000L;

    private final List<Thread> all = new ArrayList<>();
    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final CountDownLatch start = new CountDownLatch(1);

    /// Something that may fail.
    @FunctionalInterface
    interface Body {
        void run() throws Exception;
    }

    /// A thread that runs at once.
    Thread now(Body body) {
        Thread thread = Thread.ofPlatform().daemon().start(() -> guarded(body));
        all.add(thread);
        return thread;
    }

    /// `count` threads that begin together: every `virtualEvery`th is a virtual one, 0 for none.
    Threads together(int count, int virtualEvery, IntConsumer body) {
        for (int i = 0; i < count; i++) {
            int me = i;
            boolean virtual = virtualEvery > 0 && i % virtualEvery == 0;
            Thread.Builder builder =
                    virtual ? Thread.ofVirtual() : Thread.ofPlatform().daemon();
            all.add(builder.start(() -> guarded(() -> {
                start.await();
                body.accept(me);
            })));
        }
        start.countDown();
        return this;
    }

    private void guarded(Body body) {
        try {
            body.run();
        } catch (Throwable e) {
            failures.add(e);
        }
    }

    /// Waits for all and expects that none failed.
    void join() {
        for (Thread thread : all) {
            until("the end of " + thread, () -> !thread.isAlive());
        }
        failures.stream().findFirst().ifPresent(first -> {
            throw new AssertionError(failures.size() + " threads failed, one of them by", first);
        });
    }

    /// Waits until `thread` sleeps.
    static void untilAsleep(Thread thread) {
        until(
                thread + " sleeps",
                () -> thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING);
    }

    /// Waits until `condition` holds.
    static void until(String what, BooleanSupplier condition) {
        long began = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - began).as("hangs: " + what).isLessThan(HANG_NANOS);
            LockSupport.parkNanos(200_000);
        }
    }
}
