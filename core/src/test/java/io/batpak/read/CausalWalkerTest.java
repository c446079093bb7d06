package io.batpak.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.index.HiddenRanges;
import io.batpak.index.Index;
import io.batpak.index.IndexRow;
import io.batpak.index.IndexView;
import io.batpak.model.CausalBounds;
import io.batpak.model.CausalDirection;
import io.batpak.model.CausalGraph;
import io.batpak.model.CausalVisitor;
import io.batpak.model.CausalVisitor.Next;
import io.batpak.model.CausalWalk;
import io.batpak.model.CausalWalk.Ending;
import io.batpak.model.CorrelationId;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.Hash;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/// Walks through causes and effects over an index: order, bounds, what the visitor may decide, and that a
/// walk sees one frozen view.
///
/// ```
/// 1 --> 2 --> 4 --> 6
///   \-> 3 --> 5
/// ```
///
/// Covers: none of the catalogue (our own). Tier: unit.
class CausalWalkerTest {
    private static final CausalBounds ALL = CausalBounds.events(1000);

    private final Index index = new Index(position -> {
        throw new AssertionError("no frame is to be read: " + position);
    });
    private final IndexRow row = new IndexRow();
    private long sequence;

    private static EventId id(long number) {
        return new EventId(0, number);
    }

    /// Inserts and publishes an event; cause 0 for none.
    private void insert(long id, long cause) {
        index.writer()
                .insert(row.clear()
                        .sequence(sequence)
                        .eventId(0, id)
                        .causation(0, cause)
                        .coordinate("e", "s")
                        .at(0, 0, sequence, 1000)
                        .hashBehindHead(Hash.of(sequence, 1, 1, 1))
                        .position(1, sequence, 100));
        index.writer().publish();
        sequence++;
    }

    private void insertTree() {
        insert(1, 0);
        insert(2, 1);
        insert(3, 1);
        insert(4, 2);
        insert(5, 3);
        insert(6, 4);
    }

    /// The ids in the order of the visit, and how it ended.
    private record Visit(List<Long> ids, CausalWalk walk) {}

    private Visit visit(long from, CausalDirection direction, CausalBounds bounds, CausalVisitor visitor) {
        List<Long> ids = new ArrayList<>();
        CausalWalk walk = CausalWalker.walk(index.view(), id(from), direction, bounds, (entry, steps) -> {
            ids.add(entry.eventId().low());
            return visitor.visit(entry, steps);
        });
        return new Visit(ids, walk);
    }

    private Visit visit(long from, CausalDirection direction, CausalBounds bounds) {
        return visit(from, direction, bounds, (entry, steps) -> Next.GO_ON);
    }

    private static List<Long> ids(Iterable<Entry> entries) {
        return StreamSupport.stream(entries.spliterator(), false)
                .map(entry -> entry.eventId().low())
                .toList();
    }

    @Test
    void nearEventsComeFirst() {
        insertTree();

        assertThat(visit(1, CausalDirection.EFFECTS, ALL))
                .isEqualTo(new Visit(List.of(1L, 2L, 3L, 4L, 5L, 6L), new CausalWalk(6, Ending.COMPLETE)));
        assertThat(visit(6, CausalDirection.CAUSES, ALL).ids()).containsExactly(6L, 4L, 2L, 1L);
        assertThat(visit(4, CausalDirection.BOTH, ALL).ids()).containsExactly(4L, 2L, 6L, 1L, 3L, 5L);
        assertThat(ids(CausalWalker.causes(index.view(), id(6)))).containsExactly(4L, 2L, 1L);
        assertThat(ids(CausalWalker.causes(index.view(), id(1)))).isEmpty();
    }

    @Test
    void aBoundThatKeepsNothingOutIsNotReached() {
        insertTree();

        assertThat(visit(1, CausalDirection.EFFECTS, new CausalBounds(3, 6)).walk())
                .isEqualTo(new CausalWalk(6, Ending.COMPLETE));
        assertThat(visit(1, CausalDirection.EFFECTS, new CausalBounds(3, 5)).walk())
                .isEqualTo(new CausalWalk(5, Ending.EVENTS_REACHED));
        assertThat(visit(1, CausalDirection.EFFECTS, new CausalBounds(2, 6)))
                .isEqualTo(new Visit(List.of(1L, 2L, 3L, 4L, 5L), new CausalWalk(5, Ending.STEPS_REACHED)));
        assertThat(visit(1, CausalDirection.EFFECTS, new CausalBounds(0, 1)))
                .isEqualTo(new Visit(List.of(1L), new CausalWalk(1, Ending.STEPS_REACHED)));
        assertThat(visit(6, CausalDirection.EFFECTS, new CausalBounds(0, 1)).walk())
                .isEqualTo(new CausalWalk(1, Ending.COMPLETE));
    }

    @Test
    void theVisitorPassesOverAndStops() {
        insertTree();

        Visit pruned = visit(
                1,
                CausalDirection.EFFECTS,
                ALL,
                (entry, steps) -> entry.eventId().equals(id(2)) ? Next.PASS_OVER : Next.GO_ON);
        assertThat(pruned).isEqualTo(new Visit(List.of(1L, 2L, 3L, 5L), new CausalWalk(4, Ending.COMPLETE)));
        Visit stopped = visit(1, CausalDirection.EFFECTS, ALL, (entry, steps) -> steps == 2 ? Next.STOP : Next.GO_ON);
        assertThat(stopped).isEqualTo(new Visit(List.of(1L, 2L, 3L, 4L), new CausalWalk(4, Ending.STOPPED)));
        assertThat(visit(1, CausalDirection.BOTH, ALL, (entry, steps) -> Next.STOP)
                        .walk())
                .isEqualTo(new CausalWalk(1, Ending.STOPPED));
        assertThatThrownBy(() -> visit(1, CausalDirection.EFFECTS, ALL, (entry, steps) -> {
                    throw new UnsupportedOperationException("not today");
                }))
                .hasMessage("not today");
    }

    @Test
    void anUnknownEventIsNotFoundThoughItsEffectsAre() {
        insert(2, 1);

        assertThat(visit(1, CausalDirection.BOTH, ALL))
                .isEqualTo(new Visit(List.of(), new CausalWalk(0, Ending.NOT_FOUND)));
        assertThat(ids(index.view().effects(0, 1))).containsExactly(2L);
        assertThat(ids(CausalWalker.causes(index.view(), id(2)))).isEmpty();
        CausalGraph graph = CausalWalker.graph(index.view(), id(2), CausalDirection.CAUSES, ALL);
        assertThat(graph.unknownCauses()).containsExactly(id(1));
        assertThat(graph.cutOff()).isFalse();
    }

    @Test
    void whatIsHiddenIsNoCauseAndNoEffect() {
        insertTree();
        index.hide(HiddenRanges.of(new long[] {1}, new long[] {2}), Map.of());

        assertThat(visit(1, CausalDirection.EFFECTS, ALL).ids()).containsExactly(1L, 3L, 5L);
        assertThat(ids(CausalWalker.causes(index.view(), id(6)))).containsExactly(4L);
    }

    @Test
    void eachOfSeveralEventsWithOneIdIsVisitedOnce() {
        insert(1, 0);
        insert(2, 1);
        insert(2, 1);
        insert(3, 2);

        assertThat(visit(1, CausalDirection.EFFECTS, ALL).ids()).containsExactly(1L, 2L, 2L, 3L);
        assertThat(visit(3, CausalDirection.CAUSES, ALL).ids()).containsExactly(3L, 2L, 1L);
    }

    @Test
    void answersAreFrozenAndCanBeRepeated() {
        insert(1, 0);
        insert(2, 1);
        IndexView view = index.view();
        Iterable<Entry> effects = view.effects(0, 1);
        Iterator<Entry> begun = effects.iterator();
        insert(3, 1);

        assertThat(begun.next().eventId()).isEqualTo(id(2));
        assertThat(begun).isExhausted();
        assertThatThrownBy(begun::next).isInstanceOf(NoSuchElementException.class);
        assertThat(ids(effects)).containsExactly(2L).isEqualTo(ids(effects));
        assertThat(ids(view.correlated(0, 3))).isEmpty();
        assertThat(ids(index.view().effects(0, 1))).containsExactly(2L, 3L);
    }

    @Test
    void aConversationIsCutAtTheNumberAskedFor() {
        insertTree();

        CausalGraph whole = CausalWalker.graph(index.view(), new CorrelationId(0, 4), 1);
        assertThat(whole.nodes()).hasSize(1);
        assertThat(whole.cutOff()).isFalse();
        assertThat(whole.edges()).extracting(CausalGraph.Edge::standing).containsExactly(CausalGraph.Cause.OUTSIDE);
        row.clear();
        index.writer()
                .insert(row.sequence(sequence)
                        .eventId(0, 7)
                        .correlation(0, 4)
                        .coordinate("e", "s")
                        .position(1, 0, 1));
        index.writer().publish();
        assertThat(CausalWalker.graph(index.view(), new CorrelationId(0, 4), 1).cutOff())
                .isTrue();
    }

    @Test
    void aThousandEffectsAmongTwoHundredThousandEventsAreFoundInOrder() {
        List<Long> expected = new ArrayList<>();
        for (long id = 1; id <= 200_000; id++) {
            boolean isEffect = id % 200 == 150;
            if (isEffect) {
                expected.add(id);
            }
            insert(id, isEffect ? 100 : id - 1);
        }

        expected.addFirst(101L);
        assertThat(ids(index.view().effects(0, 100))).isEqualTo(expected);
        assertThat(visit(200_000, CausalDirection.CAUSES, ALL).ids()).hasSize(151);
        assertThat(visit(
                                100,
                                CausalDirection.EFFECTS,
                                CausalBounds.events(2_000).steps(1))
                        .walk())
                .isEqualTo(new CausalWalk(1002, Ending.STEPS_REACHED));
    }
}
