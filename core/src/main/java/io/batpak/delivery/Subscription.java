package io.batpak.delivery;

import io.batpak.delivery.SubscriptionOptions.Overflow;
import io.batpak.error.StoreClosedException;
import io.batpak.error.WriterCrashedException;
import io.batpak.model.Entry;
import io.batpak.model.InvalidArgumentException;
import io.batpak.model.Region;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The events of a region from now on, for a subscriber that would rather lose some than hold anybody up.
///
/// It gets the events in commit order, each once, all in a row, as long as it keeps up: at most `capacity` may
/// wait for it. Whether more do shows when it asks and has taken all that was there when it last showed, at most
/// 256 of them; then the options say what happens, and nothing is lost unnoticed: [#lost] counts what was left
/// out, and a [Cursor] from [#position] on still has it all. The events wait in the journal, not in memory; a
/// subscriber costs an appender next to nothing, however slow it is.
///
/// Threads: one at a time asks; any thread may close it and look how it stands.
public final class Subscription implements AutoCloseable {
    private static final int BATCH = 256;

    private final DeliverySource source;
    private final SubscriptionOptions options;
    private final Cursor cursor;
    private final ArrayDeque<Entry> ahead = new ArrayDeque<>();
    private volatile long lost;
    private volatile OptionalLong position;
    private volatile @Nullable Closed closed;
    private volatile @Nullable Thread waiting;
    /// How many more it gets before it is closed because it was too slow; -1 as long as it was not.
    private long farewell = -1;

    private Subscription(DeliverySource source, Region region, SubscriptionOptions options) {
        this.source = source;
        this.options = options;
        OptionalLong newest = source.newest();
        CursorOptions begin = CursorOptions.fromTheBeginning();
        this.cursor = Cursor.over(source, region, newest.isPresent() ? begin.startingAfter(newest.getAsLong()) : begin);
        this.position = cursor.position();
    }

    /// A subscription to a source from now on; a journal makes its own.
    public static Subscription to(DeliverySource source, Region region, SubscriptionOptions options) {
        return new Subscription(source, region, options);
    }

    /// Why a subscription gets no more events.
    public enum Closed {
        /// The subscriber closed it.
        BY_SUBSCRIBER,
        /// It fell behind further than its capacity.
        LAGGED,
        /// The journal was closed.
        STORE_CLOSED,
        /// The journal takes no more writes.
        WRITER_CRASHED
    }

    /// What it gets.
    public Region region() {
        return cursor.region();
    }

    /// The next event, if there is one now.
    public Optional<Entry> poll() {
        if (closed == Closed.BY_SUBSCRIBER) {
            return Optional.empty();
        }
        if (ahead.isEmpty()) {
            fetch();
        }
        return take();
    }

    /// The next events that are there now, in a row.
    ///
    /// @param max at most so many; 0 delivers nothing
    /// @throws InvalidArgumentException if `max` is negative
    public List<Entry> poll(int max) {
        if (max < 0) {
            throw new InvalidArgumentException("max", max, "0 or more");
        }
        List<Entry> taken = new ArrayList<>();
        while (taken.size() < max) {
            Optional<Entry> next = poll();
            if (next.isEmpty()) {
                break;
            }
            taken.add(next.get());
        }
        return taken;
    }

    /// The next event, for which it waits. The waiting thread sleeps until an event of the region becomes visible.
    ///
    /// @param limit how long at most; zero or less does not wait
    /// @return the event; empty when none came in time, and for good when it is [#closed]
    /// @throws InterruptedException when the thread was interrupted; nothing was delivered
    public Optional<Entry> await(Duration limit) throws InterruptedException {
        Optional<Entry> now = poll();
        if (now.isEmpty() && closed == null && limit.isPositive()) {
            waiting = Thread.currentThread();
            try {
                source.await(region(), () -> closed != null || !cursor.peek(1).isEmpty(), limit);
            } catch (StoreClosedException e) {
                end(Closed.STORE_CLOSED);
            } catch (WriterCrashedException e) {
                end(Closed.WRITER_CRASHED);
            } finally {
                waiting = null;
            }
            now = poll();
        }
        return now;
    }

    private Optional<Entry> take() {
        Entry next = ahead.poll();
        if (next == null) {
            return Optional.empty();
        }
        position = OptionalLong.of(next.sequence());
        return Optional.of(next);
    }

    private void fetch() {
        if (closed != null) {
            return;
        }
        try {
            if (farewell < 0) {
                lookHowFarBehind();
            }
            int wanted = farewell < 0 ? BATCH : (int) Math.min(BATCH, farewell);
            ahead.addAll(cursor.poll(wanted));
        } catch (StoreClosedException e) {
            end(Closed.STORE_CLOSED);
            return;
        }
        if (farewell >= 0) {
            farewell -= ahead.size();
            if (ahead.isEmpty()) {
                end(Closed.LAGGED);
            }
        }
    }

    /// The events that wait are looked at only when there could be too many.
    private void lookHowFarBehind() {
        OptionalLong newest = source.newest();
        if (newest.isEmpty() || newest.getAsLong() - cursor.behind() <= options.capacity()) {
            return;
        }
        long waitingNow = countBehind(newest.getAsLong());
        if (waitingNow <= options.capacity()) {
            return;
        }
        long tooMany = waitingNow - options.capacity();
        long before = lost; // written by nobody but the one that asks
        if (options.overflow() == Overflow.CLOSE) {
            farewell = options.capacity();
            lost = before + tooMany;
        } else {
            lost = before + skip(tooMany);
        }
    }

    /// How many events wait, up to a sequence.
    private long countBehind(long newest) {
        Cursor scout = Cursor.over(source, region(), new CursorOptions(cursor.position(), 0));
        long count = 0;
        for (List<Entry> next = scout.poll(BATCH); !next.isEmpty(); next = scout.poll(BATCH)) {
            for (Entry entry : next) {
                if (entry.sequence() > newest) {
                    return count;
                }
                count++;
            }
        }
        return count;
    }

    /// Leaves events out.
    ///
    /// @return how many; fewer than asked for if a compaction has dropped some meanwhile
    private long skip(long events) {
        long skipped = 0;
        while (skipped < events) {
            int passed = cursor.poll((int) Math.min(BATCH, events - skipped)).size();
            if (passed == 0) {
                break;
            }
            skipped += passed;
        }
        return skipped;
    }

    private synchronized void end(Closed why) {
        if (closed == null) {
            closed = why;
        }
    }

    /// The sequence of the event that was delivered last, or of the newest one when it began; empty if the journal
    /// was empty then.
    public OptionalLong position() {
        return position;
    }

    /// How many events of the region it will not get because it was too slow. With [Overflow#CLOSE] those that
    /// waited when it was found too slow; later ones it does not get either and are not counted.
    public long lost() {
        return lost;
    }

    /// Why it gets no more events; empty while it may get some. Whether the close of the journal has reached it
    /// shows when it asks for the next one.
    public Optional<Closed> closed() {
        return Optional.ofNullable(closed);
    }

    /// The events through filters and functions, see [SubscriptionFlow].
    public SubscriptionFlow flow() {
        return new SubscriptionFlow(this);
    }

    /// Ends it; what waited is not delivered any more. A thread that waits for an event is woken.
    @Override
    public void close() {
        end(Closed.BY_SUBSCRIBER);
        Thread sleeper = waiting;
        if (sleeper != null) {
            LockSupport.unpark(sleeper);
        }
    }

    @Override
    public String toString() {
        return "Subscription[" + region() + (closed == null ? "" : ", " + closed) + "]";
    }
}
