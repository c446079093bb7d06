package io.batpak.write;

import io.batpak.time.Job;
import io.batpak.time.JoinInterruptedException;
import io.batpak.time.Spawner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The two background threads of a writing store: one syncs what is due, by number or by time; one commits what
/// was handed over and nobody waits for. The second starts with the first hand-over.
///
/// Both sleep while there is nothing to do; waking one costs its waker one system call, and only if it sleeps.
final class Background {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    private final Spawner spawner;
    private final String name;
    private final long stackBytes;
    private final Worker syncer;
    private final Worker drainer;
    private final List<Job> jobs = new ArrayList<>();
    private boolean drainerStarted;
    private volatile boolean stopped;

    /// @param name tells this store's threads from those of others
    Background(Spawner spawner, String name, WriteSettings settings, CommitEngine engine) {
        this.spawner = spawner;
        this.name = name;
        this.stackBytes = settings.queue().stackBytes();
        this.syncer = new Worker(
                engine::syncUncaptured,
                TimeUnit.NANOSECONDS.convert(settings.syncs().within()));
        this.drainer = new Worker(engine::drainQueue, 0);
        start("batpak-sync-", syncer);
    }

    private void start(String prefix, Worker worker) {
        jobs.add(spawner.spawn(prefix + name, stackBytes, worker));
    }

    /// A sync is due.
    void syncNow() {
        syncer.want();
    }

    /// Something was committed that no sync has covered; one shall follow in time.
    void syncInTime() {
        syncer.wantInTime();
    }

    /// Something was queued.
    void drain() {
        if (!drainer.isRunning()) {
            startDrainer();
        }
        drainer.want();
    }

    private synchronized void startDrainer() {
        if (!drainerStarted && !stopped) {
            start("batpak-writer-", drainer);
            drainerStarted = true;
        }
    }

    /// Ends both threads and waits for them. Being interrupted does not end the wait; the flag stays set.
    void stop() {
        List<Job> running;
        synchronized (this) {
            stopped = true;
            running = List.copyOf(jobs);
        }
        syncer.wake();
        drainer.wake();
        boolean interrupted = Thread.interrupted();
        for (Job job : running) {
            while (!joins(job)) {
                interrupted |= Thread.interrupted();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean joins(Job job) {
        try {
            job.join(STOP_LIMIT);
            return true;
        } catch (JoinInterruptedException e) {
            return false; // the flag is set again, the caller waits on
        }
    }

    private final class Worker implements Runnable {
        private final Runnable work;
        private final long withinNanos;
        private volatile @Nullable Thread thread;
        private volatile boolean wanted;
        private volatile boolean wantedInTime;
        private volatile boolean asleep;

        Worker(Runnable work, long withinNanos) {
            this.work = work;
            this.withinNanos = withinNanos;
        }

        boolean isRunning() {
            return thread != null;
        }

        void want() {
            if (!wanted) {
                wanted = true;
                wake();
            }
        }

        void wantInTime() {
            if (withinNanos > 0 && !wantedInTime) {
                wantedInTime = true;
                if (asleep) {
                    wake();
                }
            }
        }

        void wake() {
            Thread sleeper = thread;
            if (sleeper != null) {
                LockSupport.unpark(sleeper);
            }
        }

        @Override
        public void run() {
            thread = Thread.currentThread();
            while (!stopped) {
                if (wanted) {
                    wanted = false;
                    wantedInTime = false;
                    runOnce();
                } else if (wantedInTime) {
                    sleepInTime();
                } else {
                    asleep = true;
                    if (!wanted && !wantedInTime && !stopped) {
                        LockSupport.park(this);
                    }
                    asleep = false;
                }
            }
        }

        /// A failure concerns this run; whoever wants the next one gets it.
        private void runOnce() {
            try {
                work.run();
            } catch (RuntimeException | Error e) {
                Committer.LOG.log(System.Logger.Level.ERROR, "background work of the journal failed", e);
            }
        }

        private void sleepInTime() {
            LockSupport.parkNanos(this, withinNanos);
            if (!wanted && !stopped) {
                wanted = true; // a wake-up before time only makes the sync come early
            }
        }
    }
}
