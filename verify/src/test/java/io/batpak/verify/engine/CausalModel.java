package io.batpak.verify.engine;

import io.batpak.model.CausalDirection;
import io.batpak.model.CausalWalk.Ending;
import io.batpak.model.CorrelationId;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What the causal graph of a journal must answer, by plain loops over the list of its visible entries.
final class CausalModel {
    private final List<Entry> entries;
    private final Map<EventId, Entry> byId = new HashMap<>();
    private final Map<Entry, Entry> causes = new HashMap<>();

    CausalModel(List<Entry> entries) {
        this.entries = entries;
        entries.forEach(entry -> byId.put(entry.eventId(), entry)); // the last one of an id stays
        for (Entry entry : entries) {
            entry.causationId()
                    .map(id -> byId.get(new EventId(id.high(), id.low())))
                    .ifPresent(cause -> causes.put(entry, cause));
        }
    }

    List<Entry> effects(EventId id) {
        return entries.stream().filter(entry -> entry.isCausedBy(id)).toList();
    }

    List<Entry> correlated(CorrelationId id) {
        return entries.stream()
                .filter(entry -> entry.correlationId().equals(id))
                .toList();
    }

    List<Entry> causes(EventId id) {
        List<Entry> chain = new ArrayList<>();
        Entry next = byId.get(id);
        while (next != null && !chain.contains(next)) {
            chain.add(next);
            next = causes.get(next);
        }
        return chain.subList(Math.min(1, chain.size()), chain.size());
    }

    /// The steps to everything that can be reached from `from`: distances are taken down until none changes.
    Map<Long, Integer> distances(EventId from, CausalDirection direction) {
        Map<Long, Integer> distances = new HashMap<>();
        Entry start = byId.get(from);
        if (start != null) {
            distances.put(start.sequence(), 0);
        }
        boolean changed = start != null;
        while (changed) {
            changed = false;
            for (Map.Entry<Entry, Entry> link : causes.entrySet()) {
                if (direction != CausalDirection.CAUSES) {
                    changed |= shorten(distances, link.getValue(), link.getKey());
                }
                if (direction != CausalDirection.EFFECTS) {
                    changed |= shorten(distances, link.getKey(), link.getValue());
                }
            }
        }
        return distances;
    }

    private static boolean shorten(Map<Long, Integer> distances, Entry near, Entry far) {
        Integer steps = distances.get(near.sequence());
        Integer known = distances.get(far.sequence());
        if (steps == null || (known != null && known <= steps + 1)) {
            return false;
        }
        distances.put(far.sequence(), steps + 1);
        return true;
    }

    /// How a walk ends that may go so far, given where everything is.
    static Ending ending(Map<Long, Integer> distances, int stepsMax, int eventsMax) {
        if (distances.isEmpty()) {
            return Ending.NOT_FOUND;
        }
        long within =
                distances.values().stream().filter(steps -> steps <= stepsMax).count();
        if (within > eventsMax) {
            return Ending.EVENTS_REACHED;
        }
        return within < distances.size() ? Ending.STEPS_REACHED : Ending.COMPLETE;
    }
}
