package io.batpak.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.generators.SourceDSL.longs;

import io.batpak.format.Kinds;
import io.batpak.format.SidxSource;
import io.batpak.index.Model.Fact;
import io.batpak.model.Entry;
import io.batpak.model.FramePosition;
import io.batpak.model.Hash;
import io.batpak.testing.Laws;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// An index whose events were dropped, turned into tombstones and moved answers like one that never had the dropped
/// ones, whatever is inserted, joined and reshaped later; and older views go on as they were.
///
/// Tier: law. Covers: J1, J3, F6.
class ReshapeLawTest {
    private static final int EVENTS = 200;
    private static final Hash EMPTIED = Hash.of(0xC0, 1, 2, 3);
    private static final int FRAMES_START = 57;
    private static final int LENGTH = 100; // as Histories gives it

    private final Random random = new Random();
    private final Index index = Histories.index(List.of());
    /// What the index should hold.
    private List<Fact> facts = new ArrayList<>();
    private final Map<Long, FramePosition> places = new HashMap<>();

    @Test
    void aReshapedLawfulHistoryIsAnsweredLikeOneWithoutTheDroppedEvents() {
        Laws.qt(30).forAll(longs().all()).checkAssert(seed -> {
            new ReshapeLawTest().check(seed, Histories.lawful(new Random(seed), EVENTS));
        });
    }

    @Test
    void aReshapedLawlessHistoryIsAnsweredLikeOneWithoutTheDroppedEvents() {
        Laws.qt(30).forAll(longs().all()).checkAssert(seed -> {
            new ReshapeLawTest().check(seed, Histories.lawless(new Random(seed), EVENTS));
        });
    }

    /// One history, reshaped four times.
    void check(long seed, List<Fact> history) {
        random.setSeed(~seed);
        int done = 0;
        for (int round = 0; round < 4; round++) {
            int end = round == 3 ? history.size() : done + random.nextInt(history.size() - done + 1);
            insert(history.subList(done, end));
            done = end;
            index.writer().publish();
            IndexView before = index.view();
            Model modelBefore = new Model(facts);
            List<Fact> factsBefore = facts;
            RunParts.seal(index, random);
            if (!index.finished().isEmpty()) {
                reshape();
            }
            checkAnswers();
            IndexLawTest.checkView(random, factsBefore, factsBefore.size(), before, modelBefore);
            RunParts.seal(index, random);
            checkAnswers();
        }
    }

    private void insert(List<Fact> more) {
        for (Fact fact : more) {
            boolean newSegment = !facts.isEmpty() && facts.getLast().segment() != fact.segment();
            if (newSegment && random.nextInt(3) == 0) {
                index.writer().cut();
            }
            index.writer().insert(Histories.row(fact));
            facts.add(fact);
            places.put(fact.sequence(), new FramePosition(fact.segment(), 32 + fact.sequence(), LENGTH));
        }
    }

    private void reshape() {
        int parts = index.finished().size();
        int first = random.nextInt(parts);
        Stretch stretch = index.joined(first, 1 + random.nextInt(parts - first));
        int from = facts.stream().map(Fact::sequence).toList().indexOf(sequenceAt(stretch, 0));
        Reshaping.Builder verdicts = Reshaping.of(stretch.rows(), EMPTIED);
        Map<Long, Long> outputs = outputs(stretch, verdicts);
        List<Fact> after = new ArrayList<>(facts.subList(0, from));
        Map<Long, Long> ends = new HashMap<>();
        int mode = random.nextInt(4);
        for (int row = 0; row < stretch.rows(); row++) {
            Fact fact = facts.get(from + row);
            int verdict = mode == 0 ? 0 : random.nextInt(mode == 1 ? 2 : 5);
            boolean moves = outputs.containsKey(fact.segment());
            if (moves && verdict == 0) {
                verdicts.drop(row);
                continue;
            }
            int lengthBefore = placeOf(fact).length();
            int length = lengthBefore;
            if (moves && verdict == 1 && mode > 1) {
                length = LENGTH + random.nextInt(3);
                verdicts.tombstone(row, lengthBefore, length);
                fact = with(fact, Kinds.TOMBSTONE, fact.eventHash(), fact.segment());
            } else if (moves && verdict == 2) {
                length = 40;
                verdicts.empty(row, lengthBefore, length);
                fact = with(fact, Kinds.TOMBSTONE, EMPTIED, fact.segment());
            }
            if (moves) {
                long output = outputs.getOrDefault(fact.segment(), 0L);
                fact = with(fact, fact.kind(), fact.eventHash(), output);
                long at = ends.getOrDefault(output, (long) FRAMES_START);
                places.put(fact.sequence(), new FramePosition(output, at, length));
                ends.put(output, at + length);
            }
            after.add(fact);
        }
        after.addAll(facts.subList(from + stretch.rows(), facts.size()));
        ReshapedRows rows = new ReshapedRows(stretch, verdicts.build());
        checkFooters(rows, after);
        index.reshape(stretch, rows.count() == 0 ? null : RunParts.run(rows, rows.segments()));
        facts = after;
    }

    private static long sequenceAt(Stretch stretch, int row) {
        return stretch.source().sequence(row);
    }

    /// Groups of neighbouring segments move into the first one of theirs, or stay.
    private Map<Long, Long> outputs(Stretch stretch, Reshaping.Builder verdicts) {
        Map<Long, Long> outputs = new HashMap<>();
        long output = -1;
        for (Stretch.SegmentRows segment : stretch.segments()) {
            boolean stays = random.nextInt(4) == 0;
            if (stays) {
                output = -1;
                continue;
            }
            output = output < 0 || random.nextInt(3) == 0 ? segment.segment() : output;
            outputs.put(segment.segment(), output);
            verdicts.move(segment.segment(), output, FRAMES_START);
        }
        return outputs;
    }

    private void checkFooters(ReshapedRows rows, List<Fact> after) {
        for (Stretch.SegmentRows segment : rows.segments()) {
            List<Fact> expected = after.stream()
                    .filter(fact -> fact.segment() == segment.segment())
                    .toList();
            SidxSource footer = rows.footerOf(segment.segment());
            assertThat(rows.rowsOf(segment.segment())).isEqualTo(expected.size());
            for (int turn = 0; turn < 2 * expected.size(); turn++) {
                int at = turn < expected.size() ? turn : random.nextInt(expected.size());
                footer.moveTo(at);
                checkRow(footer, expected.get(at));
            }
        }
    }

    private FramePosition placeOf(Fact fact) {
        return Objects.requireNonNull(places.get(fact.sequence()));
    }

    private void checkRow(SidxSource row, Fact fact) {
        FramePosition place = placeOf(fact);
        assertThat(row.sequence()).isEqualTo(fact.sequence());
        assertThat(row.frameOffset()).isEqualTo(place.offset());
        assertThat(row.frameLength()).isEqualTo(place.length());
        assertThat(row.kind()).isEqualTo(fact.kind());
        assertThat(row.entity()).isEqualTo(fact.entity());
        assertThat(row.scope()).isEqualTo(fact.scope());
        assertThat(Integer.toUnsignedLong(row.clock())).isEqualTo(fact.clock());
        byte[] hashes = new byte[2 * Hash.BYTES];
        row.previousHash(hashes, 0);
        row.eventHash(hashes, Hash.BYTES);
        assertThat(hashes)
                .isEqualTo(ByteBuffer.allocate(2 * Hash.BYTES)
                        .put(fact.previousHash().toByteArray())
                        .put(fact.eventHash().toByteArray())
                        .array());
    }

    private static Fact with(Fact of, int kind, Hash eventHash, long segment) {
        return new Fact(
                of.sequence(),
                of.idHigh(),
                of.idLow(),
                of.entity(),
                of.scope(),
                kind,
                of.lane(),
                of.depth(),
                of.clock(),
                of.wallMillis(),
                of.previousHash(),
                eventHash,
                segment);
    }

    private void checkAnswers() {
        long lane = Histories.pick(random, Histories.LANES);
        HiddenRanges hidden = Histories.hidden(random, EVENTS);
        HiddenRanges onLane = Histories.hidden(random, EVENTS);
        index.hide(hidden, Map.of(lane, onLane));
        IndexView view = index.view();
        IndexLawTest.checkView(random, facts, facts.size(), view, new Model(facts, hidden, onLane, lane));
        IndexLawTest.checkHeads(index.writer(), new Model(facts));
        index.hide(HiddenRanges.none(), Map.of());
        checkAllRows();
    }

    private void checkAllRows() {
        IndexView view = index.view();
        var rows = index.writer().artifactRows();
        assertThat(rows.count()).isEqualTo(facts.size());
        assertThat(index.writer().eventCount()).isEqualTo(facts.size());
        for (int at = 0; at < facts.size(); at++) {
            rows.moveTo(at);
            Entry entry = view.committed(at);
            assertThat(rows.sequence()).isEqualTo(facts.get(at).sequence());
            assertThat(rows.entity()).isEqualTo(facts.get(at).entity());
            assertThat(entry.sequence()).isEqualTo(facts.get(at).sequence());
            assertThat(entry.position()).isEqualTo(places.get(entry.sequence()));
            int row = index.writer().rowFrom(entry.sequence());
            assertThat(index.writer().sequence(row)).isEqualTo(entry.sequence());
            int before = view.committedPredecessor(at);
            assertThat(before).isLessThan(at);
        }
    }
}
