package io.batpak.write;

import io.batpak.index.IndexWriter;
import io.batpak.model.Entry;
import io.batpak.model.KindFilter;
import io.batpak.model.Region;
import io.batpak.time.Ticker;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Who waits for events of a region to become visible, and how they are woken.
///
/// The holder of the turn tells of each event behind its publication. Where nobody waits, that costs one look; where
/// somebody does, a look for each axis that somebody waits on and for each part of the entity's name, however many
/// wait for something else. A thread is woken once for each time it sleeps.
///
/// Threads: any number wait; the holder of the turn wakes; anybody ends it.
public final class Arrivals {
    private final Ticker ticker;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Set<Waiter> anywhere = ConcurrentHashMap.newKeySet();
    private final Map<String, Set<Waiter>> byEntity = new ConcurrentHashMap<>();
    private final Map<String, Set<Waiter>> byScope = new ConcurrentHashMap<>();
    private final Map<Integer, Set<Waiter>> byKind = new ConcurrentHashMap<>();
    private final Map<Integer, Set<Waiter>> byCategory = new ConcurrentHashMap<>();
    private final Map<Long, Set<Waiter>> byLane = new ConcurrentHashMap<>();
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

        /// Whether it slept; from now on it counts as awake, and whoever was told so wakes it.
        boolean claim() {
            boolean slept = asleep;
            asleep = false;
            return slept;
        }

        void unpark() {
            LockSupport.unpark(thread);
        }

        /// Even if somebody has claimed it and not woken it yet.
        void wake() {
            asleep = false;
            unpark();
        }
    }

    /// Waits until `ready` holds, which is asked whenever an event of the region has become visible and whenever the
    /// thread was unparked, at most `nanos` nanoseconds; 0 or less only asks. Ends early when the journal ends.
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
                if (ready.getAsBoolean()) {
                    return true;
                }
                long left = nanos - (ticker.nanos() - began);
                if (left <= 0 || ended) {
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
        Region region = waiter.region;
        if (region.entityPrefix().isPresent()) {
            add(byEntity, region.entityPrefix().get(), waiter);
        } else if (region.scopeValue().isPresent()) {
            add(byScope, region.scopeValue().get(), waiter);
        } else {
            switch (region.kindFilter().orElse(new KindFilter.Any())) {
                case KindFilter.Exact(var kind) -> add(byKind, kind.raw(), waiter);
                case KindFilter.Category(int category) -> add(byCategory, category, waiter);
                case KindFilter.Any() -> {
                    if (region.lane().isPresent()) {
                        add(byLane, region.lane().getAsLong(), waiter);
                    } else {
                        anywhere.add(waiter);
                    }
                }
            }
        }
        waker.reckonWith(waiting.incrementAndGet()); // behind the entry: who reads it finds the waiter
    }

    private static <K> void add(Map<K, Set<Waiter>> axis, K value, Waiter waiter) {
        axis.compute(value, (_, waiters) -> {
            Set<Waiter> all = waiters == null ? ConcurrentHashMap.newKeySet(1) : waiters;
            all.add(waiter);
            return all;
        });
    }

    private void leave(Waiter waiter) {
        waiting.decrementAndGet();
        Region region = waiter.region;
        if (region.entityPrefix().isPresent()) {
            remove(byEntity, region.entityPrefix().get(), waiter);
        } else if (region.scopeValue().isPresent()) {
            remove(byScope, region.scopeValue().get(), waiter);
        } else {
            switch (region.kindFilter().orElse(new KindFilter.Any())) {
                case KindFilter.Exact(var kind) -> remove(byKind, kind.raw(), waiter);
                case KindFilter.Category(int category) -> remove(byCategory, category, waiter);
                case KindFilter.Any() -> {
                    if (region.lane().isPresent()) {
                        remove(byLane, region.lane().getAsLong(), waiter);
                    } else {
                        anywhere.remove(waiter);
                    }
                }
            }
        }
    }

    private static <K> void remove(Map<K, Set<Waiter>> axis, K value, Waiter waiter) {
        axis.computeIfPresent(value, (_, waiters) -> {
            waiters.remove(waiter);
            return waiters.isEmpty() ? null : waiters;
        });
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

    private void shown(Entry entry) {
        wake(anywhere, entry);
        if (!byEntity.isEmpty()) {
            wakeByEntity(entry);
        }
        wakeOn(byScope, entry.scope(), entry);
        if (!byKind.isEmpty() || !byCategory.isEmpty()) {
            wakeOn(byKind, entry.kind().raw(), entry);
            wakeOn(byCategory, entry.kind().category(), entry);
        }
        wakeOn(byLane, entry.lane(), entry);
    }

    /// An entity lies in the namespace of its own name, and of each part of it that ends in front of a colon.
    private void wakeByEntity(Entry entry) {
        String entity = entry.entity();
        wakeOn(byEntity, entity, entry);
        for (int colon = entity.indexOf(':'); colon >= 0; colon = entity.indexOf(':', colon + 1)) {
            wakeOn(byEntity, entity.substring(0, colon), entry);
        }
    }

    private <K> void wakeOn(Map<K, Set<Waiter>> axis, K value, Entry entry) {
        if (!axis.isEmpty()) {
            Set<Waiter> waiters = axis.get(value);
            if (waiters != null) {
                wake(waiters, entry);
            }
        }
    }

    private void wake(Set<Waiter> waiters, Entry entry) {
        for (Waiter waiter : waiters) {
            if (waiter.asleep
                    && waiter.region.matches(entry.entity(), entry.scope(), entry.kind(), entry.lane(), entry.clock())
                    && waiter.claim()) {
                claimed(waiter);
            }
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

    /// Nothing becomes visible any more: everybody is woken, and nobody sleeps again.
    public void end() {
        ended = true;
        waker.end();
        anywhere.forEach(Waiter::wake);
        wakeAll(byEntity);
        wakeAll(byScope);
        wakeAll(byKind);
        wakeAll(byCategory);
        wakeAll(byLane);
    }

    private static <K> void wakeAll(Map<K, Set<Waiter>> axis) {
        axis.values().forEach(waiters -> waiters.forEach(Waiter::wake));
    }

    /// Whether [#end] was called.
    public boolean isEnded() {
        return ended;
    }
}
