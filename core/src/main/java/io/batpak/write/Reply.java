package io.batpak.write;

import io.batpak.error.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// What becomes of one command: open, then either its committed events or a failure, for good.
///
/// Settled by the holder of the turn; asked by any thread. The waiting threads are woken apart from settling,
/// when the turn has been given away.
final class Reply implements Result {
    private static final List<Committed> NOTHING = List.of();

    private final Pipeline pipeline;
    private volatile boolean settled;
    /// Written before `settled`.
    private List<Committed> committed = NOTHING;
    private @Nullable Throwable failure;
    /// Guarded by this.
    private List<Thread> waiting = List.of();

    Reply(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    boolean isSettled() {
        return settled;
    }

    /// The events are committed, and visible.
    void commit(List<Committed> events) {
        if (!settled) {
            committed = events;
            settled = true;
        }
    }

    /// Nothing of it was stored, or nobody can tell.
    void fail(Throwable cause) {
        if (!settled) {
            failure = cause;
            settled = true;
        }
    }

    /// Wakes who waits for it.
    void wake() {
        List<Thread> threads;
        synchronized (this) {
            threads = waiting;
            waiting = List.of();
        }
        threads.forEach(LockSupport::unpark);
    }

    /// Remembers the calling thread as waiting; false when there is nothing to wait for any more.
    private synchronized boolean register() {
        if (settled) {
            return false;
        }
        if (waiting.isEmpty()) {
            waiting = new ArrayList<>(1);
        }
        waiting.add(Thread.currentThread());
        return true;
    }

    private synchronized void unregister() {
        if (!waiting.isEmpty()) {
            waiting.remove(Thread.currentThread());
        }
    }

    /// Waits until it is settled, committing what is queued if nobody else does. Interrupts are kept for later.
    void awaitSettled() {
        boolean interrupted = false;
        while (!settled) {
            interrupted |= Thread.interrupted();
            try {
                awaitOnce(Long.MAX_VALUE);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits until it is settled or `deadline` has passed.
    ///
    /// @param limitNanos relative; at most this long
    /// @return whether it is settled
    boolean awaitSettled(long limitNanos) throws InterruptedException {
        long started = pipeline.realNanos();
        while (!settled) {
            long left = limitNanos - (pipeline.realNanos() - started);
            if (left <= 0) {
                return false;
            }
            awaitOnce(left);
        }
        return true;
    }

    private void awaitOnce(long limitNanos) throws InterruptedException {
        boolean drove = pipeline.drive();
        if (!register()) {
            return;
        }
        try {
            // After a round of its own that left it open, it waits for the end of a fence: nothing to lead.
            if (drove || (pipeline.joins(this) && !settled)) {
                park(limitNanos);
            }
        } finally {
            unregister();
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private void park(long limitNanos) {
        if (limitNanos == Long.MAX_VALUE) {
            LockSupport.park(this);
        } else {
            LockSupport.parkNanos(this, limitNanos);
        }
    }

    /// Wakes one waiting thread, to drive the pipeline; false when none waits any more.
    boolean wakeDriver() {
        Thread thread;
        synchronized (this) {
            if (settled || waiting.isEmpty()) {
                return false;
            }
            thread = waiting.getFirst();
        }
        LockSupport.unpark(thread);
        return true;
    }

    /// The committed events of a settled reply.
    ///
    /// @throws StoreException what became of it if it failed
    List<Committed> get() {
        Throwable cause = failure;
        if (cause == null) {
            return committed;
        }
        switch (cause) {
            case StoreException known -> throw known;
            case RuntimeException unexpected -> throw unexpected;
            case Error error -> throw error;
            default -> throw new IllegalStateException(cause);
        }
    }
}
