package io.batpak.compact;

import io.batpak.format.RunSegment;
import io.batpak.fs.StoreFs;
import io.batpak.index.HiddenRanges;
import io.batpak.index.Index;
import io.batpak.index.IndexRow;
import io.batpak.index.RunParts;
import io.batpak.index.Stretch;
import io.batpak.model.CompactionStrategy;
import io.batpak.model.Extensions;
import io.batpak.model.Hash;
import io.batpak.model.KeepRule;
import io.batpak.read.EventReader;
import io.batpak.segment.SegmentName;
import io.batpak.segment.SegmentReads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Finished segments with run files over them, and what a compaction decides about their events.
///
/// The n-th event of all has the sequence n, from 0 on, and 100 bytes; the frames of a segment begin at 50.
final class FinishedSegments {
    static final int KIND = 0xF001;
    static final int FRAME_BYTES = 100;
    static final int FRAMES_START = 50;
    static final int EMPTIED_BYTES = 70;
    static final Hash EMPTIED = Hash.of(9, 9, 9, 9);

    final Index index = new Index(_ -> Extensions.none());
    final StoreFs fs;

    private final Path directory;
    private final List<RunSegment> ofPart = new ArrayList<>();
    private long sequence;

    FinishedSegments(Path directory) {
        this.directory = directory;
        this.fs = StoreFs.local(directory);
    }

    /// A segment whose footer proves itself.
    FinishedSegments segment(long id, int events) {
        return segment(id, events, true);
    }

    FinishedSegments segment(long id, int events, boolean footer) {
        for (int i = 0; i < events; i++) {
            event(id, FRAMES_START + i * FRAME_BYTES, KIND, 1000 + sequence);
        }
        return covers(id, FRAMES_START + (long) events * FRAME_BYTES, footer, events);
    }

    /// One more event, in a segment that [#covers] ends.
    FinishedSegments event(long id, long offset, int kind, long wallMillis) {
        index.writer()
                .insert(new IndexRow()
                        .sequence(sequence)
                        .eventId(0, sequence + 1)
                        .coordinate("order:1", "shop")
                        .kind(kind)
                        .at(0, 0, sequence, wallMillis)
                        .hashes(Hash.of(1, 0, 0, sequence), Hash.of(1, 0, 0, sequence + 1))
                        .position(id, offset, FRAME_BYTES)
                        .extensions(Extensions.none()));
        sequence++;
        return this;
    }

    FinishedSegments covers(long id, long framesEnd, boolean footer, int rows) {
        ofPart.add(new RunSegment(id, 10 * id, 1, 2, framesEnd, footer, 0, rows));
        return file(SegmentName.of(id).fileName(), (int) (10 * id));
    }

    /// A run file over the segments since the last one.
    FinishedSegments part() {
        index.writer().cut();
        index.writer().publish();
        Stretch last = index.finished().getLast();
        index.replace(last, RunParts.file(last.source(), ofPart));
        ofPart.clear();
        return this;
    }

    FinishedSegments file(String name, int bytes) {
        try {
            Files.write(directory.resolve(name), new byte[bytes]);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return this;
    }

    void hide(long start, long end) {
        index.hide(HiddenRanges.of(new long[] {start}, new long[] {end}), Map.of());
    }

    Survey survey(long growing) {
        return Survey.of(fs, index.finished(), growing);
    }

    Verdicts verdicts(CompactionStrategy strategy, KeepRule rule, long limit) {
        return Verdicts.of(survey(Long.MAX_VALUE), limit, new Verdicts.Judge(index, events(), strategy, rule));
    }

    EventReader events() {
        return new EventReader(new SegmentReads(fs, 1));
    }

    /// Drops the events of these sequences.
    Verdicts dropping(long limit, Long... sequences) {
        Set<Long> dropped = Set.of(sequences);
        KeepRule rule = candidate -> !dropped.contains(candidate.entry().sequence());
        return verdicts(new CompactionStrategy.Retention(rule), rule, limit);
    }

    /// Makes tombstones of the events of these sequences.
    Verdicts marking(long limit, Long... sequences) {
        Set<Long> marked = Set.of(sequences);
        KeepRule rule = candidate -> !marked.contains(candidate.entry().sequence());
        return verdicts(new CompactionStrategy.Tombstone(rule), rule, limit);
    }

    BitSet anchors(long growing, Verdicts verdicts, Step... steps) {
        return Anchors.of(index, survey(growing), verdicts, List.of(steps));
    }

    List<Region> regions(long growing, Verdicts verdicts, BitSet emptied, Step... steps) {
        Terms.Form form = new Terms.Form(5, EMPTIED, _ -> EMPTIED_BYTES);
        return Region.of(new Terms(index, survey(growing), verdicts, emptied, List.of(steps), form));
    }

    static Step step(long output, Long... sources) {
        return new Step(output, List.of(sources));
    }

    static BitSet rows(int... rows) {
        BitSet set = new BitSet();
        for (int row : rows) {
            set.set(row);
        }
        return set;
    }
}
