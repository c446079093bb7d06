package io.batpak.write;

import io.batpak.time.Job;
import io.batpak.time.JoinInterruptedException;
import io.batpak.time.JoinTimeoutException;
import io.batpak.time.SpawnFailedException;
import io.batpak.time.Spawner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The background threads of a writing store: one syncs what is due, by number or by time; one commits what was
/// handed over and nobody waits for; one gives large finished segments their footers; one merges segments. All but
/// the first start when they are first needed, and the last one may be missing: a store works without it.
///
/// All sleep while there is nothing to do; waking one costs its waker one system call, and only if it sleeps.
final class Background {
    private static final Duration WARN_AFTER = Duration.ofSeconds(30);

    private final Spawner spawner;
    private final String name;
    private final long stackBytes;
    private final Worker syncer;
    private final Worker drainer;
    private final Worker sealer;
    private final Worker merger;
    private volatile Runnable merges = () -> {};
    private volatile boolean mergerRefused;
    private final Queue<Runnable> seals = new ConcurrentLinkedQueue<>();
    private final List<Job> jobs = new ArrayList<>();
    private volatile boolean stopped;

    /// @param name tells this store's threads from those of others
    Background(Spawner spawner, String name, WriteSettings settings, CommitEngine engine) {
        this.spawner = spawner;
        this.name = name;
        this.stackBytes = settings.queue().stackBytes();
        this.syncer = new Worker(
                "batpak-sync-",
                engine::syncUncaptured,
                TimeUnit.NANOSECONDS.convert(settings.syncs().within()));
        this.drainer = new Worker("batpak-writer-", engine::drainQueue, 0);
        this.sealer = new Worker("batpak-seal-", this::sealAll, 0);
        this.merger = new Worker("batpak-merge-", () -> merges.run(), 0);
        start(syncer);
    }

    private synchronized void start(Worker worker) {
        if (!worker.started && !stopped) {
            jobs.add(spawner.spawn(worker.prefix + name, stackBytes, worker));
            worker.started = true;
        }
    }

    private void sealAll() {
        for (Runnable next = seals.poll(); next != null; next = seals.poll()) {
            attempt(next); // one that fails must not keep those behind it, for which somebody may wait
        }
    }

    private static void attempt(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            Committer.LOG.log(System.Logger.Level.ERROR, "background work of the journal failed", e);
        }
    }

    /// A finished segment wants its footer. Without a thread for it, it gets it when there is one, or when all end.
    void seal(Runnable job) {
        seals.add(job);
        try {
            sealer.demand();
        } catch (SpawnFailedException e) {
            Committer.LOG.log(
                    System.Logger.Level.WARNING, "no thread to seal segments, they stay as they are for now", e);
        }
    }

    /// Runs a job behind everything that is to be sealed.
    ///
    /// @throws SpawnFailedException without a thread for it; the job does not run
    void behindSeals(Runnable job) {
        sealer.demand();
        seals.add(job);
        sealer.want();
    }

    /// What [#merge] has done.
    void mergeWith(Runnable work) {
        merges = work;
    }

    /// There is something to merge. Without a thread for it nothing is merged beside commits, and none is asked for
    /// again.
    void merge() {
        if (mergerRefused) {
            return;
        }
        try {
            merger.demand();
        } catch (SpawnFailedException e) {
            mergerRefused = true;
            Committer.LOG.log(System.Logger.Level.WARNING, "no thread to merge small segments, they stay for now", e);
        }
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
        drainer.demand();
    }

    /// Ends all threads and waits for them. What is being sealed, or waits for it, is sealed first. Being
    /// interrupted does not end the wait; the flag stays set.
    void stop() {
        List<Job> running;
        synchronized (this) {
            stopped = true;
            running = List.copyOf(jobs);
        }
        syncer.wake();
        drainer.wake();
        sealer.wake();
        merger.wake();
        boolean interrupted = Thread.interrupted();
        for (Job job : running) {
            while (!joins(job)) {
                interrupted |= Thread.interrupted();
            }
        }
        sealAll(); // what no thread could be had for
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean joins(Job job) {
        try {
            job.join(WARN_AFTER);
            return true;
        } catch (JoinInterruptedException e) {
            return false; // the flag is set again, the caller waits on
        } catch (JoinTimeoutException e) {
            Committer.LOG.log(System.Logger.Level.WARNING, "still waiting for a background thread to end", e);
            return false; // the directory must not be released while one of ours may write to it
        }
    }

    private final class Worker implements Runnable {
        private final String prefix;
        private final Runnable work;
        private final long withinNanos;
        private volatile boolean started;
        private volatile @Nullable Thread thread;
        private volatile boolean wanted;
        private volatile boolean wantedInTime;
        private volatile boolean asleep;

        Worker(String prefix, Runnable work, long withinNanos) {
            this.prefix = prefix;
            this.work = work;
            this.withinNanos = withinNanos;
        }

        /// Starts it if need be.
        void demand() {
            if (!started) {
                start(this);
            }
            want();
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
            while (!stopped || wanted) {
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
            attempt(work);
        }

        private void sleepInTime() {
            spawner.ticker().park(this, withinNanos);
            if (!wanted && !stopped) {
                wanted = true; // a wake-up before time only makes the sync come early
            }
        }
    }
}
