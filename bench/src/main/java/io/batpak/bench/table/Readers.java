package io.batpak.bench.table;

import io.batpak.StoreReader;
import io.batpak.bench.fixture.Prepared;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/// Journals of several sizes, open at the same time, so that none of them meets warmer code than another:
/// everything is done once with each before anything is measured.
///
/// @param open the readers by their sizes, small ones first
record Readers(Map<Size, StoreReader> open) implements AutoCloseable {
    private static final int TURNS = 2;

    static Readers of(Journals journals, Size... sizes) throws IOException {
        Readers readers = new Readers(new EnumMap<>(Size.class));
        try {
            for (Size size : journals.present(sizes)) {
                readers.open.put(size, journals.reader(size));
            }
            return readers;
        } catch (Throwable t) {
            try (readers) {
                throw t;
            }
        }
    }

    /// What is done with one of them; called twice, of which the second time counts.
    @FunctionalInterface
    interface Measurement {
        void of(Size size, Prepared journal, StoreReader reader) throws Exception;
    }

    /// Measures each, small ones first.
    void each(Journals journals, Measurement measurement) throws Exception {
        for (int turn = 0; turn < TURNS; turn++) {
            for (Map.Entry<Size, StoreReader> each : open.entrySet()) {
                measurement.of(each.getKey(), journals.of(each.getKey()), each.getValue());
            }
        }
    }

    @Override
    public void close() {
        open.values().forEach(StoreReader::close);
    }
}
