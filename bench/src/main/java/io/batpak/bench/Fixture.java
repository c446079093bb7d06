package io.batpak.bench;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.model.EventId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// A closed store of 200-byte events, of which every hundredth id is remembered.
///
/// @param scratch where it is
/// @param bytes the length of its files
/// @param sample some of its ids, spread evenly
record Fixture(Scratch scratch, long bytes, List<EventId> sample) implements AutoCloseable {
    private static final int SAMPLE_EVERY = 100;

    static Fixture of(int events) throws IOException {
        Scratch scratch = Scratch.create();
        Workload workload = Workload.of("200");
        List<EventId> sample = new ArrayList<>();
        try (Store store = Store.open(StoreConfig.in(scratch.path()).build())) {
            for (int index = 0; index < events; index++) {
                EventId id = store.append(workload.coordinate(index), workload.kind(index), workload.payload(index))
                        .eventId();
                if (index % SAMPLE_EVERY == 0) {
                    sample.add(id);
                }
            }
        }
        return new Fixture(scratch, scratch.bytes(), List.copyOf(sample));
    }

    StoreConfig config() {
        return StoreConfig.in(scratch.path()).build();
    }

    @Override
    public void close() throws IOException {
        scratch.close();
    }
}
