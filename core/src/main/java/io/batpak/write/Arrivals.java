package io.batpak.write;

import io.batpak.index.IndexWriter;
import io.batpak.model.Entry;
import io.batpak.model.KindFilter;
import io.batpak.model.Region;
import io.batpak.time.Ticker;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Who waits for events of a region to become visible, and how they are woken.
///
/// The holder of the turn tells of each event behind its publication. Where nobody waits, that costs one look;
/// where somebody does, a look for each axis that somebody waits on and for each part of the entity's name,
/// however many wait for something else. A thread is woken once for each time it sleeps.
///
/// Threads: any number wait; the holder of the turn wakes; anybody ends it.
public final class Arrivals {
    private static final Boolean ANYWHERE = true;

    private final Ticker ticker;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Axis<Boolean> anywhere = new Axis<>();
    private final Axis<String> byEntity = new Axis<>();
    private final Axis<String> byScope = new Axis<>();
    private final Axis<Integer> byKind = new Axis<>();
    private final Axis<Integer> byCategory = new Axis<>();
    private final Axis<Long> byLane = new Axis<>();
    private final Waker waker;
    /// The first who is woken by a publication, and whether there are more. Confined to the holder of the turn.
    private @Nullable Waiter only;

    private boolean several;
    private volatile boolean ended;

    /// @param ticker measures and limits the waits
    /// @param waker wakes where an event is for several
    public Arrivals(Ticker ticker, Waker waker) {
        this.ticker = ticker;
        this.waker = waker;
    }

    /// One thread that waits, or is about to.
    static final class Waiter {
        private final Region region;
        private final Thread thread = Thread.currentThread();
        /// Whether the thread sleeps, or has looked for the last time before it does.
        private volatile boolean asleep;

        Waiter(Region region) {
            this.region = region;
        }

        /// Whether it slept and waits for this event; from now on it counts as awake, and whoever was told so
        /// wakes it.
        private boolean claimFor(Entry entry) {
            if (asleep && region.matches(entry.entity(), entry.scope(), entry.kind(), entry.lane(), entry.clock())) {
                asleep = false;
                return true;
            }
            return false;
        }

        void unpark() {
            LockSupport.unpark(thread);
        }
    }

    /// Waits until `ready` holds, which is asked whenever an event of the region has become visible and whenever
    /// the thread was unparked, at most `nanos` nanoseconds; 0 or less only asks. Ends early when the journal ends.
    ///
    /// @return whether `ready` held when it was asked last
    /// @throws InterruptedException when the thread was interrupted, whether or not `ready` holds
    public boolean await(Region region, BooleanSupplier ready, long nanos) throws InterruptedException {
        long began = ticker.nanos();
        Waiter waiter = new Waiter(region);
        enter(waiter);
        try {
            while (true) {
                waiter.asleep = true; // before the look: whatever is published behind it wakes
                boolean last = ended; // before the look as well: what was published before the end is seen
                if (ready.getAsBoolean()) {
                    return true;
                }
                long left = nanos - (ticker.nanos() - began);
                if (left <= 0 || last) {
                    return false;
                }
                ticker.park(this, left);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        } finally {
            leave(waiter);
        }
    }

    /// How many threads wait.
    public int waiting() {
        return waiting.get();
    }

    private void enter(Waiter waiter) {
        axisOf(waiter.region).add(waiter);
        waker.reckonWith(waiting.incrementAndGet()); // behind the entry: who reads it finds the waiter
    }

    private void leave(Waiter waiter) {
        waiting.decrementAndGet();
        axisOf(waiter.region).remove(waiter);
    }

    /// Where a waiter is found, by the narrowest part of its region.
    private Place<?> axisOf(Region region) {
        if (region.entityPrefix().isPresent()) {
            return new Place<>(byEntity, region.entityPrefix().get());
        }
        if (region.scopeValue().isPresent()) {
            return new Place<>(byScope, region.scopeValue().get());
        }
        return switch (region.kindFilter().orElse(new KindFilter.Any())) {
            case KindFilter.Exact(var kind) -> new Place<>(byKind, kind.raw());
            case KindFilter.Category(int category) -> new Place<>(byCategory, category);
            case KindFilter.Any() ->
                region.lane().isPresent()
                        ? new Place<>(byLane, region.lane().getAsLong())
                        : new Place<>(anywhere, ANYWHERE);
        };
    }

    /// A value on an axis.
    private record Place<K>(Axis<K> axis, K value) {
        void add(Waiter waiter) {
            axis.add(value, waiter);
        }

        void remove(Waiter waiter) {
            axis.remove(value, waiter);
        }
    }

    /// Those who wait, by what their regions ask for.
    private final class Axis<K> {
        private final Map<K, Set<Waiter>> byValue = new ConcurrentHashMap<>();
        /// Counted apart: what a map says of its size while others change it may leave out one that is in it.
        private final AtomicInteger count = new AtomicInteger();

        void add(K value, Waiter waiter) {
            byValue.compute(value, (_, waiters) -> {
                Set<Waiter> all = waiters == null ? ConcurrentHashMap.newKeySet(1) : waiters;
                all.add(waiter);
                return all;
            });
            count.incrementAndGet();
        }

        void remove(K value, Waiter waiter) {
            count.decrementAndGet();
            byValue.computeIfPresent(value, (_, waiters) -> {
                waiters.remove(waiter);
                return waiters.isEmpty() ? null : waiters;
            });
        }

        boolean isEmpty() {
            return count.get() == 0;
        }

        void wake(K value, Entry entry) {
            Set<Waiter> waiters = byValue.get(value);
            if (waiters != null) {
                for (Waiter waiter : waiters) {
                    if (waiter.claimFor(entry)) {
                        claimed(waiter);
                    }
                }
            }
        }

        /// Those as well whom somebody has claimed and not woken yet.
        void wakeAll() {
            byValue.values().forEach(waiters -> waiters.forEach(Waiter::unpark));
        }
    }

    /// Rows have become visible. Called by the holder of the turn.
    void shown(IndexWriter rows, int from, int to) {
        if (waiting.get() == 0) {
            return;
        }
        only = null;
        several = false;
        for (int row = from; row < to; row++) {
            shown(rows.entry(row));
        }
        if (only != null && !several) {
            only.unpark();
        }
    }

    /// One is woken at once; where there are more, the waker wakes them.
    private void claimed(Waiter waiter) {
        if (several) {
            waker.wake(waiter);
        } else if (only == null) {
            only = waiter;
        } else {
            several = true;
            waker.wake(only);
            waker.wake(waiter);
        }
    }

    /// What nobody waits by is not even read.
    private void shown(Entry entry) {
        if (!anywhere.isEmpty()) {
            anywhere.wake(ANYWHERE, entry);
        }
        if (!byEntity.isEmpty()) {
            wakeByEntity(entry);
        }
        if (!byScope.isEmpty()) {
            byScope.wake(entry.scope(), entry);
        }
        if (!byKind.isEmpty()) {
            byKind.wake(entry.kind().raw(), entry);
        }
        if (!byCategory.isEmpty()) {
            byCategory.wake(entry.kind().category(), entry);
        }
        if (!byLane.isEmpty()) {
            byLane.wake(entry.lane(), entry);
        }
    }

    /// An entity lies in the namespace of its own name, and of each part of it that ends in front of a colon.
    private void wakeByEntity(Entry entry) {
        String entity = entry.entity();
        byEntity.wake(entity, entry);
        for (int colon = entity.indexOf(':'); colon >= 0; colon = entity.indexOf(':', colon + 1)) {
            byEntity.wake(entity.substring(0, colon), entry);
        }
    }

    /// Nothing becomes visible any more: everybody is woken, and nobody sleeps again.
    public void end() {
        ended = true;
        waker.end();
        List.of(anywhere, byEntity, byScope, byKind, byCategory, byLane).forEach(Axis::wakeAll);
    }

    /// Whether [#end] was called.
    public boolean isEnded() {
        return ended;
    }
}
