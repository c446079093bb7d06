package io.batpak.verify.engine;

import io.batpak.Journal;
import io.batpak.index.IndexView;
import io.batpak.model.CorrelationId;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.Page;
import io.batpak.model.Region;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What both a journal and the view below it answer.
interface Reads {
    Iterable<Entry> query(Region region);

    List<Entry> page(Region region, Page page);

    Iterable<Entry> stream(String entity);

    Iterable<Entry> stream(String entity, long lane);

    Optional<Entry> latest(String entity, long lane);

    Optional<Entry> entry(EventId id);

    Iterable<Entry> effects(EventId id);

    Iterable<Entry> correlated(CorrelationId id);

    OptionalLong generation(String entity);

    static Reads of(Journal journal) {
        return new OfJournal(journal);
    }

    static Reads of(IndexView view) {
        return new OfView(view);
    }

    record OfJournal(Journal journal) implements Reads {
        @Override
        public Iterable<Entry> query(Region region) {
            return journal.query(region);
        }

        @Override
        public List<Entry> page(Region region, Page page) {
            return journal.query(region, page);
        }

        @Override
        public Iterable<Entry> stream(String entity) {
            return journal.stream(entity);
        }

        @Override
        public Iterable<Entry> stream(String entity, long lane) {
            return journal.stream(entity, lane);
        }

        @Override
        public Optional<Entry> latest(String entity, long lane) {
            return journal.latest(entity, lane);
        }

        @Override
        public Optional<Entry> entry(EventId id) {
            return journal.entry(id);
        }

        @Override
        public Iterable<Entry> effects(EventId id) {
            return journal.effectsOf(id);
        }

        @Override
        public Iterable<Entry> correlated(CorrelationId id) {
            return journal.correlated(id);
        }

        @Override
        public OptionalLong generation(String entity) {
            return journal.entityGeneration(entity);
        }
    }

    record OfView(IndexView view) implements Reads {
        @Override
        public Iterable<Entry> query(Region region) {
            return view.query(region);
        }

        @Override
        public List<Entry> page(Region region, Page page) {
            return view.page(region, page.after(), page.limit());
        }

        @Override
        public Iterable<Entry> stream(String entity) {
            return view.stream(entity);
        }

        @Override
        public Iterable<Entry> stream(String entity, long lane) {
            return view.stream(entity, lane);
        }

        @Override
        public Optional<Entry> latest(String entity, long lane) {
            return view.latest(entity, lane);
        }

        @Override
        public Optional<Entry> entry(EventId id) {
            return view.find(id);
        }

        @Override
        public Iterable<Entry> effects(EventId id) {
            return view.effects(id.high(), id.low());
        }

        @Override
        public Iterable<Entry> correlated(CorrelationId id) {
            return view.correlated(id.high(), id.low());
        }

        @Override
        public OptionalLong generation(String entity) {
            return view.entityGeneration(entity);
        }
    }
}
