package io.batpak.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Footers written straight from a source of events: the same bytes as of events that came one by one, and the same
/// values when they are read.
///
/// Covers: E4.
/// Tier: unit.
class SidxWriterTest {
    private static final long FRAMES_END = 1000;

    /// Events with numbers of any size. Entity and scope share a name now and then, and two numbers of the source
    /// have one name.
    private static final class Events implements SidxSource {
        private static final String[] ENTITIES = {"a", "b", "c", "b", "never used"};
        private static final String[] SCOPES = {"never used either", "c", "d"};
        private final List<FrameDraft> drafts = new ArrayList<>();
        private int at;

        Events(int count) {
            for (int i = 0; i < count; i++) {
                drafts.add(FrameSamples.random(i)
                        .kind(Kinds.DATA)
                        .entity(ENTITIES[i % 4])
                        .scope(SCOPES[1 + i / 3 % 2]));
            }
        }

        private FrameDraft draft() {
            return drafts.get(at);
        }

        @Override
        public void moveTo(int row) {
            at = row;
        }

        @Override
        public int entityNumber() {
            return at % 4;
        }

        @Override
        public int entityNumbers() {
            return ENTITIES.length;
        }

        @Override
        public String entity() {
            return draft().entity;
        }

        @Override
        public int scopeNumber() {
            return 1 + at / 3 % 2;
        }

        @Override
        public int scopeNumbers() {
            return SCOPES.length;
        }

        @Override
        public String scope() {
            return draft().scope;
        }

        @Override
        public long idHigh() {
            return draft().eventHigh;
        }

        @Override
        public long idLow() {
            return draft().eventLow;
        }

        @Override
        public int kind() {
            return draft().kind;
        }

        @Override
        public long wallMillis() {
            return draft().wallMillis;
        }

        @Override
        public int clock() {
            return (int) draft().clock;
        }

        @Override
        public int lane() {
            return (int) draft().lane;
        }

        @Override
        public int depth() {
            return (int) draft().depth;
        }

        @Override
        public long sequence() {
            return 7L * at + 5;
        }

        @Override
        public long frameOffset() {
            return (1L << 40) + at;
        }

        @Override
        public int frameLength() {
            return 300 + at;
        }

        @Override
        public void previousHash(byte[] target, int offset) {
            System.arraycopy(draft().previousHash, 0, target, offset, SidxLayout.HASH_BYTES);
        }

        @Override
        public void eventHash(byte[] target, int offset) {
            System.arraycopy(draft().chainHash(), 0, target, offset, SidxLayout.HASH_BYTES);
        }

        @Override
        public long correlationHigh() {
            return draft().correlationHigh;
        }

        @Override
        public long correlationLow() {
            return draft().correlationLow;
        }

        @Override
        public long causationHigh() {
            return draft().causationHigh;
        }

        @Override
        public long causationLow() {
            return draft().causationLow;
        }
    }

    private static byte[] written(SidxSource source, int count) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        SidxWriter.write(source, count, FRAMES_END, all::write);
        return all.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 13, 2047, 2048, 2049, 4096, 5000})
    void eventsOfASourceHaveTheFooterOfEventsThatCameOneByOne(int count) {
        Events events = new Events(count);
        SidxBuilder builder = new SidxBuilder();
        for (int i = 0; i < count; i++) {
            events.moveTo(i);
            builder.add(events.draft(), events.frameOffset(), events.frameLength(), events.sequence());
        }
        assertThat(written(events, count)).isEqualTo(builder.toByteArray(FRAMES_END));
    }

    @Test
    void everyValueIsReadAsTheSourceToldIt() {
        int count = 40;
        Events events = new Events(count);
        byte[] footer = written(events, count);
        byte[] file = new byte[(int) FRAMES_END + footer.length];
        System.arraycopy(footer, 0, file, (int) FRAMES_END, footer.length);
        SidxFooter.Found found = SidxFooter.read(ByteSource.of(file), file.length);
        assertThat(found).isInstanceOfSatisfying(SidxFooter.Found.Footer.class, read -> {
            assertThat(read.rows().strings()).containsExactly("a", "c", "b", "d");
            byte[] hash = new byte[SidxLayout.HASH_BYTES];
            for (int i = 0; i < count; i++) {
                events.moveTo(i);
                SidxRows rows = read.rows();
                FrameDraft draft = events.draft();
                assertThat(List.of(
                                rows.eventHigh(i),
                                rows.eventLow(i),
                                rows.correlationHigh(i),
                                rows.correlationLow(i),
                                rows.causationHigh(i),
                                rows.causationLow(i),
                                rows.wallMillis(i),
                                rows.clock(i),
                                rows.lane(i),
                                rows.depth(i)))
                        .containsExactly(
                                draft.eventHigh,
                                draft.eventLow,
                                draft.correlationHigh,
                                draft.correlationLow,
                                draft.causationHigh,
                                draft.causationLow,
                                draft.wallMillis,
                                draft.clock,
                                draft.lane,
                                draft.depth);
                assertThat(rows.entity(i)).isEqualTo(draft.entity);
                assertThat(rows.scope(i)).isEqualTo(draft.scope);
                assertThat(rows.kind(i)).isEqualTo(Kinds.DATA);
                assertThat(rows.sequence(i)).isEqualTo(events.sequence());
                assertThat(rows.frameOffset(i)).isEqualTo(events.frameOffset());
                assertThat(rows.frameLength(i)).isEqualTo(events.frameLength());
                rows.previousHash(i, hash, 0);
                assertThat(hash).isEqualTo(draft.previousHash);
                rows.eventHash(i, hash, 0);
                assertThat(hash).isEqualTo(draft.chainHash());
            }
        });
    }

    @Test
    void rowsAreFoundInWhateverOrderTheyAreAskedFor() {
        int count = 1500;
        Events events = new Events(count);
        byte[] file = written(events, count);
        SidxLayout.putU64(file, file.length - SidxLayout.TRAILER_BYTES, 0);
        List<SidxRows> candidates = SidxFooter.entriesWithoutCrc(ByteSource.of(file), file.length);
        assertThat(candidates).hasSize(1);
        Random random = new Random(8);
        for (int i = 0; i < 3000; i++) {
            int row = i < count ? i : random.nextInt(count);
            assertThat(candidates.getFirst().sequence(row)).isEqualTo(7L * row + 5);
        }
    }

    @Test
    void aSourceWithABatchMarkerIsRefused() {
        Events events = new Events(3);
        events.drafts.get(2).batchCommit(1, 1);
        assertThatIllegalArgumentException().isThrownBy(() -> written(events, 3));
    }
}
