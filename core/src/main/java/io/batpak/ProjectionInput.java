package io.batpak;

import io.batpak.index.IndexView;
import io.batpak.model.Entry;
import io.batpak.model.Region;
import io.batpak.model.StoredEvent;
import io.batpak.payload.PayloadRegistry;
import io.batpak.projection.EventSource;
import io.batpak.read.EventCursor;
import java.util.Iterator;
import java.util.OptionalLong;

/// What projections see of an open journal.
record ProjectionInput(OpenJournal journal, PayloadRegistry payloads) implements EventSource {
    @Override
    public View view() {
        return new OneView(journal.view());
    }

    @Override
    public Events read(Iterator<Entry> entries) {
        return new OneWay(journal.events().cursor(entries), payloads);
    }

    private record OneWay(EventCursor cursor, PayloadRegistry types) implements Events {
        @Override
        public boolean next() {
            return cursor.next();
        }

        @Override
        public Entry entry() {
            return cursor.entry();
        }

        @Override
        public int kind() {
            return cursor.kind();
        }

        @Override
        public StoredEvent event() {
            return cursor.event();
        }

        @Override
        public <T> T payload(Class<T> type) {
            return cursor.payload(types, type);
        }
    }

    private record OneView(IndexView view) implements View {
        @Override
        public Iterable<Entry> entityAfter(String entity, long sequence) {
            return view.entityAfter(entity, sequence);
        }

        @Override
        public Iterable<Entry> regionAfter(Region region, long sequence) {
            return view.visibleAfter(region, sequence);
        }

        @Override
        public OptionalLong newest(String entity) {
            return view.newest(entity).stream().mapToLong(Entry::sequence).findFirst();
        }

        @Override
        public long end() {
            return view.lastSequence().orElse(-1);
        }

        @Override
        public long epoch() {
            return view.epoch();
        }
    }
}
