package io.batpak.verify.cost;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.model.AppendOptions;
import io.batpak.model.AutoMerge;
import io.batpak.model.BatchItem;
import io.batpak.model.Coordinate;
import io.batpak.model.EventId;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;
import io.batpak.model.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The events of the cost tests: number n belongs to entity n modulo `entities`, one of 4 kinds and 16 scopes;
/// one in ten is on lane 1. Making them allocates next to nothing.
final class Filled {
    private static final int KINDS = 4;
    private static final int SCOPES = 16;
    private static final Payload PAYLOAD = Payload.of(Value.map("i", 7, "d", "x".repeat(50)));
    private static final int LANE_EVERY = 10;
    private static final AppendOptions LANE_1 = AppendOptions.none().lane(1);
    private static final EventKind[] KINDS_OF = new EventKind[KINDS];

    static {
        for (int kind = 0; kind < KINDS; kind++) {
            KINDS_OF[kind] = EventKind.of(0xF, 1 + kind);
        }
    }

    private final Coordinate[] coordinates;

    Filled(int entities) {
        coordinates = new Coordinate[entities];
        for (int entity = 0; entity < entities; entity++) {
            coordinates[entity] = Coordinate.of("gate:" + entity, "scope:" + entity % SCOPES);
        }
    }

    private Coordinate coordinate(int number) {
        return coordinates[number % coordinates.length];
    }

    static EventKind kind(int number) {
        return KINDS_OF[number % KINDS];
    }

    /// Appends events `from` (included) to `to`, and says their ids.
    List<EventId> append(Store store, int from, int to) {
        List<EventId> ids = new ArrayList<>(to - from);
        for (int number = from; number < to; number++) {
            AppendOptions options = number % LANE_EVERY == 1 ? LANE_1 : AppendOptions.none();
            ids.add(store.append(coordinate(number), kind(number), PAYLOAD, options)
                    .eventId());
        }
        return ids;
    }

    List<BatchItem> batch(int from, int size) {
        List<BatchItem> items = new ArrayList<>(size);
        for (int number = from; number < from + size; number++) {
            items.add(BatchItem.of(coordinate(number), kind(number), PAYLOAD));
        }
        return items;
    }

    /// A closed journal of so many events.
    List<EventId> build(Path directory, int events) {
        try (Store store = Store.open(config(directory))) {
            return append(store, 0, events);
        }
    }

    /// Small segments, so that there are several.
    static StoreConfig config(Path directory) {
        return StoreConfig.in(directory)
                .segmentBytesMax(1 << 20)
                .autoMerge(new AutoMerge.Never())
                .build();
    }
}
