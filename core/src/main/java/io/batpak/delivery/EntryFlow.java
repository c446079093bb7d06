package io.batpak.delivery;

import io.batpak.model.Entry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// One subscriber of a publisher: signals it from one thread, as far as it has asked for.
final class EntryFlow implements Flow.Subscription, Runnable {
    private static final System.Logger LOG = System.getLogger("io.batpak.delivery");
    private static final Duration LONG = Duration.ofDays(1);
    private static final int BATCH = 256;

    private final DeliverySource source;
    private final Cursor cursor;
    private final AtomicLong wanted = new AtomicLong();
    private long left;
    /// Forgotten when it has ended, so that nobody is kept in memory who does not listen any more.
    private volatile Flow.@Nullable Subscriber<? super Entry> subscriber;
    private volatile boolean cancelled;
    private volatile boolean badRequest;
    private volatile @Nullable Thread thread;

    /// @param left how many events the subscriber gets at most
    EntryFlow(DeliverySource source, Cursor cursor, long left, Flow.Subscriber<? super Entry> subscriber) {
        this.source = source;
        this.cursor = cursor;
        this.left = left;
        this.subscriber = subscriber;
    }

    /// Tells the subscriber that it gets nothing.
    void refuse(Throwable why) {
        Flow.Subscriber<? super Entry> told = subscriber;
        subscriber = null;
        if (told != null) {
            told.onSubscribe(this);
            told.onError(why);
        }
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        Flow.Subscriber<? super Entry> told = subscriber;
        if (told == null) {
            return;
        }
        try {
            told.onSubscribe(this);
            deliver(told);
        } catch (InterruptedException e) {
            end(told, new DeliveryInterruptedException(e));
        } catch (RuntimeException | Error e) {
            end(told, e);
        } finally {
            cancelled = true;
            subscriber = null;
        }
    }

    private void deliver(Flow.Subscriber<? super Entry> told) throws InterruptedException {
        while (!cancelled) {
            if (badRequest) {
                end(told, new IllegalArgumentException("a subscriber asked for less than one event (rule 3.9)"));
                return;
            }
            if (left == 0) {
                cancelled = true; // rule 1.7: nothing behind the end, even if the subscriber throws something
                told.onComplete();
                return;
            }
            long demand = Math.min(Math.min(wanted.get(), left), BATCH);
            if (demand == 0) {
                source.await(cursor.region(), () -> cancelled || badRequest || wanted.get() > 0, LONG);
                continue;
            }
            hand(told, cursor.await((int) demand, LONG, () -> cancelled || badRequest));
        }
    }

    private void hand(Flow.Subscriber<? super Entry> told, List<Entry> events) {
        for (Entry entry : events) {
            if (cancelled || badRequest) {
                return;
            }
            left--;
            wanted.updateAndGet(now -> now == Long.MAX_VALUE ? now : now - 1);
            try {
                told.onNext(entry);
            } catch (RuntimeException | Error e) {
                cancelled = true; // rule 2.13: it is to be treated as if it had cancelled
                LOG.log(System.Logger.Level.WARNING, "a subscriber has thrown something and gets no more events", e);
            }
        }
    }

    private void end(Flow.Subscriber<? super Entry> told, Throwable why) {
        if (!cancelled) {
            cancelled = true;
            told.onError(why);
        } else {
            LOG.log(System.Logger.Level.DEBUG, "a subscriber that has cancelled is not told of this", why);
        }
    }

    @Override
    public void request(long n) {
        if (n <= 0) {
            badRequest = true;
        } else {
            wanted.updateAndGet(now -> now + n < 0 ? Long.MAX_VALUE : now + n);
        }
        wake();
    }

    @Override
    public void cancel() {
        cancelled = true;
        wake();
    }

    private void wake() {
        Thread sleeper = thread;
        if (sleeper != null) {
            LockSupport.unpark(sleeper);
        }
    }
}
