package io.batpak.projection;

import io.batpak.model.Entry;
import io.batpak.projection.KeyedStates.Kept;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/// Folds the events of a region into the states of their keys. One caller at a time.
///
/// @param <S> the state
final class KeyedFolder<S> {
    /// Events between two looks at whether it is to go on.
    private static final int LOOK_EVERY = 8192;

    private final EventSource source;
    private final KeyedProjection<S> projection;
    private final Fold<S> fold;
    private final BooleanSupplier stopped;

    KeyedFolder(EventSource source, KeyedProjection<S> projection, BooleanSupplier stopped) {
        this.source = source;
        this.projection = projection;
        this.fold = projection.projection().fold(source.payloads());
        this.stopped = stopped;
    }

    /// Whether an event counts.
    boolean counts(Entry entry) {
        return fold.matches(entry.kind());
    }

    /// Folds what came behind the states, each thread of the team its own keys. Readers see all of it at once: a view
    /// ends where no batch of the journal is cut, and in between nobody knows where one begins.
    void goOn(EventSource.View view, KeyedStates<S> states, FoldMeter meter, FoldTeam team) {
        List<Map<String, Kept<S>>> parts = new ArrayList<>(Collections.nCopies(team.size(), Map.of()));
        team.run((part, goesOn) -> {
            KeyedBatch<S> batch = new KeyedBatch<>(projection, fold, states);
            Predicate<Entry> own =
                    entry -> counts(entry) && (team.size() == 1 || partOf(key(entry), team.size()) == part);
            through(selection(view, states.through(), own), batch, sequence -> {
                goesOn.run();
                meter.reached(part, sequence);
            });
            parts.set(part, batch.take());
            meter.reached(part, view.end());
        });
        Map<String, Kept<S>> all = new HashMap<>();
        parts.forEach(all::putAll);
        states.put(all, Math.max(view.end(), states.through()));
    }

    /// Sets the states right after events may have gone: those that had an event which is not there any more are
    /// folded anew.
    ///
    /// Events that were folded may have gone or become tombstones, and no others can have taken their places: a key
    /// that has as many as before has the same.
    ///
    /// @return false if that cannot be told, and all of them are to be folded anew
    boolean reconcile(EventSource.View view, KeyedStates<S> states) {
        if (!fold.onlyLoses()) {
            return false;
        }
        long until = states.through();
        Map<String, Long> counts = new HashMap<>();
        for (Entry entry : view.regionAfter(projection.region(), -1)) {
            if (entry.sequence() > until) {
                break;
            }
            if (counts(entry)) {
                counts.merge(key(entry), 1L, Long::sum);
            }
        }
        Set<String> changed = new HashSet<>();
        states.all().forEach((key, kept) -> {
            if (counts.getOrDefault(key, 0L) != kept.count()) {
                changed.add(key);
            }
        });
        if (!changed.isEmpty()) {
            Predicate<Entry> theirs = entry -> entry.sequence() <= until && changed.contains(key(entry));
            states.replace(changed, folded(view, theirs));
        }
        return true;
    }

    /// The states of those events that count and are wanted, from nothing.
    Map<String, Kept<S>> folded(EventSource.View view, Predicate<Entry> wanted) {
        KeyedBatch<S> batch = new KeyedBatch<>(projection, fold, new KeyedStates<>());
        through(selection(view, -1, entry -> counts(entry) && wanted.test(entry)), batch, _ -> {});
        return batch.take();
    }

    private Selection selection(EventSource.View view, long from, Predicate<Entry> wanted) {
        return new Selection(view.regionAfter(projection.region(), from).iterator(), wanted);
    }

    private String key(Entry entry) {
        return projection.key().key(entry);
    }

    private static int partOf(String key, int parts) {
        int hash = key.hashCode();
        return Math.floorMod(hash ^ (hash >>> Short.SIZE), parts);
    }

    /// What is done now and then.
    private interface Pauses {
        void pause(long sequence);
    }

    private void through(Selection selection, KeyedBatch<S> batch, Pauses pauses) {
        if (!selection.hasNext()) {
            return; // reading begins with buffers
        }
        int left = LOOK_EVERY;
        EventSource.Events events = source.read(selection);
        while (events.next()) {
            Entry entry = events.entry();
            batch.fold(key(entry), events);
            left--;
            if (left == 0) {
                requireGoingOn();
                pauses.pause(entry.sequence());
                left = LOOK_EVERY;
            }
        }
    }

    void requireGoingOn() {
        if (stopped.getAsBoolean()) {
            throw new IllegalStateException("the read model is closed: " + projection);
        }
    }
}
