package io.batpak.projection;

import io.batpak.model.Entry;
import io.batpak.model.Hash;
import io.batpak.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Makes states for one open journal, which has one of these; callers use `Journal.projections()`.
///
/// A state that was made is kept in memory with the sequence up to which its entity was looked at, so the next
/// answer looks at what came later only. If events may have gone since, the index tells whether the state still is
/// made of exactly those that count. Any thread; folds run without a lock, and of two at once the newer result is
/// kept.
public final class ProjectionEngine {
    private static final String GET_FAILED = "cache_get_failed";

    /// An odd number that spreads a count over all bits.
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    private static final AtomicLong OPENINGS = new AtomicLong();

    private final EventSource source;
    private final CachedRows rows;
    private final Slots slots = new Slots();
    /// Tells the generations of this opening from those of others: in this process by a count, else by the time.
    private final long opening;

    /// An engine for one open journal.
    ///
    /// @param cache where states are kept beyond its memory
    /// @param clock when they were
    public ProjectionEngine(EventSource source, ProjectionCache cache, Clock clock) {
        this.source = source;
        rows = new CachedRows(cache, clock);
        opening = clock.wallNanos() + OPENINGS.incrementAndGet() * SPREAD;
    }

    /// A state, and how it came about.
    ///
    /// @param <S> the state
    public <S> Projected<S> project(String entity, Projection<S> projection, Freshness freshness) {
        projection.requireContract(entity);
        Slot<S> kept = slots.find(projection, entity); // before the view, so that it has seen no more than that
        EventSource.View view = source.view();
        Slot<S> slot = kept == null ? null : current(kept, entity, view);
        if (slot != null) {
            Run<S> run = new Run<>(projection, slot);
            Pass pass = pass(entity, view, List.of(run), run.from());
            if (projection.isIncremental() || !pass.hasWork()) {
                pass.run();
                return finish(entity, run, pass, view, CacheStatus.Known.HIT);
            }
        }
        Fold<S> fold = kept == null ? projection.fold(source.payloads()) : kept.fold();
        return new Attempt<>(entity, projection, fold, view).project(freshness);
    }

    /// One projection without a state in memory.
    private final class Attempt<S> {
        private final String entity;
        private final Projection<S> projection;
        private final Fold<S> fold;
        private final EventSource.View view;

        Attempt(String entity, Projection<S> projection, Fold<S> fold, EventSource.View view) {
            this.entity = entity;
            this.projection = projection;
            this.fold = fold;
            this.view = view;
        }

        Projected<S> project(Freshness freshness) {
            if (!rows.isUsedFor(projection)) {
                return anew(CacheStatus.Known.BYPASSED);
            }
            Run<S> none = new Run<>(projection, empty(projection, fold));
            Pass pass = pass(entity, view, List.of(none), none.from());
            if (!pass.hasWork()) {
                return finish(entity, none, pass, view, CacheStatus.Known.BYPASSED);
            }
            CachedRows.Search<S> search = rows.find(entity, projection, fold, view);
            if (search.failed()) {
                return anew(new CacheStatus.Unavailable(GET_FAILED));
            }
            Optional<Projected<S>> found = search.row().flatMap(row -> from(row, freshness));
            return found.orElseGet(() -> anew(CacheStatus.Known.MISS));
        }

        private Optional<Projected<S>> from(CachedRows.Found<S> row, Freshness freshness) {
            boolean usable = switch (freshness) {
                case Freshness.Consistent _ -> row.isCurrent();
                case Freshness.MaybeStale(var maxAge) -> rows.isYoung(row, maxAge);
            };
            if (usable) {
                projection.check(entity, row.slot().state());
                slots.keep(projection, entity, row.slot());
                ObservedFreshness observed =
                        row.isCurrent() ? ObservedFreshness.FRESH : ObservedFreshness.STALE_ALLOWED;
                return Optional.of(projected(row.slot(), CacheStatus.Known.HIT, observed));
            }
            if (!projection.isIncremental()) {
                return Optional.empty();
            }
            Run<S> run = new Run<>(projection, row.slot());
            Pass pass = pass(entity, view, List.of(run), run.from());
            pass.run();
            Projected<S> answer = finish(entity, run, pass, view, CacheStatus.Known.HIT);
            if (run.isUnchanged()) {
                rows.store(entity, projection, row.slot()); // the row was too old, though nothing came later
            }
            return Optional.of(answer);
        }

        private Projected<S> anew(CacheStatus status) {
            Run<S> run = new Run<>(projection, empty(projection, fold));
            Pass pass = pass(entity, view, List.of(run), run.from());
            pass.run();
            return finish(entity, run, pass, view, status);
        }
    }

    /// The state of each projection, from one way through the events that any of them lacks. External caches are
    /// neither read nor written.
    public FusedStates fused(String entity, List<? extends Projection<?>> projections) {
        projections.forEach(projection -> projection.requireContract(entity));
        Map<Projection<?>, Slot<?>> kept = new HashMap<>();
        for (Projection<?> projection : projections) {
            Slot<?> slot = slots.find(projection, entity);
            if (slot != null) {
                kept.put(projection, slot);
            }
        }
        EventSource.View view = source.view();
        List<Run<?>> runs = new ArrayList<>();
        long from = Long.MAX_VALUE;
        for (Projection<?> projection : projections.stream().distinct().toList()) {
            Run<?> run = runOf(entity, projection, kept, view);
            runs.add(run);
            from = Math.min(from, run.from());
        }
        Pass pass = pass(entity, view, runs, from);
        pass.run();
        Map<Projection<?>, Projected<?>> states = new HashMap<>();
        for (Run<?> run : runs) {
            CacheStatus status = run.from() < 0 ? CacheStatus.Known.BYPASSED : CacheStatus.Known.HIT;
            states.put(run.projection, finishInMemory(entity, run, pass, view, status));
        }
        return new FusedStates(states);
    }

    @SuppressWarnings("unchecked") // a slot is filed under its own projection
    private <S> Run<S> runOf(
            String entity, Projection<S> projection, Map<Projection<?>, Slot<?>> kept, EventSource.View view) {
        Slot<S> before = (Slot<S>) kept.get(projection);
        Slot<S> slot = before == null || !projection.isIncremental() ? null : current(before, entity, view);
        return new Run<>(projection, slot == null ? empty(projection, projection.fold(source.payloads())) : slot);
    }

    /// The state as it was behind an event, or would have been if events that are gone now had never been there.
    ///
    /// @param sequence the last sequence that counts
    /// @param <S> the state
    public <S> Optional<S> asOf(String entity, Projection<S> projection, long sequence) {
        return until(entity, projection, entry -> entry.sequence() <= sequence);
    }

    /// The state of the events that were committed until an instant, by the clock of the journal.
    ///
    /// @param <S> the state
    public <S> Optional<S> asOf(String entity, Projection<S> projection, Instant instant) {
        return until(entity, projection, entry -> isUntil(instant, entry));
    }

    private <S> Optional<S> until(String entity, Projection<S> projection, Predicate<Entry> limit) {
        projection.requireContract(entity);
        EventSource.View view = source.view();
        Run<S> run = new Run<>(projection, Slot.empty(projection.fold(source.payloads()), null));
        Pass pass = new Pass(source, view.entityAfter(entity, -1), List.of(run), limit);
        pass.run();
        S state = run.end(view, pass.newest()).state();
        projection.check(entity, state);
        return Optional.ofNullable(state);
    }

    /// The states of many keys as they were behind an event, see [#asOf(String, Projection, long)].
    ///
    /// @param <S> the state
    public <S> Map<String, S> asOf(KeyedProjection<S> projection, long sequence) {
        return until(projection, entry -> entry.sequence() <= sequence);
    }

    /// The states of many keys of the events that were committed until an instant, by the clock of the journal.
    ///
    /// @param <S> the state
    public <S> Map<String, S> asOf(KeyedProjection<S> projection, Instant instant) {
        return until(projection, entry -> isUntil(instant, entry));
    }

    private static boolean isUntil(Instant instant, Entry entry) {
        return Instant.ofEpochMilli(entry.wallMillis()).compareTo(instant) <= 0;
    }

    private <S> Map<String, S> until(KeyedProjection<S> projection, Predicate<Entry> limit) {
        projection.requireContract();
        KeyedFolder<S> folder = new KeyedFolder<>(source, projection, () -> false);
        Map<String, S> states = new HashMap<>();
        folder.folded(source.view(), limit).forEach((key, kept) -> states.put(key, kept.state()));
        return Map.copyOf(states);
    }

    /// What the entity's generation is now.
    public Generation generation(String entity) {
        EventSource.View view = source.view();
        return new Generation(opening, view.epoch(), view.newest(entity).orElse(-1));
    }

    private Pass pass(String entity, EventSource.View view, List<? extends Run<?>> runs, long from) {
        return new Pass(source, view.entityAfter(entity, from), runs, _ -> true);
    }

    private <S> Slot<S> empty(Projection<S> projection, Fold<S> fold) {
        return Slot.empty(fold, rows.isUsedFor(projection) ? Hash.ZERO : null);
    }

    /// The slot as one of the view's epoch; null if its state is made of events that are gone.
    ///
    /// Events that were folded may have gone or become tombstones, and no others can have taken their places: if
    /// there are as many as before, they are the same.
    private static <S> @Nullable Slot<S> current(Slot<S> slot, String entity, EventSource.View view) {
        if (slot.seen().epoch() == view.epoch()) {
            return slot;
        }
        if (!slot.fold().onlyLoses()) {
            return null;
        }
        long through = slot.seen().through();
        long count = 0;
        long newest = -1;
        for (Entry entry : view.entityAfter(entity, -1)) {
            if (entry.sequence() > through) {
                break;
            }
            newest = entry.sequence();
            count += slot.fold().matches(entry.kind()) ? 1 : 0;
        }
        return count == slot.count() ? slot.seen(new Slot.Seen(view.epoch(), through, newest)) : null;
    }

    /// Checks a state, keeps it, and stores it if it is new.
    private <S> Projected<S> finish(String entity, Run<S> run, Pass pass, EventSource.View view, CacheStatus status) {
        Projected<S> answer = finishInMemory(entity, run, pass, view, status);
        if (!run.isUnchanged() && rows.isUsedFor(run.projection)) {
            rows.store(entity, run.projection, run.end(view, pass.newest()));
        }
        return answer;
    }

    private <S> Projected<S> finishInMemory(
            String entity, Run<S> run, Pass pass, EventSource.View view, CacheStatus status) {
        Slot<S> slot = run.end(view, pass.newest());
        run.projection.check(entity, slot.state());
        slots.keep(run.projection, entity, slot);
        return projected(slot, status, ObservedFreshness.FRESH);
    }

    private <S> Projected<S> projected(Slot<S> slot, CacheStatus status, ObservedFreshness freshness) {
        Generation generation =
                new Generation(opening, slot.seen().epoch(), slot.seen().newest());
        if (slot.count() == 0) {
            return new Projected<>(
                    Optional.empty(),
                    generation,
                    OptionalLong.empty(),
                    CacheStatus.Known.BYPASSED,
                    ObservedFreshness.NOT_APPLICABLE);
        }
        return new Projected<>(
                Optional.ofNullable(slot.state()), generation, OptionalLong.of(slot.applied()), status, freshness);
    }
}
