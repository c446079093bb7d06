package io.batpak.write;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.locks.LockSupport;

/// Threads that wait for one mark, by the sequence they wait for. Guarded by the monitor of its owner.
///
/// Moving the mark looks at the lowest target only, so a thread that waits for something far away costs the
/// commits in between nothing.
final class Waiters {
    private final PriorityQueue<Waiter> byTarget = new PriorityQueue<>();
    private long lowest = Long.MAX_VALUE;

    Waiter add(long target) {
        Waiter waiter = new Waiter(target, Thread.currentThread());
        byTarget.add(waiter);
        lowest = Math.min(lowest, target);
        return waiter;
    }

    void remove(Waiter waiter) {
        if (waiter.queued) {
            byTarget.remove(waiter);
            note();
        }
    }

    /// Whether somebody waits for this sequence or a lower one.
    boolean reachedBy(long sequence) {
        return lowest <= sequence;
    }

    /// Wakes everybody whose target is at or below `sequence`.
    void wakeUpTo(long sequence) {
        while (lowest <= sequence) {
            Waiter next = byTarget.poll();
            if (next != null) {
                next.queued = false;
                LockSupport.unpark(next.thread);
            }
            note();
        }
    }

    /// Wakes everybody, so that each finds out why.
    void wakeAll() {
        List<Waiter> all = new ArrayList<>(byTarget);
        all.forEach(waiter -> LockSupport.unpark(waiter.thread));
    }

    private void note() {
        Waiter next = byTarget.peek();
        lowest = next == null ? Long.MAX_VALUE : next.target;
    }

    /// One waiting thread.
    static final class Waiter implements Comparable<Waiter> {
        private final long target;
        private final Thread thread;
        private boolean queued = true;

        private Waiter(long target, Thread thread) {
            this.target = target;
            this.thread = thread;
        }

        @Override
        public int compareTo(Waiter other) {
            return Long.compare(target, other.target);
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }
}
