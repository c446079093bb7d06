package io.batpak.time;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A job that is its own runnable. The failure is written before the latch opens and read only after it.
final class ThreadJob implements Job, Runnable {
    private final String name;
    private final Runnable body;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable Throwable failure;

    ThreadJob(String name, Runnable body) {
        this.name = name;
        this.body = body;
    }

    @Override
    public void run() {
        try {
            body.run();
        } catch (Throwable thrown) {
            failure = thrown; // reported by status and join, whatever it is
        } finally {
            ended.countDown();
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Status status() {
        if (ended.getCount() > 0) {
            return Status.RUNNING;
        }
        return failure == null ? Status.FINISHED : Status.FAILED;
    }

    @Override
    public void join(Duration timeout) {
        long before = System.nanoTime();
        boolean done;
        try {
            done = ended.await(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new JoinInterruptedException(name, interrupt);
        }
        if (!done) {
            throw new JoinTimeoutException(name, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before));
        }
        Throwable thrown = failure;
        if (thrown != null) {
            throw new JobFailedException(name, thrown);
        }
    }

    @Override
    public String toString() {
        return name + " " + status();
    }
}
