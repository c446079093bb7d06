package io.batpak.testkit;

import io.batpak.time.Job;
import io.batpak.time.JobFailedException;
import io.batpak.time.JoinInterruptedException;
import io.batpak.time.JoinTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A job of a [SimScheduler]. Only its threads, one at a time, and the thread that drives them come here.
final class SimJob implements Job, Runnable {
    private static final Duration LONG_ENOUGH = Duration.ofDays(10_000);

    private final SimScheduler scheduler;
    private final String name;
    private final Runnable body;
    private final List<Thread> waiting = new ArrayList<>();
    private Status status = Status.RUNNING;
    private @Nullable Throwable failure;

    SimJob(SimScheduler scheduler, String name, Runnable body) {
        this.scheduler = scheduler;
        this.name = name;
        this.body = body;
    }

    @Override
    public void run() {
        try {
            body.run();
            status = Status.FINISHED;
        } catch (Throwable t) {
            failure = t;
            status = Status.FAILED;
        }
        waiting.forEach(LockSupport::unpark);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Status status() {
        return status;
    }

    @Nullable
    Throwable failure() {
        return failure;
    }

    @Override
    public void join(Duration timeout) {
        long began = scheduler.now();
        long limit = saturatedNanos(timeout);
        Thread self = Thread.currentThread();
        waiting.add(self);
        try {
            while (status == Status.RUNNING) {
                long waited = scheduler.now() - began;
                if (waited >= limit) {
                    throw new JoinTimeoutException(name, TimeUnit.NANOSECONDS.toMillis(waited));
                }
                scheduler.ticker().park(this, limit - waited);
                if (self.isInterrupted()) {
                    throw new JoinInterruptedException(name, new InterruptedException());
                }
            }
        } finally {
            waiting.remove(self);
        }
        if (failure != null) {
            throw new JobFailedException(name, failure);
        }
    }

    private static long saturatedNanos(Duration timeout) {
        return timeout.compareTo(LONG_ENOUGH) >= 0 ? LONG_ENOUGH.toNanos() : timeout.toNanos();
    }

    @Override
    public String toString() {
        return name + " " + status;
    }
}
