package io.batpak.time;

import java.time.Duration;

/// A running or ended piece of background work. Threads: may be shared.
public interface Job {
    /// The name it was spawned with.
    String name();

    /// Where it is now; [Status#FINISHED] and [Status#FAILED] are final.
    Status status();

    /// Waits until the work has ended, at most `timeout`; a timeout of zero or less only looks.
    ///
    /// @throws JobFailedException if the work ended with an exception, which is the cause
    /// @throws JoinTimeoutException if it is still running after `timeout`
    /// @throws JoinInterruptedException if the waiting thread was interrupted; its interrupt flag stays set
    void join(Duration timeout);

    /// The life of a job.
    enum Status {
        /// Not ended yet.
        RUNNING,
        /// Ended by returning.
        FINISHED,
        /// Ended by an exception.
        FAILED
    }
}
