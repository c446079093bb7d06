package io.batpak.write;

import io.batpak.format.IdempotencyRow;
import io.batpak.model.EventId;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Keys of events that a compaction has dropped or emptied: no row of the index tells any more what was committed.
///
/// Confined to the holder of the turn, as the [KeyWindow] that has it.
final class DroppedKeys {
    private final Map<EventId, IdempotencyRow> byId = new HashMap<>();

    /// The same, oldest first.
    private final ArrayDeque<IdempotencyRow> byAge = new ArrayDeque<>();

    /// What is remembered of an event; absent if nothing.
    Optional<IdempotencyRow> get(EventId key) {
        return Optional.ofNullable(byId.get(key));
    }

    boolean contains(EventId key) {
        return byId.containsKey(key);
    }

    int size() {
        return byId.size();
    }

    void add(List<IdempotencyRow> gone) {
        gone.forEach(row -> byId.put(EventId.of(row.key()), row));
        byAge.clear();
        byAge.addAll(byId.values().stream()
                .sorted(Comparator.comparing(IdempotencyRow::recordedSequence, Long::compareUnsigned))
                .toList());
    }

    /// Forgets those recorded below a sequence.
    void evictBelow(long floor) {
        for (IdempotencyRow oldest = byAge.peek();
                oldest != null && Long.compareUnsigned(oldest.recordedSequence(), floor) < 0;
                oldest = byAge.peek()) {
            byAge.remove();
            byId.remove(EventId.of(oldest.key()));
        }
    }

    /// All of them, oldest first.
    List<IdempotencyRow> oldestFirst() {
        return List.copyOf(byAge);
    }
}
