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
    private @Nullable StoreException failure;
    /// Guarded by this.
    private List<Thread> waiting = List.of();
    /// Entered in the pipeline, and not taken out again. Guarded by this.
    private boolean entered;
    /// One of its threads was woken to lead and has neither tried to nor passed it on. Guarded by this.
    private boolean called;
    /// Nothing the pipeline does settles it: it waits for the end of a fence.
    private volatile boolean fenced;

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
    void fail(StoreException cause) {
        if (!settled) {
            failure = cause;
            settled = true;
        }
    }

    /// Handed to a fence: until that ends, its threads sleep instead of leading.
    void fence(boolean on) {
        fenced = on;
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

    /// Enters it in the pipeline, once however often and by however many threads it is waited for.
    private void enter() {
        boolean first;
        synchronized (this) {
            first = !entered;
            entered = true;
        }
        if (first) {
            pipeline.join(this);
        }
    }

    private synchronized void answerCall() {
        called = false;
    }

    /// A thread stops waiting, or will not lead. If one of this reply was woken to lead, another one has to be.
    private void stopWaiting() {
        synchronized (this) {
            if (!called) {
                return;
            }
            called = false;
            if (!settled && !waiting.isEmpty()) {
                called = true;
                LockSupport.unpark(waiting.getFirst());
                return;
            }
        }
        pipeline.passOn();
    }

    /// Waits until it is settled, committing what is queued if nobody else does. Interrupts are kept for later.
    void awaitSettled() {
        boolean interrupted = false;
        try {
            while (!settled) {
                interrupted |= Thread.interrupted();
                awaitOnce(Long.MAX_VALUE);
            }
        } finally {
            stopWaiting();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Waits until it is settled or `deadline` has passed.
    ///
    /// @param limitNanos relative; at most this long
    /// @return whether it is settled
    boolean awaitSettled(long limitNanos) throws InterruptedException {
        long started = pipeline.ticker().nanos();
        try {
            while (!settled) {
                long left = limitNanos - (pipeline.ticker().nanos() - started);
                if (left <= 0) {
                    return false;
                }
                awaitOnce(left);
                if (!settled && Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
            return true;
        } finally {
            stopWaiting();
        }
    }

    /// Leads once, or sleeps once.
    private void awaitOnce(long limitNanos) {
        boolean sleeps = fenced;
        if (sleeps) {
            stopWaiting(); // it may have been woken to lead before it was handed to the fence
        } else {
            answerCall();
            if (pipeline.drive()) {
                return;
            }
        }
        if (!register()) {
            return;
        }
        try {
            if (!sleeps) {
                enter();
                sleeps = pipeline.isLed();
            }
            if (sleeps && !settled) {
                park(limitNanos);
            }
        } finally {
            unregister();
        }
    }

    private void park(long limitNanos) {
        if (limitNanos == Long.MAX_VALUE) {
            LockSupport.park(this);
        } else {
            pipeline.ticker().park(this, limitNanos);
        }
    }

    /// Wakes one waiting thread, to drive the pipeline; false when none waits any more.
    boolean wakeDriver() {
        Thread thread;
        synchronized (this) {
            entered = false;
            if (settled || fenced || waiting.isEmpty()) {
                return false;
            }
            called = true;
            thread = waiting.getFirst();
        }
        LockSupport.unpark(thread);
        return true;
    }

    /// The committed events of a settled reply.
    ///
    /// @throws StoreException what became of it if it failed
    List<Committed> get() {
        StoreException cause = failure;
        if (cause != null) {
            throw cause;
        }
        return committed;
    }
}
