package io.batpak.write;

import io.batpak.time.Ticker;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The right to commit: one holder at a time, not reentrant.
///
/// A thread that finds the turn free takes it, waiters or not; that is what keeps one core busy with commits
/// instead of wake-ups. So that nobody starves, every quantum of time one waiter, the oldest, is *handed* the
/// turn. It is woken a little earlier, while others still commit, so that the hand-over itself costs no
/// wake-up. A waiter that does not show up in time (its carrier thread is taken, say) is handed the turn all
/// the same: whoever releases it then has to queue up, and so leaves the processor to it.
///
/// The quantum shrinks with the number of waiters; all of them are served once in about 10 ms.
///
/// Threads: any, platform or virtual. Being interrupted does not end the wait; the flag stays set.
final class Turn {
    private static final long ROUND_NANOS = 8_000_000;
    private static final long QUANTUM_NANOS_MIN = 15_000;
    private static final long QUANTUM_NANOS_MAX = 250_000;
    /// How long before the hand-over its heir is woken.
    private static final long LEAD_NANOS = 40_000;
    /// How long an heir may be late before it owns the turn although it still sleeps.
    private static final long GRACE_NANOS = 150_000;
    /// How long an heir spins for the turn before it sleeps again.
    private static final long SPIN_NANOS = 60_000;
    /// The head of the queue looks by itself after so long, should nobody who would wake it come by.
    private static final long LOOK_NANOS = 400_000;

    private final Ticker ticker;
    private final AtomicBoolean held = new AtomicBoolean();
    private final ConcurrentLinkedQueue<Waiter> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    /// When a waiter was last handed the turn; belongs to the holder.
    private long handedOver;

    /// @param ticker measures and limits waits
    Turn(Ticker ticker) {
        this.ticker = ticker;
    }

    /// Waits for the turn and takes it.
    void take() {
        if (!held.compareAndSet(false, true)) {
            queueUp();
        }
    }

    /// Takes the turn if it is free.
    boolean tryTake() {
        return held.compareAndSet(false, true);
    }

    /// How many threads wait, roughly.
    int waiting() {
        return waiting.get();
    }

    private void queueUp() {
        Waiter self = new Waiter(Thread.currentThread());
        waiting.incrementAndGet();
        queue.add(self);
        boolean interrupted = false;
        while (!takes(self)) {
            if (queue.peek() == self) {
                self.looks = true;
                ticker.park(this, LOOK_NANOS);
            } else {
                LockSupport.park(this);
            }
            interrupted |= Thread.interrupted();
        }
        waiting.decrementAndGet();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// One look of a waiter, spinning for a while when it was told that it is next.
    private boolean takes(Waiter self) {
        if (self.owner || grabs(self)) {
            return true;
        }
        if (!self.called) {
            return false;
        }
        self.awake = true;
        long since = ticker.nanos();
        do {
            Thread.onSpinWait();
            if (self.owner || grabs(self)) {
                return true;
            }
        } while (ticker.nanos() - since < SPIN_NANOS);
        self.awake = false;
        if (self.owner) {
            return true;
        }
        self.called = false;
        return grabs(self);
    }

    private boolean grabs(Waiter self) {
        if (!held.compareAndSet(false, true)) {
            return false;
        }
        queue.remove(self);
        return true;
    }

    /// Sees to it that the head of the queue looks by itself from now on.
    private static void nudge(Waiter head) {
        if (!head.looks) {
            head.looks = true;
            LockSupport.unpark(head.thread);
        }
    }

    private static void wake(@Nullable Waiter waiter) {
        if (waiter != null) {
            LockSupport.unpark(waiter.thread);
        }
    }

    /// Gives the turn away. Only its holder may call this.
    void release() {
        if (waiting.get() == 0) {
            held.set(false);
            if (waiting.get() > 0) {
                wake(queue.peek()); // it queued up in between and may have missed the free turn
            }
            return;
        }
        Waiter heir = queue.peek();
        if (heir == null) {
            held.set(false); // it has counted itself and looks once more before it sleeps
        } else if (!handsOver(heir)) {
            held.set(false);
            nudge(heir);
        }
    }

    private boolean handsOver(Waiter heir) {
        long now = ticker.nanos();
        long served = now - handedOver;
        long quantum = Math.clamp(ROUND_NANOS / waiting.get(), QUANTUM_NANOS_MIN, QUANTUM_NANOS_MAX);
        if (served < quantum - LEAD_NANOS) {
            return false;
        }
        boolean ready = heir.awake && served >= quantum;
        boolean late = heir.called && now - heir.calledAt > GRACE_NANOS;
        if (ready || late) {
            queue.poll();
            handedOver = now;
            heir.owner = true;
            LockSupport.unpark(heir.thread);
            return true;
        }
        if (!heir.called) {
            heir.calledAt = now;
            heir.called = true;
            LockSupport.unpark(heir.thread);
        }
        return false;
    }

    private static final class Waiter {
        private final Thread thread;
        /// Woken to take over soon. Set by the holder, taken back by the waiter when it gives up spinning.
        private volatile boolean called;
        /// Spinning for the turn.
        private volatile boolean awake;
        /// The turn is this waiter's; its holder gave it away.
        private volatile boolean owner;
        /// Wakes up by itself every now and then. Set late at worst, which costs one wake-up.
        private volatile boolean looks;
        /// Belongs to the holder of the turn.
        private long calledAt;

        private Waiter(Thread thread) {
            this.thread = thread;
        }
    }

    @Override
    public String toString() {
        return (held.get() ? "taken" : "free") + ", " + waiting.get() + " waiting";
    }

    /// Whether somebody holds the turn.
    boolean isTaken() {
        return held.get();
    }
}
