package io.batpak.write;

import io.batpak.time.Clock;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/// Who commits what is queued and syncs what waits for a sync: one leader at a time, taken from those who wait.
///
/// A leader does one round: it commits the whole queue with one write, syncs it once, and so serves everybody
/// who came while the round before was running. Then it hands the lead to one of those who still wait. Nobody
/// waits for company: rounds are shared because they take time.
final class Pipeline {
    private final Clock clock;
    private final Runnable round;
    private final AtomicBoolean leading = new AtomicBoolean();
    private final ConcurrentLinkedQueue<Reply> waiting = new ConcurrentLinkedQueue<>();

    /// @param clock measures waits; must run by itself
    /// @param round one round; called by one thread at a time, without the turn
    Pipeline(Clock clock, Runnable round) {
        this.clock = clock;
        this.round = round;
    }

    long realNanos() {
        return clock.monotonicNanos();
    }

    /// Does one round, unless somebody else is at it.
    ///
    /// @return whether it did
    boolean drive() {
        if (!leading.compareAndSet(false, true)) {
            return false;
        }
        try {
            round.run();
        } finally {
            leading.set(false);
            passOn();
        }
        return true;
    }

    private void passOn() {
        Reply next = waiting.poll();
        while (next != null && !next.wakeDriver()) {
            next = waiting.poll();
        }
    }

    /// Enters a reply whose thread is about to sleep; the thread is woken when it shall lead.
    ///
    /// @return whether it may sleep; if not, the lead has become free in between
    boolean joins(Reply reply) {
        waiting.add(reply);
        return leading.get();
    }
}
