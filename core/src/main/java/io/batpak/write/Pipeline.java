package io.batpak.write;

import io.batpak.time.Ticker;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/// Who commits what is queued and syncs what waits for a sync: one leader at a time, taken from those who wait.
///
/// A leader does one round: it commits the whole queue with one write, syncs it once, and so serves everybody
/// who came while the round before was running. Then it hands the lead to one of those who still wait. Nobody
/// waits for company: rounds are shared because they take time.
final class Pipeline {
    private final Ticker ticker;
    private final Runnable round;
    private final Runnable comeBack;
    private final AtomicBoolean leading = new AtomicBoolean();
    private final ConcurrentLinkedQueue<Reply> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean callBack = new AtomicBoolean();

    /// @param ticker measures and limits waits
    /// @param round one round; called by one thread at a time, without the turn
    /// @param comeBack called when the lead is free, nobody waits for it, and somebody asked for a call
    Pipeline(Ticker ticker, Runnable round, Runnable comeBack) {
        this.ticker = ticker;
        this.round = round;
        this.comeBack = comeBack;
    }

    Ticker ticker() {
        return ticker;
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

    /// Wakes one of those who wait, so that it leads. Also called by a thread that was woken to lead and does not:
    /// its time was over, it was interrupted, or it was served in between.
    void passOn() {
        Reply next = waiting.poll();
        while (next != null && !next.wakeDriver()) {
            next = waiting.poll();
        }
        if (next == null && callBack.compareAndSet(true, false)) {
            comeBack.run();
        }
    }

    /// Enters a reply whose thread is about to sleep; the thread is woken when it shall lead.
    void join(Reply reply) {
        waiting.add(reply);
    }

    /// Whether somebody leads now. Whoever joins, then sees a leader, is looked at when that one has finished.
    boolean isLed() {
        return leading.get();
    }

    /// How many replies are entered; for tests.
    int waiting() {
        return waiting.size();
    }

    /// Asks the leader to call when nobody waits for the lead any more.
    ///
    /// @return whether there is a leader that will; if not, the lead has become free in between
    boolean callsBack() {
        callBack.set(true);
        return leading.get();
    }
}
