package io.batpak.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.generators.SourceDSL.longs;

import io.batpak.index.Model.Fact;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.Region;
import io.batpak.testing.Laws;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The index answers like plain loops over the list of events, for random histories, regions, pages and
/// hidden ranges.
///
/// Tier: law. Covers: F6, F7, F9.
class IndexLawTest {
    private static final int EVENTS = 400;

    @Test
    void lawfulHistoriesAreAnsweredLikeAListOfEvents() {
        Laws.qt(150).forAll(longs().all()).checkAssert(seed -> check(seed, Histories.lawful(new Random(seed), EVENTS)));
    }

    @Test
    void lawlessHistoriesAreAnsweredLikeAListOfEvents() {
        Laws.qt(150)
                .forAll(longs().all())
                .checkAssert(seed -> check(seed, Histories.lawless(new Random(seed), EVENTS)));
    }

    static void check(long seed, List<Fact> facts) {
        check(seed, facts, Histories.index(facts));
        Index index = Histories.indexInParts(facts, new Random(seed + 1));
        check(seed, facts, index);
        RunParts.seal(index, new Random(seed + 2));
        check(seed, facts, index);
    }

    private static void check(long seed, List<Fact> facts, Index index) {
        Random random = new Random(~seed);
        long lane = Histories.pick(random, Histories.LANES);
        HiddenRanges hidden = Histories.hidden(random, EVENTS);
        HiddenRanges onLane = Histories.hidden(random, EVENTS);
        index.hide(hidden, Map.of(lane, onLane));
        int bound = random.nextInt(facts.size() + 1);
        index.writer().publish(bound);
        IndexView view = index.view();
        Model model = new Model(facts.subList(0, bound), hidden, onLane, lane);
        checkView(random, facts, bound, view, model);
        checkHeads(index.writer(), new Model(facts));
        facts.subList(0, bound)
                .forEach(fact -> view.atSequence(fact.sequence())
                        .ifPresent(
                                entry -> assertThat(entry.position().offset()).isEqualTo(32 + fact.sequence())));
    }

    /// @param facts all that were inserted, of which the view was taken behind the first `bound`
    static void checkView(Random random, List<Fact> facts, int bound, IndexView view, Model model) {
        checkRegions(random, view, model);
        checkEntities(view, model);
        checkEvents(facts, bound, view, model);
        assertThat(view.eventCount()).isEqualTo(bound);
        assertThat(view.committedCount()).isEqualTo(bound);
        assertThat(view.visibleCount()).isEqualTo(model.visibleCount());
        long next = bound == 0 ? 0 : facts.get(bound - 1).sequence() + 1;
        assertThat(view.nextSequence()).isEqualTo(next);
    }

    private static void checkRegions(Random random, IndexView view, Model model) {
        for (int i = 0; i < 20; i++) {
            Region region = Histories.region(random);
            assertThat(Model.sequences(view.query(region))).as(region::toString).isEqualTo(model.query(region));
            long after = random.nextInt(EVENTS) - 1L;
            int limit = random.nextInt(30);
            assertThat(Model.sequences(view.page(region, OptionalLong.of(after), limit)))
                    .as(() -> region + " after " + after + " limit " + limit)
                    .isEqualTo(model.page(region, after, limit));
            assertThat(Model.sequences(view.queryAfter(region, after)))
                    .isEqualTo(model.page(region, after, Integer.MAX_VALUE));
        }
    }

    private static void checkEntities(IndexView view, Model model) {
        for (String entity : Histories.ENTITIES) {
            assertThat(Model.sequences(view.stream(entity))).isEqualTo(model.stream(entity));
            assertThat(view.entityGeneration(entity).orElse(0)).isEqualTo(model.generation(entity));
            for (long after : new long[] {-1, 0, EVENTS / 3, EVENTS - 1, Long.MAX_VALUE}) {
                assertThat(Model.sequences(view.entityAfter(entity, after)))
                        .isEqualTo(model.entityAfter(entity, after));
            }
            List<Long> all = model.entityAfter(entity, -1);
            assertThat(view.newest(entity).map(Entry::sequence))
                    .isEqualTo(all.isEmpty() ? Optional.empty() : Optional.of(all.getLast()));
            for (long lane : Histories.LANES) {
                assertThat(Model.sequences(view.stream(entity, lane))).isEqualTo(model.stream(entity, lane));
                assertThat(view.latest(entity, lane).map(Entry::sequence)).isEqualTo(model.latest(entity, lane));
            }
        }
    }

    private static void checkEvents(List<Fact> facts, int bound, IndexView view, Model model) {
        for (Fact fact : facts) {
            Optional<Entry> byId = view.find(new EventId(fact.idHigh(), fact.idLow()));
            assertThat(byId.map(Entry::sequence)).isEqualTo(model.find(fact.idHigh(), fact.idLow()));
            Optional<Entry> bySequence = view.atSequence(fact.sequence());
            boolean shown = facts.indexOf(fact) < bound && model.shows(fact);
            assertThat(bySequence.isPresent()).isEqualTo(shown);
            bySequence.ifPresent(entry -> {
                checkFields(entry, fact);
                assertThat(view.predecessor(entry).map(Entry::sequence)).isEqualTo(model.predecessor(fact));
            });
        }
    }

    private static void checkFields(Entry entry, Fact fact) {
        assertThat(entry.eventId()).isEqualTo(new EventId(fact.idHigh(), fact.idLow()));
        assertThat(entry.entity()).isEqualTo(fact.entity());
        assertThat(entry.scope()).isEqualTo(fact.scope());
        assertThat(entry.kind().raw()).isEqualTo(fact.kind());
        assertThat(List.of(entry.lane(), entry.depth(), entry.clock(), entry.wallMillis()))
                .containsExactly(fact.lane(), fact.depth(), fact.clock(), fact.wallMillis());
        assertThat(entry.previousHash()).isEqualTo(fact.previousHash());
        assertThat(entry.eventHash()).isEqualTo(fact.eventHash());
        assertThat(entry.position().segment()).isEqualTo(fact.segment());
    }

    static void checkHeads(IndexWriter writer, Model model) {
        for (String entity : Histories.ENTITIES) {
            for (long lane : Histories.LANES) {
                Optional<Long> expected = model.head(entity, lane).map(Fact::clock);
                OptionalLong found = writer.head(entity, lane).stream()
                        .mapToLong(writer::clock)
                        .findAny();
                assertThat(found.isPresent() ? Optional.of(found.getAsLong()) : Optional.empty())
                        .isEqualTo(expected);
            }
        }
    }
}
