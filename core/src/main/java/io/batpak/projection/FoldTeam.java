package io.batpak.projection;

import io.batpak.time.Job;
import io.batpak.time.JoinInterruptedException;
import io.batpak.time.JoinTimeoutException;
import io.batpak.time.SpawnFailedException;
import io.batpak.time.Spawner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Threads that share one piece of work; the caller is one of them. One use.
final class FoldTeam {
    private static final System.Logger LOG = System.getLogger("io.batpak");
    private static final Duration LOOK = Duration.ofHours(1);

    private final Spawner spawner;
    private final String name;
    private final int size;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    FoldTeam(Spawner spawner, String name, int size) {
        this.spawner = spawner;
        this.name = name;
        this.size = size;
    }

    /// What each of them does.
    interface Share {
        /// Does one share.
        ///
        /// @param part which one, from 0 on
        /// @param goesOn to be called now and then; throws when another one has failed
        void work(int part, Runnable goesOn);
    }

    int size() {
        return size;
    }

    /// Does all shares; returns when all have ended. What one of them throws is thrown, and ends the others.
    void run(Share share) {
        List<Job> jobs = new ArrayList<>();
        int spawned = 1;
        try {
            while (spawned < size) {
                int part = spawned;
                jobs.add(spawner.spawn(name, () -> attempt(share, part)));
                spawned++;
            }
        } catch (SpawnFailedException e) {
            LOG.log(System.Logger.Level.WARNING, "fewer threads than wanted fold events", e);
        }
        attempt(share, 0);
        for (int part = spawned; part < size; part++) {
            attempt(share, part);
        }
        awaitAll(jobs);
        switch (failure.get()) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException("a fold failed", e);
        }
    }

    private void attempt(Share share, int part) {
        try {
            share.work(part, this::requireGoingOn);
        } catch (Throwable t) { // whatever somebody's fold throws
            failure.compareAndSet(null, t);
        }
    }

    private void requireGoingOn() {
        if (failure.get() != null) {
            throw new CancellationException("another thread of the fold has failed");
        }
    }

    /// Waits for all of them whatever happens: they fold into what is the caller's.
    private static void awaitAll(List<Job> jobs) {
        boolean interrupted = false;
        for (Job job : jobs) {
            while (job.status() == Job.Status.RUNNING) {
                try {
                    job.join(LOOK);
                } catch (JoinInterruptedException e) {
                    interrupted |= Thread.interrupted();
                } catch (JoinTimeoutException e) {
                    LOG.log(System.Logger.Level.WARNING, "a fold takes more than an hour: " + job.name(), e);
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
