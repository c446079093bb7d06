package io.batpak.verify.engine;

import io.batpak.time.Job;
import io.batpak.time.JobFailedException;
import io.batpak.time.JoinInterruptedException;
import io.batpak.time.JoinTimeoutException;
import io.batpak.time.SpawnFailedException;
import io.batpak.time.Spawner;
import java.time.Duration;
import java.util.function.Predicate;

/// Threads of the system, as far as it gives any, and waits for them that end early.
///
/// @param refused the names of those that are not to be had
/// @param early whether the first waits for each end by a timeout and by an interrupt
record SpawnerStub(Predicate<String> refused, boolean early) implements Spawner {
    static SpawnerStub without(String prefix) {
        return new SpawnerStub(name -> name.startsWith(prefix), false);
    }

    static SpawnerStub impatient() {
        return new SpawnerStub(_ -> false, true);
    }

    @Override
    public Job spawn(String name, Runnable body) {
        if (refused.test(name)) {
            throw new SpawnFailedException(name, new OutOfMemoryError("no thread"));
        }
        Job job = Spawner.platformThreads().spawn(name, body);
        return early ? new ImpatientJob(job) : job;
    }

    /// Its first two waits end early.
    private static final class ImpatientJob implements Job {
        private final Job job;
        private int waits;

        ImpatientJob(Job job) {
            this.job = job;
        }

        @Override
        public String name() {
            return job.name();
        }

        @Override
        public Status status() {
            return job.status();
        }

        /// @throws JobFailedException if it failed
        @Override
        public void join(Duration timeout) {
            waits++;
            if (waits == 1) {
                throw new JoinTimeoutException(name(), timeout.toMillis());
            }
            if (waits == 2) {
                Thread.currentThread().interrupt();
                throw new JoinInterruptedException(name(), new InterruptedException());
            }
            job.join(timeout);
        }
    }
}
