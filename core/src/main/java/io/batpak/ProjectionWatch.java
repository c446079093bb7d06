package io.batpak;

import io.batpak.delivery.DeliverySource;
import io.batpak.model.Region;
import io.batpak.projection.Generation;
import io.batpak.projection.Projected;
import io.batpak.projection.Projection;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Waits for the state of an entity to change. It gets the newest state, not each on the way: while it does not
/// ask, changes come together. It keeps no events and falls behind nobody; no change is missed.
///
/// Threads: one at a time waits; any thread may close it. After the close of the journal it throws {@link
/// io.batpak.error.StoreClosedException}; when nothing can be written any more, {@link
/// io.batpak.error.WriterCrashedException}.
///
/// @param <S> the state
public final class ProjectionWatch<S> implements AutoCloseable {
    private final Projections projections;
    private final DeliverySource events;
    private final String entity;
    private final Projection<S> projection;
    private final Region region;
    private Generation seen;
    private volatile boolean closed;
    private volatile @Nullable Thread waiting;

    ProjectionWatch(
            Projections projections, DeliverySource events, String entity, Projection<S> projection, Generation seen) {
        this.projections = projections;
        this.events = events;
        this.entity = entity;
        this.projection = projection;
        this.region = Region.entity(entity);
        this.seen = seen;
    }

    /// The state, as soon as it is another than that which was answered last, or may be: a visible event of the
    /// entity that the projection does not look at counts as a change. The thread sleeps until then.
    ///
    /// @param limit how long it waits at most; zero or less only looks
    /// @return the newest state; empty when nothing changed in time, and for good when it is closed
    /// @throws InterruptedException when the thread was interrupted; the change is answered next time
    public Optional<Projected<S>> await(Duration limit) throws InterruptedException {
        waiting = Thread.currentThread();
        try {
            boolean changed = events.await(region, () -> closed || isChanged(), limit);
            return changed && !closed ? changed() : Optional.empty();
        } finally {
            waiting = null;
        }
    }

    private boolean isChanged() {
        return !projections.generation(entity).equals(seen);
    }

    private Optional<Projected<S>> changed() {
        Optional<Projected<S>> now = projections.ifChanged(entity, projection, seen);
        now.ifPresent(answer -> seen = answer.generation());
        return now;
    }

    /// What was answered last, or what it was told to begin behind.
    public Generation seen() {
        return seen;
    }

    /// Ends it; a thread that waits is woken. Calling it again does nothing.
    @Override
    public void close() {
        closed = true;
        Thread sleeper = waiting;
        if (sleeper != null) {
            LockSupport.unpark(sleeper);
        }
    }
}
