package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Journal;
import io.batpak.model.ChainReport;
import io.batpak.model.CorrelationId;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.HlcPoint;
import io.batpak.model.Page;
import io.batpak.model.Region;
import io.batpak.model.StoredEvent;
import io.batpak.verify.engine.ReadModel.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Compares what is read with loops over what was written.
final class ReadCheck {
    private static final int REGIONS = 24;
    private static final int UNKNOWN_KEYS = 5;

    private final ReadLoad load;
    private final ReadModel model;
    private final String as;

    private ReadCheck(ReadLoad load, String as) {
        this.load = load;
        this.model = load.model;
        this.as = as;
    }

    /// Everything a journal answers.
    ///
    /// @param as what is checked, for the message
    static void journal(Journal journal, ReadLoad load, String as) {
        load.model.noteSessions(journal);
        ReadCheck check = new ReadCheck(load, as);
        check.index(Reads.of(journal));
        check.events(journal);
        check.numbers(journal);
    }

    /// What the index alone answers.
    static void index(Reads reads, ReadLoad load, String as) {
        new ReadCheck(load, as).index(reads);
    }

    private void index(Reads reads) {
        regions(reads);
        entities(reads);
        ids(reads);
    }

    private void regions(Reads reads) {
        int size = (int) model.next();
        for (int i = 0; i < REGIONS; i++) {
            Region region = load.region();
            assertThat(sequences(reads.query(region))).as("%s, %s", as, region).isEqualTo(model.query(region));
            Page page = new Page(
                    load.random.nextInt(4) == 0 ? OptionalLong.empty() : OptionalLong.of(load.random.nextInt(size + 2)),
                    load.random.nextInt(9));
            assertThat(sequences(reads.page(region, page)))
                    .as("%s, %s of %s", as, page, region)
                    .isEqualTo(model.page(region, page));
        }
        Region region = load.region();
        assertThat(paged(reads, region, 1 + load.random.nextInt(20)))
                .as("%s, all pages of %s", as, region)
                .isEqualTo(model.query(region));
    }

    private static List<Long> paged(Reads reads, Region region, int limit) {
        List<Long> found = new ArrayList<>();
        List<Entry> page = reads.page(region, Page.first(limit));
        while (!page.isEmpty()) {
            found.addAll(sequences(page));
            page = reads.page(region, Page.after(found.getLast(), limit));
        }
        return found;
    }

    private void entities(Reads reads) {
        for (String entity : ReadLoad.ENTITIES) {
            assertThat(sequences(reads.stream(entity)))
                    .as("%s, %s", as, entity)
                    .isEqualTo(model.stream(fact -> fact.isOf(entity)));
            assertThat(reads.generation(entity).orElse(0))
                    .as("%s, generation of %s", as, entity)
                    .isEqualTo(model.generation(entity));
            assertThat(reads.generation(entity).isPresent()).isEqualTo(model.generation(entity) > 0);
            for (long lane : ReadLoad.LANES) {
                assertThat(sequences(reads.stream(entity, lane)))
                        .as("%s, %s on %s", as, entity, lane)
                        .isEqualTo(model.stream(fact -> fact.isOf(entity, lane)));
                assertThat(reads.latest(entity, lane).map(Entry::sequence))
                        .as("%s, latest of %s on %s", as, entity, lane)
                        .isEqualTo(model.latest(entity, lane));
            }
        }
    }

    private void ids(Reads reads) {
        for (Fact fact : model.facts()) {
            Optional<Entry> found = reads.entry(fact.id());
            assertThat(found.isPresent()).as("%s, %s", as, fact).isEqualTo(!fact.hidden());
            found.ifPresent(entry -> fields(entry, fact));
            links(reads, fact.id());
        }
        for (Fact fact : model.gone()) {
            assertThat(reads.entry(fact.id())).as("%s, gone %s", as, fact).isEmpty();
            links(reads, fact.id());
        }
        for (int key = 0; key < UNKNOWN_KEYS; key++) {
            EventId unknown = new EventId(7, key);
            assertThat(reads.entry(unknown)).isEmpty();
            links(reads, unknown);
        }
    }

    private void links(Reads reads, EventId id) {
        assertThat(sequences(reads.effects(id))).as("%s, effects of %s", as, id).isEqualTo(model.effects(id));
        CorrelationId conversation = CorrelationId.of(id);
        assertThat(sequences(reads.correlated(conversation)))
                .as("%s, conversation %s", as, id)
                .isEqualTo(model.correlated(conversation));
    }

    private void fields(Entry entry, Fact fact) {
        assertThat(new Fact(
                        entry.sequence(),
                        entry.eventId(),
                        entry.coordinate(),
                        entry.kind(),
                        entry.lane(),
                        entry.clock(),
                        entry.wallMillis(),
                        entry.correlationId(),
                        entry.causationId(),
                        false))
                .as(as)
                .isEqualTo(fact);
    }

    private void events(Journal journal) {
        for (Fact fact : model.facts()) {
            if (!fact.hidden() && load.random.nextInt(4) == 0) {
                StoredEvent event = journal.get(fact.id());
                assertThat(event.eventId()).isEqualTo(fact.id());
                assertThat(event.sequence()).as(as).isEqualTo(fact.sequence());
                assertThat(event.coordinate()).as(as).isEqualTo(fact.at());
                assertThat(event.extensions())
                        .as("%s, %s", as, fact)
                        .isEqualTo(journal.entry(fact.id()).orElseThrow().extensions());
                int limit = load.random.nextInt(7);
                assertThat(journal.ancestors(fact.id(), limit).events())
                        .as("%s, %s ancestors of %s", as, limit, fact)
                        .extracting(StoredEvent::sequence)
                        .isEqualTo(model.chain(fact, limit));
            }
        }
    }

    private void numbers(Journal journal) {
        assertThat(journal.stats().eventCount()).as(as).isEqualTo(model.facts().size());
        assertThat(journal.stats().nextSequence()).as(as).isEqualTo(model.next());
        HlcPoint visible = journal.frontier().visible();
        assertThat(visible)
                .as(as)
                .isEqualTo(model.lastVisible()
                        .map(fact -> new HlcPoint(fact.wallMillis(), fact.sequence()))
                        .orElse(HlcPoint.ORIGIN));
        assertThat(journal.verifyChain()).as(as).matches(ChainReport::intact, "is intact");
    }

    static List<Long> sequences(Iterable<Entry> entries) {
        List<Long> found = new ArrayList<>();
        entries.forEach(entry -> found.add(entry.sequence()));
        return found;
    }
}
