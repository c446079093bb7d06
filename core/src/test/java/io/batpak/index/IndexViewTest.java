package io.batpak.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.model.CausationId;
import io.batpak.model.ClockRange;
import io.batpak.model.CorrelationId;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.EventKind;
import io.batpak.model.Extensions;
import io.batpak.model.FramePosition;
import io.batpak.model.Hash;
import io.batpak.model.KindFilter;
import io.batpak.model.Region;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// Single answers of the index, at its edges.
///
/// Tier: unit. Covers: F6, F7, F9.
class IndexViewTest {
    private static final long LANE_MAX = 0xFFFF_FFFFL;

    private final List<FramePosition> framesRead = new ArrayList<>();
    private Extensions inFrame = Extensions.none();
    private final Index index = new Index(position -> {
        framesRead.add(position);
        return inFrame;
    });
    private final IndexWriter writer = index.writer();

    private static IndexRow row(long sequence, String entity, long lane, long clock) {
        return new IndexRow()
                .sequence(sequence)
                .eventId(0, sequence + 1)
                .coordinate(entity, "scope")
                .kind(0x1000)
                .at(lane, 0, clock, 1000 + sequence)
                .hashes(Hash.ZERO, Hash.of(sequence, 1, 2, 3))
                .position(1, 100 * sequence, 100);
    }

    private static EventId id(long low) {
        return new EventId(0, low);
    }

    @Test
    void anEmptyIndexAnswersNothing() {
        IndexView view = index.view();
        assertThat(view.eventCount()).isZero();
        assertThat(view.nextSequence()).isZero();
        assertThat(view.lastSequence()).isEmpty();
        assertThat(view.last()).isEmpty();
        assertThat(view.lastVisible()).isEmpty();
        assertThat(view.find(id(1))).isEmpty();
        assertThat(view.atSequence(0)).isEmpty();
        assertThat(view.query(Region.all())).isEmpty();
        assertThat(view.stream("a")).isEmpty();
        assertThat(view.stream("a", 1)).isEmpty();
        assertThat(view.latest("a", 0)).isEmpty();
        assertThat(view.entityGeneration("a")).isEmpty();
        assertThat(writer.head("a", 0)).isEmpty();
    }

    @Test
    void anUnpublishedRowIsInvisibleToReadersButCountsForTheWriter() {
        writer.insert(row(0, "a", 0, 0));
        writer.publish();
        int later = writer.insert(row(1, "a", 0, 1));
        writer.insert(row(2, "b", 3, 0));
        IndexView view = index.view();
        assertThat(Model.sequences(view.query(Region.all()))).containsExactly(0L);
        assertThat(view.find(id(2))).isEmpty();
        assertThat(view.latest("a", 0).map(Entry::sequence)).contains(0L);
        assertThat(view.entityGeneration("a")).hasValue(1);
        assertThat(view.entityGeneration("b")).isEmpty();
        assertThat(view.latest("b", 3)).isEmpty();
        assertThat(view.nextSequence()).isEqualTo(1);
        assertThat(writer.head("a", 0)).hasValue(later);
        assertThat(writer.findRow(0, 2)).hasValue(later);
        assertThat(writer.clock(later)).isEqualTo(1);
        assertThat(writer.wallMillis(later)).isEqualTo(1001);
        assertThat(writer.eventHash(later)).isEqualTo(Hash.of(1, 1, 2, 3));
        assertThat(writer.entry(later).sequence()).isEqualTo(1);
        assertThat(writer.rowCount()).isEqualTo(3);
        assertThat(writer.nextSequence()).isEqualTo(3);
    }

    @Test
    void publicationNeverGoesBack() {
        int first = writer.insert(row(0, "a", 0, 0));
        writer.insert(row(1, "a", 0, 1));
        writer.publish(first + 1);
        assertThat(index.view().eventCount()).isEqualTo(1);
        writer.publish();
        writer.publish(first + 1);
        assertThat(index.view().eventCount()).isEqualTo(2);
    }

    @Test
    void theLastRowOfADuplicateIdWinsWithinTheView() {
        writer.insert(row(0, "a", 0, 0).eventId(7, 7));
        writer.publish();
        IndexView before = index.view();
        int second = writer.insert(row(1, "a", 0, 1).eventId(7, 7));
        writer.publish();
        EventId id = new EventId(7, 7);
        assertThat(before.find(id).map(Entry::sequence)).contains(0L);
        assertThat(index.view().find(id).map(Entry::sequence)).contains(1L);
        assertThat(writer.findRow(7, 7)).hasValue(second);
        assertThat(index.view().eventCount()).isEqualTo(2);
    }

    @Test
    void manyRowsOfOneIdAreStillFound() {
        for (int i = 0; i < 9000; i++) {
            writer.insert(row(i, "a", 0, i).eventId(1, 1));
        }
        writer.publish();
        assertThat(index.view().find(new EventId(1, 1)).map(Entry::sequence)).contains(8999L);
        assertThat(index.view().find(new EventId(1, 2))).isEmpty();
    }

    @Test
    void unsignedExtremesAreKept() {
        writer.insert(row(Long.MAX_VALUE - 1, "a", LANE_MAX, LANE_MAX)
                .at(LANE_MAX, LANE_MAX, LANE_MAX, -1)
                .kind(0xFFFF)
                .position(-1, Long.MAX_VALUE, Integer.MAX_VALUE)
                .eventId(-1, -1));
        writer.publish();
        Entry entry = index.view().latest("a", LANE_MAX).orElseThrow();
        assertThat(List.of(entry.lane(), entry.depth(), entry.clock(), entry.wallMillis()))
                .containsExactly(LANE_MAX, LANE_MAX, LANE_MAX, -1L);
        assertThat(entry.kind().raw()).isEqualTo(0xFFFF);
        assertThat(entry.position()).isEqualTo(new FramePosition(-1, Long.MAX_VALUE, Integer.MAX_VALUE));
        assertThat(entry.eventId()).isEqualTo(new EventId(-1, -1));
        assertThat(index.view().nextSequence()).isEqualTo(Long.MAX_VALUE);
        Region region = Region.all().withLane(LANE_MAX).withClockRange(new ClockRange(LANE_MAX, LANE_MAX));
        assertThat(Model.sequences(index.view().query(region))).containsExactly(Long.MAX_VALUE - 1);
        assertThat(index.view().queryAfter(region, Long.MAX_VALUE)).isEmpty();
        assertThat(index.view().query(region.withClockRange(new ClockRange(0, LANE_MAX - 1))))
                .isEmpty();
    }

    @Test
    void lanesAreComparedAsUnsignedInStreams() {
        writer.insert(row(0, "a", LANE_MAX, 0).at(LANE_MAX, 0, 0x8000_0000L, 5));
        writer.insert(row(1, "a", 0, 0).at(0, 0, 1, 5));
        writer.publish();
        assertThat(Model.sequences(index.view().stream("a"))).containsExactly(1L, 0L);
        assertThat(Model.sequences(index.view().query(Region.entity("a")))).containsExactly(0L, 1L);
    }

    @Test
    void aLaneStoredOutOfOrderIsReadInClockKeyOrder() {
        int newest = writer.insert(row(0, "a", 0, 1).at(0, 0, 1, 7));
        writer.insert(row(1, "a", 0, 0).at(0, 0, 0, 6));
        writer.publish();
        IndexView view = index.view();
        assertThat(Model.sequences(view.stream("a"))).containsExactly(1L, 0L);
        assertThat(Model.sequences(view.stream("a", 0))).containsExactly(1L, 0L);
        assertThat(view.latest("a", 0).map(Entry::sequence)).contains(0L);
        assertThat(view.predecessor(view.find(id(1)).orElseThrow()).map(Entry::sequence))
                .contains(1L);
        assertThat(writer.head("a", 0)).hasValue(newest);
    }

    @Test
    void pagesStartStrictlyAfterAndEndWithTheLimit() {
        for (int i = 0; i < 10; i++) {
            writer.insert(row(i * 2L, i % 2 == 0 ? "a" : "a:b", 0, i / 2));
        }
        writer.publish();
        index.hide(HiddenRanges.of(new long[] {4}, new long[] {5}), Map.of());
        IndexView view = index.view();
        Region region = Region.entity("a");
        assertThat(Model.sequences(view.page(region, OptionalLong.empty(), 3))).containsExactly(0L, 2L, 6L);
        assertThat(Model.sequences(view.page(region, OptionalLong.of(0), 2))).containsExactly(2L, 6L);
        assertThat(Model.sequences(view.page(region, OptionalLong.of(7), 2))).containsExactly(8L, 10L);
        assertThat(view.page(region, OptionalLong.of(18), 2)).isEmpty();
        assertThat(view.page(region, OptionalLong.empty(), 0)).isEmpty();
        assertThat(view.page(region, OptionalLong.empty(), Integer.MAX_VALUE)).hasSize(9);
        assertThatThrownBy(() -> view.page(region, OptionalLong.empty(), -1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aHiddenRowIsNeverReadButCounts() {
        writer.insert(row(0, "a", 0, 0));
        writer.insert(row(1, "a", 0, 1));
        writer.insert(row(2, "a", 2, 0));
        writer.insert(row(3, "a", 0, 2));
        index.hide(
                HiddenRanges.of(new long[] {1}, new long[] {2}),
                Map.of(2L, HiddenRanges.of(new long[] {2}, new long[] {3})));
        writer.publish();
        IndexView view = index.view();
        assertThat(view.find(id(2))).isEmpty();
        assertThat(view.atSequence(1)).isEmpty();
        assertThat(view.eventCount()).isEqualTo(4);
        assertThat(view.visibleCount()).isEqualTo(3);
        assertThat(view.entityGeneration("a")).hasValue(4);
        assertThat(view.predecessor(view.find(id(4)).orElseThrow())).isEmpty();
        // Hidden on its lane only: reads without a lane show it.
        assertThat(view.find(id(3))).isPresent();
        assertThat(Model.sequences(view.stream("a"))).containsExactly(0L, 2L, 3L);
        assertThat(view.stream("a", 2)).isEmpty();
        assertThat(view.latest("a", 2)).isEmpty();
        assertThat(view.query(Region.all().withLane(2))).isEmpty();
        assertThat(writer.head("a", 2)).isPresent();
    }

    @Test
    void theEpochMovesWhenEventsDisappearAndOnlyThen() {
        for (long sequence = 0; sequence < 3; sequence++) {
            index.writer().insert(row(sequence, "a", 0, sequence));
        }
        index.writer().cut();
        index.writer().publish();
        IndexView before = index.view();
        index.writer().insert(row(3, "a", 0, 3));
        index.writer().publish();
        assertThat(index.view().epoch()).isEqualTo(before.epoch());

        index.reshape(index.joined(0, 1), null);

        assertThat(index.view().epoch()).isNotEqualTo(before.epoch());
        assertThat(Model.sequences(index.view().entityAfter("a", -1))).containsExactly(3L);
        assertThat(Model.sequences(before.entityAfter("a", -1))).containsExactly(0L, 1L, 2L);
    }

    @Test
    void theLatestEventIsFoundBehindAHiddenHead() {
        writer.insert(row(0, "a", 0, 0));
        int head = writer.insert(row(1, "a", 0, 1));
        index.hide(HiddenRanges.of(new long[] {1}, new long[] {2}), Map.of());
        writer.publish();
        assertThat(index.view().latest("a", 0).map(Entry::sequence)).contains(0L);
        assertThat(index.view().lastVisible().map(Entry::sequence)).contains(0L);
        assertThat(index.view().last().map(Entry::sequence)).contains(1L);
        assertThat(writer.head("a", 0)).hasValue(head);
    }

    @Test
    void thePredecessorIsTheClockBeforeOnTheSameLane() {
        writer.insert(row(0, "a", 0, 0));
        writer.insert(row(1, "a", 1, 0));
        writer.insert(row(2, "a", 0, 1));
        writer.insert(row(3, "a", 0, 3)); // clock 2 was dropped
        writer.publish();
        IndexView view = index.view();
        assertThat(view.predecessor(view.find(id(3)).orElseThrow()).map(Entry::sequence))
                .contains(0L);
        assertThat(view.predecessor(view.find(id(1)).orElseThrow())).isEmpty();
        assertThat(view.predecessor(view.find(id(2)).orElseThrow())).isEmpty();
        assertThat(view.predecessor(view.find(id(4)).orElseThrow())).isEmpty();
        IndexWriter other = new Index(position -> inFrame).writer();
        Entry foreign = other.entry(other.insert(row(0, "a", 0, 0)));
        assertThatThrownBy(() -> view.predecessor(foreign)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void identitiesAreKept() {
        writer.insert(row(0, "a", 0, 0).eventId(1, 2));
        writer.insert(row(1, "a", 0, 1).eventId(3, 4).correlation(1, 2).causation(1, 2));
        writer.insert(row(2, "a", 0, 2).eventId(5, 6).correlation(5, 6).causation(0, 9));
        writer.publish();
        Iterator<Entry> entries = index.view().query(Region.all()).iterator();
        Entry root = entries.next();
        assertThat(root.correlationId()).isEqualTo(new CorrelationId(1, 2));
        assertThat(root.causationId()).isEmpty();
        Entry second = entries.next();
        assertThat(second.correlationId()).isEqualTo(new CorrelationId(1, 2));
        assertThat(second.causationId()).contains(new CausationId(1, 2));
        Entry third = entries.next();
        assertThat(third.correlationId()).isEqualTo(new CorrelationId(5, 6));
        assertThat(third.causationId()).contains(new CausationId(0, 9));
        assertThat(third.coordinate().scope()).isEqualTo("scope");
        assertThat(entries.hasNext()).isFalse();
        assertThatThrownBy(entries::next).isInstanceOf(NoSuchElementException.class);
        assertThat(root).isEqualTo(index.view().atSequence(0).orElseThrow()).isNotEqualTo(second);
    }

    @Test
    void knownExtensionsAreKeptAndUnknownOnesReadOnce() {
        Extensions given = Extensions.none().with("app.note", new byte[] {1});
        writer.insert(row(0, "a", 0, 0).extensions(given));
        writer.insert(row(1, "a", 0, 1));
        writer.insert(row(2, "a", 0, 2).unknownExtensions());
        writer.insert(row(3, "a", 0, 3).unknownExtensions());
        writer.publish();
        IndexView view = index.view();
        assertThat(view.find(id(1)).orElseThrow().extensions()).isEqualTo(given);
        assertThat(view.find(id(2)).orElseThrow().extensions().isEmpty()).isTrue();
        assertThat(framesRead).isEmpty();
        inFrame = Extensions.none().with("app.note", new byte[] {2});
        assertThat(view.find(id(3)).orElseThrow().extensions()).isEqualTo(inFrame);
        inFrame = Extensions.none();
        assertThat(view.find(id(4)).orElseThrow().extensions().isEmpty()).isTrue();
        assertThat(view.find(id(3)).orElseThrow().extensions().isEmpty()).isFalse();
        assertThat(view.find(id(4)).orElseThrow().extensions().isEmpty()).isTrue();
        assertThat(framesRead).containsExactly(new FramePosition(1, 200, 100), new FramePosition(1, 300, 100));
    }

    @Test
    void aRowMayBeReusedAndClearedBetweenInserts() {
        IndexRow reused = row(0, "a", 4, 0).correlation(9, 9).causation(8, 8).unknownExtensions();
        writer.insert(reused);
        writer.insert(
                reused.clear().sequence(1).eventId(0, 2).coordinate("b", "t").position(1, 9, 9));
        writer.publish();
        Entry first = index.view().find(id(1)).orElseThrow();
        Entry second = index.view().find(id(2)).orElseThrow();
        assertThat(first.correlationId()).isEqualTo(new CorrelationId(9, 9));
        assertThat(second.correlationId()).isEqualTo(new CorrelationId(0, 2));
        assertThat(second.causationId()).isEmpty();
        assertThat(second.lane()).isZero();
        assertThat(second.extensions().isEmpty()).isTrue();
        assertThat(framesRead).isEmpty();
    }

    @Test
    void valuesOutOfRangeAreRefused() {
        writer.insert(row(5, "a", 0, 0));
        assertThatThrownBy(() -> writer.insert(row(5, "a", 0, 1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> writer.insert(row(-1, "a", 0, 1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> row(6, "a", LANE_MAX + 1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> row(6, "a", 0, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> row(6, "a", 0, 0).kind(0x1_0000)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> index.view().stream("a", -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> writer.entry(1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(writer.insert(row(6, "a", 0, 1))).isEqualTo(1);
    }

    @Test
    void kindsAreFoundAloneAndByCategory() {
        int[] kinds = {0x1FFF, 0x2000, 0x1000, 0xFFFF, 0x0001, 0x1000};
        for (int i = 0; i < kinds.length; i++) {
            writer.insert(row(i, "a", 0, i).kind(kinds[i]));
        }
        writer.publish();
        IndexView view = index.view();
        Region exact = Region.all().withKind(new KindFilter.Exact(EventKind.ofRaw(0x1000)));
        assertThat(Model.sequences(view.query(exact))).containsExactly(2L, 5L);
        Region category = Region.all().withKind(new KindFilter.Category(1));
        assertThat(Model.sequences(view.query(category))).containsExactly(0L, 2L, 5L);
        assertThat(view.query(Region.all().withKind(new KindFilter.Category(14))))
                .isEmpty();
    }
}
