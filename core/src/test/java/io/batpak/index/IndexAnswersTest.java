package io.batpak.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.index.Model.Fact;
import io.batpak.model.Bytes;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.Extensions;
import io.batpak.model.FramePosition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every answer of a view, for a few fixed histories, whether the events lie in memory, in several parts, in runs, or
/// in runs that were joined. The laws do the same for many histories, and take seconds for it.
///
/// Tier: unit. Covers: F6, F7, F9.
class IndexAnswersTest {
    private static final int EVENTS = 300;
    private static final int RESHAPED_EVENTS = 100;
    private static final Extensions SOME =
            Extensions.stored(new TreeMap<>(Map.of("app.k", Bytes.of(new byte[] {1, 2, 3}))));

    /// What a frame tells that a footer does not: extensions of every third event of which the index knows nothing.
    private static Extensions inFrame(FramePosition position) {
        return position.offset() % 3 == 0 ? SOME : Extensions.none();
    }

    /// An event with links to others and with extensions.
    record Linked(Fact fact, long cause, long conversation, int extensions) {
        Extensions told() {
            return switch (extensions) {
                case 0 -> Extensions.none();
                case 1 -> SOME;
                default -> inFrame(new FramePosition(fact.segment(), 32 + fact.sequence(), 100));
            };
        }

        IndexRow row() {
            IndexRow row = Histories.row(fact);
            if (cause > 0) {
                row.causation(0, cause);
            }
            if (conversation > 0) {
                row.correlation(0, conversation);
            }
            return switch (extensions) {
                case 0 -> row;
                case 1 -> row.extensions(SOME);
                default -> row.unknownExtensions();
            };
        }

        boolean isIn(long wanted) {
            return conversation > 0 ? conversation == wanted : fact.idHigh() == 0 && fact.idLow() == wanted;
        }
    }

    /// Where the events of an index lie.
    enum Place {
        MEMORY,
        PARTS,
        RUNS,
        JOINED_RUNS;

        Index of(List<Linked> events) {
            Index index = new Index(IndexAnswersTest::inFrame);
            long segment = 0;
            for (Linked event : events) {
                if (this != MEMORY
                        && event.fact().segment() != segment
                        && event.fact().segment() % 3 == 1) {
                    index.writer().cut();
                }
                segment = event.fact().segment();
                index.writer().insert(event.row());
            }
            if (this == RUNS || this == JOINED_RUNS) {
                index.finished().forEach(stretch -> index.replace(stretch, RunParts.run(stretch)));
            }
            if (this == JOINED_RUNS) {
                Stretch joined = index.joined(0, index.finished().size());
                index.replace(joined, RunParts.run(joined));
            }
            return index;
        }
    }

    private static List<Linked> history(long seed) {
        Random random = new Random(seed);
        List<Linked> events = new ArrayList<>();
        for (Fact fact : Histories.lawful(random, EVENTS)) {
            long cause = random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(40);
            long conversation = random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(40);
            events.add(new Linked(fact, cause, conversation, random.nextInt(3)));
        }
        return events;
    }

    private static void everyHistory(Place place, BiConsumer<List<Linked>, Index> check) {
        for (long seed = 1; seed <= 3; seed++) {
            List<Linked> events = history(seed);
            check.accept(events, place.of(events));
        }
    }

    private static List<Fact> facts(List<Linked> events) {
        return events.stream().map(Linked::fact).toList();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void lawfulHistoriesAreAnsweredLikeAListOfEvents(long seed) {
        IndexLawTest.check(seed, Histories.lawful(new Random(seed), EVENTS));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void lawlessHistoriesAreAnsweredLikeAListOfEvents(long seed) {
        IndexLawTest.check(seed, Histories.lawless(new Random(seed), EVENTS));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void reshapedHistoriesAreAnsweredLikeThoseWithoutTheDroppedEvents(long seed) {
        new ReshapeLawTest().check(seed, Histories.lawful(new Random(seed), RESHAPED_EVENTS));
        new ReshapeLawTest().check(seed, Histories.lawless(new Random(seed), RESHAPED_EVENTS));
    }

    @ParameterizedTest
    @EnumSource
    void everyFieldOfAnEventIsKept(Place place) {
        everyHistory(place, (events, index) -> {
            index.writer().publish();
            IndexView view = index.view();
            for (int number = 0; number < events.size(); number++) {
                Linked event = events.get(number);
                Entry entry = view.committed(number);
                assertThat(entry.sequence()).isEqualTo(event.fact().sequence());
                assertThat(entry.position())
                        .isEqualTo(new FramePosition(
                                event.fact().segment(), 32 + event.fact().sequence(), 100));
                assertThat(entry.previousHash()).isEqualTo(event.fact().previousHash());
                assertThat(entry.eventHash()).isEqualTo(event.fact().eventHash());
                assertThat(entry.kind().raw()).isEqualTo(event.fact().kind());
                assertThat(entry.scope()).isEqualTo(event.fact().scope());
                assertThat(entry.correlationId().low())
                        .isEqualTo(
                                event.conversation() > 0
                                        ? event.conversation()
                                        : event.fact().idLow());
                assertThat(entry.correlationId().high())
                        .isEqualTo(event.conversation() > 0 ? 0 : event.fact().idHigh());
                assertThat(entry.causationId().map(id -> id.high() + "," + id.low()))
                        .isEqualTo(event.cause() == 0 ? Optional.empty() : Optional.of("0," + event.cause()));
                assertThat(entry.extensions()).isEqualTo(event.told());
                assertThat(view.isVisible(number)).isTrue();
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void linksAreFoundWhereverTheirEventsLie(Place place) {
        everyHistory(place, (events, index) -> {
            HiddenRanges hidden = HiddenRanges.of(new long[] {20, 90}, new long[] {40, 110});
            index.hide(hidden, Map.of());
            int bound = EVENTS - 30;
            index.writer().publish(bound);
            IndexView view = index.view();
            List<Linked> seen = events.subList(0, bound);
            for (long id = 1; id <= 41; id++) {
                long wanted = id;
                assertThat(Model.sequences(view.effects(0, id)))
                        .isEqualTo(shown(seen, hidden, event -> event.cause() == wanted));
                assertThat(Model.sequences(view.correlated(0, id)))
                        .isEqualTo(shown(seen, hidden, event -> event.isIn(wanted)));
                assertThat(view.effects(1, id)).isEmpty();
            }
        });
    }

    private static List<Long> shown(List<Linked> events, HiddenRanges hidden, Predicate<Linked> predicate) {
        return events.stream()
                .filter(predicate)
                .map(event -> event.fact().sequence())
                .filter(sequence -> !hidden.contains(sequence))
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void countsAndEndsAreThoseOfTheList(Place place) {
        everyHistory(place, (events, index) -> {
            List<Fact> all = facts(events);
            long end = all.getLast().sequence();
            HiddenRanges hidden = HiddenRanges.of(new long[] {5, end - 20}, new long[] {30, end - 5});
            index.hide(hidden, Map.of());
            for (int bound : new int[] {0, 1, 50, EVENTS - 10, EVENTS}) {
                index.writer().publish(bound);
                check(index.view(), all.subList(0, bound), hidden);
            }
        });
    }

    private static void check(IndexView view, List<Fact> facts, HiddenRanges hidden) {
        Model model = new Model(facts, hidden, HiddenRanges.none(), 0);
        TreeMap<Integer, Long> kinds = new TreeMap<>();
        facts.forEach(fact -> kinds.merge(fact.kind(), 1L, Long::sum));
        assertThat(view.kindCounts()).isEqualTo(kinds);
        assertThat(view.visibleCount()).isEqualTo(model.visibleCount());
        Optional<Long> last = last(facts, _ -> true);
        assertThat(view.last().map(Entry::sequence)).isEqualTo(last);
        assertThat(view.lastSequence()).isEqualTo(last.map(OptionalLong::of).orElse(OptionalLong.empty()));
        assertThat(view.lastVisible().map(Entry::sequence)).isEqualTo(last(facts, model::shows));
        assertThat(view.laneEnds())
                .extracting(lane -> lane.last().lane() + " " + lane.last().sequence() + " "
                        + lane.lastVisible().map(Entry::sequence))
                .containsExactlyInAnyOrderElementsOf(new TreeSet<>(
                                facts.stream().map(Fact::lane).toList())
                        .stream()
                                .map(lane -> lane + " "
                                        + last(facts, fact -> fact.lane() == lane)
                                                .orElseThrow()
                                        + " " + last(facts, fact -> fact.lane() == lane && model.shows(fact)))
                                .toList());
        for (String entity : Histories.ENTITIES) {
            checkEntity(view, facts, model, entity);
        }
        for (long segment = 0; segment <= 20; segment++) {
            long wanted = segment;
            assertThat(view.firstIn(segment)).isEqualTo((int)
                    facts.stream().filter(fact -> fact.segment() < wanted).count());
        }
    }

    private static void checkEntity(IndexView view, List<Fact> facts, Model model, String entity) {
        List<Long> counting = new ArrayList<>(facts.stream()
                .filter(fact -> fact.entity().equals(entity) && model.shows(fact))
                .filter(fact -> fact.kind() >>> 12 != 0 && fact.kind() >>> 12 != 0xD)
                .map(Fact::sequence)
                .toList());
        Collections.reverse(counting);
        for (int n = 1; n <= counting.size() + 1; n++) {
            assertThat(view.nthNewest(entity, n))
                    .isEqualTo(n > counting.size() ? OptionalLong.empty() : OptionalLong.of(counting.get(n - 1)));
        }
        long count = facts.stream().filter(fact -> fact.entity().equals(entity)).count();
        assertThat(view.entityGeneration(entity)).isEqualTo(count == 0 ? OptionalLong.empty() : OptionalLong.of(count));
    }

    private static Optional<Long> last(List<Fact> facts, Predicate<Fact> predicate) {
        return facts.stream().filter(predicate).map(Fact::sequence).reduce((_, newer) -> newer);
    }

    @ParameterizedTest
    @EnumSource
    void everyEventHasItsPredecessor(Place place) {
        everyHistory(place, (events, index) -> {
            HiddenRanges hidden = HiddenRanges.of(new long[] {50}, new long[] {60});
            index.hide(hidden, Map.of());
            index.writer().publish();
            IndexView view = index.view();
            Map<String, Integer> heads = new TreeMap<>();
            for (int number = 0; number < events.size(); number++) {
                Fact fact = events.get(number).fact();
                Integer before = heads.put(fact.entity() + "\n" + fact.lane(), number);
                assertThat(view.committedPredecessor(number)).isEqualTo(Objects.requireNonNullElse(before, -1));
                assertThat(view.isVisible(number)).isEqualTo(!hidden.contains(fact.sequence()));
            }
            assertThatThrownBy(() -> view.committed(EVENTS)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> view.committed(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        });
    }

    @ParameterizedTest
    @EnumSource
    void theWriterFindsWhatIsNotPublishedYet(Place place) {
        everyHistory(place, (events, index) -> {
            IndexWriter writer = index.writer();
            index.hide(HiddenRanges.of(new long[] {50}, new long[] {60}), Map.of());
            Model model = new Model(facts(events));
            assertThat(writer.eventCount()).isEqualTo(EVENTS);
            assertThat(writer.nextSequence()).isEqualTo(events.getLast().fact().sequence() + 1);
            for (Linked event : events) {
                Fact fact = event.fact();
                int row = writer.findRow(fact.idHigh(), fact.idLow()).orElseThrow();
                long sequence = model.find(fact.idHigh(), fact.idLow()).orElseThrow();
                assertThat(writer.sequence(row)).isEqualTo(sequence);
                int own = writer.rowFrom(fact.sequence());
                assertThat(writer.sequence(own)).isEqualTo(fact.sequence());
                assertThat(List.of(writer.clock(own), writer.wallMillis(own), writer.lane(own)))
                        .containsExactly(fact.clock(), fact.wallMillis(), fact.lane());
                assertThat(writer.eventHash(own)).isEqualTo(fact.eventHash());
                assertThat(writer.mayHaveExtensions(own) || event.told().isEmpty())
                        .isTrue();
                assertThat(writer.entry(own).eventId()).isEqualTo(new EventId(fact.idHigh(), fact.idLow()));
            }
            assertThat(writer.findRow(0, 5000)).isEmpty();
            for (String entity : Histories.ENTITIES) {
                for (long lane : Histories.LANES) {
                    assertThat(writer.head(entity, lane).stream()
                                    .mapToObj(writer::sequence)
                                    .findFirst())
                            .isEqualTo(model.head(entity, lane).map(Fact::sequence));
                }
            }
        });
    }

    @Test
    void rowsOfAKindAreListedInTheirOrder() {
        for (Place place : Place.values()) {
            everyHistory(place, (events, index) -> {
                for (int kind : Histories.KINDS) {
                    List<Long> found = new ArrayList<>();
                    for (int row : index.writer().rowsOfKind(kind)) {
                        found.add(index.writer().sequence(row));
                    }
                    assertThat(found)
                            .isEqualTo(facts(events).stream()
                                    .filter(fact -> fact.kind() == kind)
                                    .map(Fact::sequence)
                                    .toList());
                }
            });
        }
    }
}
