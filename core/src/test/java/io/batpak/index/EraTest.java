package io.batpak.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.fs.Mapping;
import io.batpak.fs.Retirable;
import io.batpak.model.Entry;
import io.batpak.model.Extensions;
import io.batpak.model.FramePosition;
import io.batpak.model.Hash;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Which file a view means by the id of a segment, and how long a retired one is held.
///
/// Tier: unit. Covers: J1, J5.
class EraTest {
    private final List<Retirable> asked = new ArrayList<>();
    private final Index index = new Index(new ExtensionSource() {
        @Override
        public Extensions read(FramePosition position) {
            throw new AssertionError("without its file");
        }

        @Override
        public Extensions read(FramePosition position, Retirable segment) {
            asked.add(segment);
            return Extensions.none();
        }
    });
    private long sequence;

    /// A part of four events in two segments.
    private void part(long segment) {
        for (int event = 0; event < 4; event++, sequence++) {
            index.writer()
                    .insert(new IndexRow()
                            .sequence(sequence)
                            .eventId(0, sequence + 1)
                            .coordinate("a", "s")
                            .kind(0x1000)
                            .at(0, 0, sequence, 1000)
                            .hashes(Hash.ZERO, Hash.of(sequence, 1, 1, 1))
                            .position(segment + event / 2, 57 + 100 * (event % 2), 100)
                            .unknownExtensions());
        }
        index.writer().publish();
        index.writer().cut();
    }

    private static Mapping mapping() {
        return new RunParts.ArrayMapping(new byte[] {1});
    }

    private static @Nullable Mapping retired(Entry entry) {
        return ((Retirable) entry).retired();
    }

    private void reshape(int firstPart, Map<Long, Long> moves) {
        Stretch stretch = index.joined(firstPart, 1);
        Reshaping.Builder verdicts = Reshaping.of(stretch.rows(), Hash.ZERO);
        moves.forEach((source, output) -> verdicts.move(source, output, 57));
        ReshapedRows rows = new ReshapedRows(stretch, verdicts.drop(1).build());
        index.reshape(stretch, RunParts.run(rows, rows.segments()));
    }

    @Test
    void aViewMeansTheFilesThatHadTheNamesWhenItWasTaken() {
        part(3);
        part(5);
        IndexView old = index.view();
        Entry inThree = old.committed(0);
        Entry inFour = old.committed(2);
        Entry inFive = old.committed(4);
        assertThat(retired(inThree)).isNull();
        Mapping three = mapping();
        Mapping four = mapping();
        index.retire(Map.of(3L, three, 4L, four));
        assertThat(retired(inThree)).as("before anything is exchanged").isSameAs(three);
        assertThat(retired(index.view().committed(3))).isSameAs(four);
        assertThat(retired(inFive)).isNull();
        reshape(0, Map.of(3L, 2L, 4L, 2L));
        assertThat(retired(index.view().committed(0))).isNull();
        assertThat(retired(inThree)).isSameAs(three);
        assertThat(retired(old.committed(1))).isSameAs(three);

        Mapping five = mapping();
        Mapping six = mapping();
        index.retire(Map.of(5L, five, 6L, six));
        reshape(1, Map.of(5L, 4L, 6L, 4L));
        Entry newFour = index.view().committed(4);
        assertThat(newFour.position().segment()).isEqualTo(4);
        assertThat(retired(newFour)).as("another file with that name").isNull();
        assertThat(retired(inFour)).isSameAs(four);
        assertThat(retired(inFive)).isSameAs(five);

        Mapping laterFour = mapping();
        index.retire(Map.of(4L, laterFour));
        assertThat(retired(newFour)).isSameAs(laterFour);
        assertThat(retired(inFour)).isSameAs(four);
        assertThat(old.eventCount()).isEqualTo(8);
        assertThat(index.view().eventCount()).isEqualTo(6);
    }

    @Test
    void aRetirementThatIsTakenBackHoldsNothing() {
        part(3);
        part(5);
        Entry inThree = index.view().committed(0);
        index.retire(Map.of(3L, mapping(), 4L, mapping()));
        index.reinstate();
        assertThat(retired(inThree)).isNull();
        Mapping five = mapping();
        index.retire(Map.of(5L, five, 6L, mapping()));
        assertThat(retired(inThree)).isNull();
        assertThat(retired(index.view().committed(4))).isSameAs(five);
    }

    @Test
    void whoeverReadsExtensionsIsToldTheFile() {
        part(3);
        Entry entry = index.view().committed(2);
        Mapping four = mapping();
        index.retire(Map.of(4L, four));
        assertThat(entry.extensions().isEmpty()).isTrue();
        assertThat(asked.getFirst().retired()).isSameAs(four);
    }

    @Test
    void anEntryEqualsTheOneOfTheSameEventInOtherParts() {
        part(3);
        List<Entry> before = List.of(
                index.view().committed(0),
                index.view().committed(1),
                index.view().committed(2));
        reshape(0, Map.of(3L, 2L, 4L, 2L));
        assertThat(index.view().committed(0)).isEqualTo(before.get(0)).hasSameHashCodeAs(before.get(0));
        assertThat(index.view().committed(1)).isNotEqualTo(before.get(1)).isEqualTo(before.get(2));
        assertThat(index.view().predecessor(before.get(1)).map(Entry::sequence)).contains(0L);
        assertThat(index.view().predecessor(before.get(2))).as("it was dropped").isEmpty();
    }

    @Test
    void aRetiredFileIsHeldAsLongAsAnOldViewAndNoLonger() {
        part(3);
        part(5);
        IndexView old = index.view();
        WeakReference<Mapping> held = retireThree();
        reshape(0, Map.of(3L, 2L, 4L, 2L));
        try {
            System.gc();
            assertThat(held.refersTo(null)).as("the old view reads from it").isFalse();
        } finally {
            Reference.reachabilityFence(old);
        }
        old = index.view();
        asked.clear(); // whoever was to read an event holds its part
        for (int turn = 0; turn < 100 && !held.refersTo(null); turn++) {
            System.gc();
        }
        assertThat(held.refersTo(null)).as("nobody can read from it").isTrue();
        assertThat(old.eventCount()).isEqualTo(7);
    }

    private WeakReference<Mapping> retireThree() {
        Mapping mapping = mapping();
        index.retire(Map.of(3L, mapping));
        return new WeakReference<>(mapping);
    }

    @Test
    void placesAreOutdatedUpToTheHighestSegmentThatMoved() {
        assertThat(index.keepsPlaces(0)).isTrue();
        index.retire(Map.of(3L, mapping(), 4L, mapping()));
        assertThat(index.keepsPlaces(4)).isFalse();
        assertThat(index.keepsPlaces(1)).isFalse();
        assertThat(index.keepsPlaces(5)).isTrue();
        index.movedThrough(6);
        index.movedThrough(2);
        assertThat(index.keepsPlaces(6)).isFalse();
        assertThat(index.keepsPlaces(7)).isTrue();
    }
}
