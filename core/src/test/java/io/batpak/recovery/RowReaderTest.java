package io.batpak.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.error.SegmentDamageException;
import io.batpak.format.ByteSource;
import io.batpak.format.FrameDraft;
import io.batpak.format.FrameEncoder;
import io.batpak.format.FrameHead;
import io.batpak.format.FrameView;
import io.batpak.format.Kinds;
import io.batpak.format.SidxBuilder;
import io.batpak.format.SidxFooter;
import io.batpak.format.SidxRows;
import io.batpak.index.Index;
import io.batpak.index.IndexRow;
import io.batpak.index.IndexView;
import io.batpak.model.Entry;
import io.batpak.model.Extensions;
import io.batpak.model.FramePosition;
import io.batpak.model.Hash;
import io.batpak.msgpack.MessageWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// How the events of a journal are numbered when its segments are read: by what carries a sequence, and by their place
/// where nothing does.
///
/// Tier: unit. Covers: E1, E2, E10.
class RowReaderTest {
    private static final long SEGMENT = 3;
    private static final int LENGTH = 100;
    private static final String NAMELESS = "";

    private final List<FramePosition> asked = new ArrayList<>();
    private final Index index = new Index(position -> {
        asked.add(position);
        return Extensions.none();
    });
    private final RowReader reader = new RowReader(RowReader.into(index.writer()));
    private long id = 1;

    private FrameDraft event(String entity, String scope, int kind) {
        return new FrameDraft()
                .eventId(7, id++)
                .correlationId(8, id)
                .causationId(9, id)
                .wallMillis(1000 + id)
                .clock(id)
                .lane(2)
                .depth(3)
                .kind(kind)
                .previousHash(Hash.of(id, 1, 1, 1))
                .contentHash(Hash.of(id, 2, 2, 2))
                .entity(entity)
                .scope(scope);
    }

    /// A footer whose rows have these sequences; the frames are 100 bytes long and begin at 57.
    private SidxRows footer(String entity, int kind, long... sequences) {
        SidxBuilder builder = new SidxBuilder();
        for (int row = 0; row < sequences.length; row++) {
            FrameDraft draft = event(entity, "s", kind);
            FrameEncoder.encode(draft, new MessageWriter(LENGTH));
            builder.add(draft, 57 + (long) LENGTH * row, LENGTH, sequences[row]);
        }
        byte[] bytes = builder.toByteArray(0);
        if (SidxFooter.read(ByteSource.of(bytes), bytes.length) instanceof SidxFooter.Found.Footer footer) {
            return footer.rows();
        }
        throw new AssertionError("no footer");
    }

    private void rows(long segment, long... sequences) {
        reader.startSegment(segment, 0);
        all(footer("e", Kinds.DATA, sequences));
    }

    private void all(SidxRows rows) {
        assertThat(rows.count()).isPositive();
        for (long row = 0; row < rows.count(); row++) {
            reader.row(rows, row);
        }
    }

    /// A frame that tells the least sequence it can have, 0 when it tells none.
    private void frame(String entity, String scope, long offset, long floor) {
        MessageWriter out = new MessageWriter(LENGTH);
        FrameEncoder.encode(event(entity, scope, Kinds.DATA), out);
        FrameView view = new FrameView();
        byte[] bytes = out.toByteArray();
        assertThat(view.decode(bytes, FrameHead.BYTES, bytes.length - FrameHead.BYTES))
                .isNull();
        reader.frame(view, new FramePosition(SEGMENT, offset, bytes.length), floor);
    }

    private void frames(int count) {
        for (int i = 0; i < count; i++) {
            frame("e", "s", 57 + (long) LENGTH * i, 0);
        }
    }

    private List<Entry> read() {
        index.writer().publish();
        IndexView view = index.view();
        List<Entry> entries = new ArrayList<>();
        for (int at = 0; at < view.committedCount(); at++) {
            entries.add(view.committed(at));
        }
        return entries;
    }

    private List<Long> sequences() {
        return read().stream().map(Entry::sequence).toList();
    }

    @Test
    void rowsKeepTheirSequencesAndFramesFollow() {
        rows(SEGMENT, 3, 7);
        reader.startSegment(4, 0);
        frames(2);
        rows(5, 10);
        assertThat(sequences()).containsExactly(3L, 7L, 8L, 9L, 10L);
        assertThat(reader.nextSequence()).isEqualTo(11);
        assertThat(reader.count()).isEqualTo(5);
        assertThat(reader.renumbered()).isZero();
        assertThat(reader.doubtful()).isEmpty();
    }

    @Test
    void aSequenceThatIsTakenIsGivenAnewAndCounted() {
        frames(5);
        rows(4, 2, 5, 6, 20);
        assertThat(sequences()).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 20L);
        assertThat(reader.renumbered()).isEqualTo(3);
    }

    @Test
    void theFirstEventOfABatchTellsTheLeastItCanHave() {
        frame("e", "s", 57, 4);
        frame("e", "s", 157, 0);
        frame("e", "s", 257, 2);
        assertThat(sequences()).containsExactly(4L, 5L, 6L);
    }

    @Test
    void whatLiesBeforeTheGivenOffsetIsKnownAlready() {
        reader.startSegment(SEGMENT, 157);
        all(footer("e", Kinds.DATA, 0, 1, 2));
        frame("e", "s", 156, 0);
        frame("e", "s", 157, 0);
        assertThat(sequences()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void everythingOfARowIsInTheIndex() {
        rows(SEGMENT, 5);
        frame("f", "t", 400, 0);
        List<Entry> entries = read();
        for (Entry entry : entries) {
            long own = entry.eventId().low();
            assertThat(entry.eventId().high()).isEqualTo(7);
            assertThat(entry.correlationId().low()).isEqualTo(own + 1);
            assertThat(entry.causationId().orElseThrow().low()).isEqualTo(own + 1);
            assertThat(entry.wallMillis()).isEqualTo(1001 + own);
            assertThat(List.of(entry.clock(), entry.lane(), entry.depth())).containsExactly(own + 1, 2L, 3L);
            assertThat(entry.previousHash()).isEqualTo(Hash.of(own + 1, 1, 1, 1));
            assertThat(entry.eventHash()).isEqualTo(Hash.of(own + 1, 2, 2, 2));
        }
        assertThat(entries.getFirst().position()).isEqualTo(new FramePosition(SEGMENT, 57, LENGTH));
        assertThat(entries.getLast().position().offset()).isEqualTo(400);
        assertThat(entries.getLast().coordinate().entity()).isEqualTo("f");
        assertThat(entries.getLast().coordinate().scope()).isEqualTo("t");
        assertThat(entries.getLast().extensions()).isEqualTo(Extensions.none());
        assertThat(asked).as("a frame tells its extensions").isEmpty();
        assertThat(entries.getFirst().extensions()).isEqualTo(Extensions.none());
        assertThat(asked).as("a footer does not").containsExactly(new FramePosition(SEGMENT, 57, LENGTH));
    }

    @Test
    void behindADamagedFooterOnlyWhatFollowsProvesThePlaces() {
        reader.startSegment(0, 0);
        reader.footerIsDamaged();
        frames(3);
        assertThat(reader.doubtful()).hasValue(0);
        rows(4, 3, 9);
        assertThat(reader.doubtful()).isEmpty();
        assertThat(sequences()).containsExactly(0L, 1L, 2L, 3L, 9L);
    }

    @Test
    void aGapBehindADamagedFooterIsRefused() {
        reader.startSegment(SEGMENT, 0);
        reader.footerIsDamaged();
        frames(3);
        assertThatThrownBy(() -> rows(4, 4))
                .isInstanceOf(SegmentDamageException.class)
                .hasMessageContaining("counted up to 3, where the next one is 4")
                .hasMessageContaining("segment 3 (000003.fbat),");
    }

    @Test
    void aBatchInADamagedSegmentThatContradictsItsPlaceIsRefused() {
        frames(5);
        reader.startSegment(SEGMENT, 0);
        reader.footerIsDamaged();
        frame("e", "s", 57, 5);
        frame("e", "s", 157, 9);
        assertThatThrownBy(() -> frame("e", "s", 257, 9)).isInstanceOf(SegmentDamageException.class);
        reader.startSegment(4, 0);
        frame("e", "s", 57, 2);
        assertThat(sequences()).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 9L, 10L);
    }

    @Test
    void aBatchProvesThePlacesOfTheEventsBeforeIt() {
        reader.startSegment(SEGMENT, 0);
        reader.footerIsDamaged();
        frames(2);
        assertThat(reader.doubtful()).hasValue(SEGMENT);
        frame("e", "s", 257, 2);
        assertThat(reader.doubtful()).isEmpty();
        frame("e", "s", 357, 0);
        assertThat(reader.doubtful()).hasValue(SEGMENT);
        assertThatThrownBy(() -> frame("e", "s", 457, 9)).isInstanceOf(SegmentDamageException.class);
    }

    @Test
    void theSameHoldsForRowsThatAnArtifactTells() {
        reader.startSegment(SEGMENT, 0);
        reader.footerIsDamaged();
        frames(2);
        assertThatThrownBy(() -> reader.known(complete(5), 5)).isInstanceOf(SegmentDamageException.class);
        reader.known(complete(2), 2);
        assertThat(reader.nextSequence()).isEqualTo(3);
        assertThat(reader.doubtful()).isEmpty();
        assertThat(reader.count()).as("found in segments").isEqualTo(2);
        assertThat(sequences()).containsExactly(0L, 1L, 2L);
    }

    private IndexRow complete(long sequence) {
        return new IndexRow()
                .sequence(sequence)
                .eventId(0, 99)
                .coordinate("e", "s")
                .kind(Kinds.DATA)
                .at(2, 0, 50, 1000)
                .hashes(Hash.ZERO, Hash.of(1, 1, 1, 1))
                .position(1, 57, LENGTH)
                .extensions(Extensions.none());
    }

    @Test
    void sequencesEndBelowTheGreatestNumber() {
        frame("e", "s", 57, RowReader.SEQUENCE_MAX - 1);
        assertThat(sequences()).containsExactly(RowReader.SEQUENCE_MAX - 1);
        assertThatThrownBy(() -> frame("e", "s", 157, 0)).isInstanceOf(SegmentDamageException.class);
    }

    @Test
    void noEventHasASequenceAboveAllNumbers() {
        for (long hostile : new long[] {RowReader.SEQUENCE_MAX, Long.MAX_VALUE, -1, Long.MIN_VALUE}) {
            assertThatThrownBy(() -> frame("e", "s", 57, hostile)).isInstanceOf(SegmentDamageException.class);
            assertThatThrownBy(() -> rows(SEGMENT, hostile)).isInstanceOf(SegmentDamageException.class);
        }
        assertThat(reader.count()).isZero();
    }

    @Test
    void sequencesThatWereShownAreNotGivenAgain() {
        frames(2);
        reader.raise(1);
        frames(1);
        reader.raise(8);
        frames(1);
        assertThat(sequences()).containsExactly(0L, 1L, 2L, 8L);
    }

    @Test
    void kindsOfNoKnownMeaningAreShownAsOthersAndCounted() {
        reader.startSegment(SEGMENT, 0);
        all(footer("e", 0x0ABC, 0, 1));
        all(footer("e", 0xDABC, 2));
        all(footer("e", Kinds.TOMBSTONE, 3));
        assertThat(read().stream().map(entry -> entry.kind().raw()))
                .containsExactly(Kinds.DATA, Kinds.DATA, Kinds.EFFECT_ERROR, Kinds.TOMBSTONE);
        assertThat(reader.fallbacks().system().histogram()).isEqualTo(Map.of(0x0ABC, 2L));
        assertThat(reader.fallbacks().effect().histogram()).isEqualTo(Map.of(0xDABC, 1L));
    }

    @Test
    void namesThatNoEventMayHaveAreDamage() {
        frame("e", "s", 57, 0);
        assertThatThrownBy(() -> frame(NAMELESS, "s", 157, 0))
                .isInstanceOf(SegmentDamageException.class)
                .hasMessageContaining("its coordinate is refused");
        assertThatThrownBy(() -> frame("e", NAMELESS, 157, 0)).isInstanceOf(SegmentDamageException.class);
        assertThatThrownBy(() -> all(footer(NAMELESS, Kinds.DATA, 1))).isInstanceOf(SegmentDamageException.class);
        assertThat(sequences()).containsExactly(0L);
    }

    @Test
    void rowsOfSeveralFootersKeepTheirOwnNames() {
        SidxRows first = footer("a", Kinds.DATA, 0, 1);
        SidxRows second = footer("b", Kinds.DATA, 2, 3);
        reader.startSegment(SEGMENT, 0);
        reader.row(first, 0);
        reader.row(first, 1);
        reader.row(second, 0);
        reader.row(second, 1);
        assertThat(read().stream().map(entry -> entry.coordinate().entity())).containsExactly("a", "a", "b", "b");
    }

    @Test
    void whoOnlyCountsKeepsNothing() {
        RowReader counting = new RowReader(RowReader.NOWHERE);
        SidxRows rows = footer("a", Kinds.DATA, 4, 6);
        counting.row(rows, 0);
        counting.row(rows, 1);
        assertThat(counting.count()).isEqualTo(2);
        assertThat(counting.nextSequence()).isEqualTo(7);
    }
}
