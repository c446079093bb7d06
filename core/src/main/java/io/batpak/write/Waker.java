package io.batpak.write;

import io.batpak.error.StoreException;
import io.batpak.time.Spawner;
import io.batpak.time.Ticker;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Wakes threads that sleep, so that whoever has the turn need not wake many.
///
/// To wake a thread takes as long as an append. Where few sleep, the holder of the turn does it; where there are
/// more, it wakes one thread at most, which wakes the others. Between two rounds that thread waits a moment, so
/// that under a stream of events everybody is woken for several at once; the first event behind a quiet time wakes
/// at once. It is started when it is first of use, and ends with the journal.
public final class Waker {
    /// So many the holder of the turn wakes itself.
    private static final int FEW = 1;

    private static final long LONG_NANOS = Duration.ofDays(1).toNanos();

    /// The moment between two rounds.
    private static final long GATHERING_NANOS = 100_000;

    private final Ticker ticker;
    private final @Nullable Spawner spawner;
    private final String name;
    private final ConcurrentLinkedQueue<Arrivals.Waiter> claimed = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean started = new AtomicBoolean();
    private volatile @Nullable Thread thread;
    private volatile boolean asleep;
    private volatile boolean ended;

    /// @param spawner gives it its thread; null if the journal has none
    /// @param name of that thread
    public Waker(Ticker ticker, @Nullable Spawner spawner, String name) {
        this.ticker = ticker;
        this.spawner = spawner;
        this.name = name;
    }

    /// Tells how many threads wait; called by each that begins to, so not by the holder of the turn.
    void reckonWith(int waiting) {
        if (waiting > FEW && spawner != null && !ended && started.compareAndSet(false, true)) {
            try {
                spawner.spawn(name, this::run);
            } catch (StoreException e) {
                Committer.LOG.log(
                        System.Logger.Level.WARNING, "no thread to wake those who wait: appends wake them", e);
            }
        }
    }

    /// Wakes a thread, or has it woken.
    void wake(Arrivals.Waiter waiter) {
        if (thread == null) {
            waiter.unpark();
            return;
        }
        claimed.add(waiter);
        if (asleep) {
            asleep = false;
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        thread = Thread.currentThread();
        try {
            while (!ended) {
                asleep = true; // before the look: whatever is added behind it wakes
                if (claimed.isEmpty()) {
                    ticker.park(this, LONG_NANOS);
                }
                asleep = false;
                if (wakeClaimed() > FEW && !ended) {
                    ticker.park(this, GATHERING_NANOS);
                }
            }
        } finally {
            thread = null;
            wakeClaimed();
        }
    }

    private int wakeClaimed() {
        int woken = 0;
        for (Arrivals.Waiter next = claimed.poll(); next != null; next = claimed.poll()) {
            next.unpark();
            woken++;
        }
        return woken;
    }

    /// The journal ends.
    void end() {
        ended = true;
        LockSupport.unpark(thread);
    }
}
