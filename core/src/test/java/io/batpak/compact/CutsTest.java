package io.batpak.compact;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.format.TombstoneFrames;
import io.batpak.index.Index;
import io.batpak.index.IndexRow;
import io.batpak.index.ReshapedRows;
import io.batpak.index.Reshaping;
import io.batpak.index.Stretch;
import io.batpak.model.Extensions;
import io.batpak.model.Hash;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Which links lead nowhere after a compaction: those to the last event that went, by the output it lay in.
///
/// Tier: unit.
class CutsTest {
    /// One stream of events with hashes of their own, so many in each segment, from segment 1 on.
    private static Stretch stream(int... events) {
        Index index = new Index(_ -> Extensions.none());
        long sequence = 0;
        for (int segment = 1; segment <= events.length; segment++) {
            for (int i = 0; i < events[segment - 1]; i++, sequence++) {
                index.writer()
                        .insert(new IndexRow()
                                .sequence(sequence)
                                .eventId(0, sequence + 1)
                                .coordinate("order:1", "shop")
                                .kind(0xF001)
                                .at(0, 0, sequence, 1000)
                                .hashes(hash(sequence - 1), hash(sequence))
                                .position(segment, 57 + 100L * i, 100)
                                .extensions(Extensions.none()));
            }
        }
        index.writer().cut();
        index.writer().publish();
        return index.joined(0, 1);
    }

    private static Hash hash(long sequence) {
        return sequence < 0 ? Hash.ZERO : Hash.of(2 * (sequence + 100), 0, 0, 0);
    }

    /// The first 63 bits of the hashes of these events.
    private static long[] told(long... sequences) {
        return LongStream.of(sequences).map(sequence -> sequence + 100).toArray();
    }

    private static Map<Long, long[]> cuts(Stretch stretch, Consumer<Reshaping.Builder> verdicts) {
        Reshaping.Builder builder = Reshaping.of(stretch.rows(), TombstoneFrames.emptiedHash());
        stretch.segments().forEach(rows -> builder.move(rows.segment(), rows.segment(), 57));
        verdicts.accept(builder);
        return Cuts.of(new ReshapedRows(stretch, builder.build()));
    }

    @Test
    void nothingIsCutWhereNothingGoes() {
        assertThat(cuts(stream(3), _ -> {})).isEmpty();
        assertThat(cuts(stream(3), verdicts -> verdicts.tombstone(1, 100, 101)))
                .as("a tombstone keeps its hash")
                .isEmpty();
    }

    @Test
    void ofNeighboursThatGoOnlyTheLastOneIsTold() {
        Map<Long, long[]> cuts = cuts(stream(6), verdicts -> verdicts.drop(1).drop(2));
        assertThat(cuts).containsOnlyKeys(1L);
        assertThat(cuts.get(1L)).containsExactly(told(2));
    }

    @Test
    void anEmptiedEventIsToldAndSoIsTheOneBeforeItThatWent() {
        Map<Long, long[]> cuts = cuts(stream(4), verdicts -> verdicts.drop(0).empty(1, 100, 60));
        assertThat(cuts.get(1L)).containsExactly(told(0, 1));
    }

    @Test
    void theLastEventOfAPartIsToldForWhateverComesLater() {
        assertThat(cuts(stream(4), verdicts -> verdicts.drop(3)).get(1L)).containsExactly(told(3));
    }

    @Test
    void whatGoesWithAnotherOutputMayStayAfterACrash() {
        Map<Long, long[]> cuts = cuts(stream(2, 2), verdicts -> verdicts.drop(1).drop(2));
        assertThat(cuts.get(1L)).containsExactly(told(1));
        assertThat(cuts.get(2L)).containsExactly(told(2));
    }

    @Test
    void anyNumberOfThemIsTold() {
        Map<Long, long[]> cuts =
                cuts(stream(80), verdicts -> IntStream.range(0, 40).forEach(i -> verdicts.drop(2 * i)));
        assertThat(cuts.get(1L))
                .containsExactly(told(LongStream.range(0, 40).map(i -> 2 * i).toArray()));
        assertThat(cuts(stream(33), verdicts -> IntStream.range(0, 16).forEach(i -> verdicts.drop(2 * i)))
                        .get(1L))
                .as("as many as fit at first")
                .hasSize(16);
    }
}
