package io.batpak.time;

import java.util.concurrent.locks.LockSupport;

/// How the journal lets time pass on the calling thread. Threads: may be shared.
@FunctionalInterface
public interface Pause {
    /// Waits about so many nanoseconds; 0 or less returns at once. It may return early, and does so with its flag
    /// set when the thread is interrupted.
    void forNanos(long nanos);

    /// Lets the calling thread sleep.
    static Pause system() {
        return LockSupport::parkNanos;
    }
}
