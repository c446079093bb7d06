package io.batpak.compact;

import io.batpak.error.StoreException;
import io.batpak.format.Preamble;
import io.batpak.fs.FileFacts;
import io.batpak.fs.StoreFs;
import io.batpak.index.Index;
import io.batpak.index.IndexView;
import io.batpak.model.Compaction;
import io.batpak.model.CompactionForecast;
import io.batpak.model.CompactionStrategy;
import io.batpak.model.Entry;
import io.batpak.model.EventKind;
import io.batpak.read.EventReader;
import io.batpak.segment.SegmentName;
import io.batpak.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Tells what a compaction would do. Changes nothing, not even the file that grows, and needs no finished index: it
/// looks at every event of a view.
///
/// Threads: any, one call each; no compaction may run meanwhile. Memory: some counters for each segment.
///
/// @param fs the directory of the journal
/// @param index answers for it
/// @param events reads its events for rules that want them
/// @param clock tells what ages count from
/// @param newSegment the id of the segment that grows, unless there are higher ones
/// @param segmentBytesMax how long a segment of the journal may become
public record Forecaster(
        StoreFs fs, Index index, EventReader events, Clock clock, long newSegment, long segmentBytesMax) {
    private static final int KEPT = 0;
    private static final int DROPPED = 1;
    private static final int TOMBSTONED = 2;
    private static final int VERDICTS = 3;
    /// What an event takes in an index run, about.
    private static final long RUN_ROW_BYTES = 96;

    /// What would happen now.
    ///
    /// @throws StoreException what the listing of the directory and the rule throw
    public CompactionForecast of(Compaction how) {
        SortedMap<Long, Tally> segments = segments(); // before the view, so that it holds nothing younger
        long growing = segments.isEmpty() ? newSegment : Math.max(newSegment, segments.lastKey());
        segments.computeIfAbsent(growing, id -> new Tally(id, 0));
        int finished = segments.size() - 1;
        if (finished == 0 || finished < how.minSegments()) {
            return forecast(List.of(), Plan.NOTHING);
        }
        Walk walk = new Walk(index.view(), segments, judge(how));
        walk.through(growing - 1);
        List<Tally> lookedAt = List.copyOf(segments.headMap(growing).values());
        Plan plan = plan(how, lookedAt, growing);
        if (plan.needsFreeId()) {
            walk.through(growing);
            lookedAt = List.copyOf(segments.values());
            plan = plan(how, lookedAt, growing + 2);
        }
        return forecast(lookedAt, plan);
    }

    private SortedMap<Long, Tally> segments() {
        SortedMap<Long, Tally> segments = new TreeMap<>();
        for (String name : fs.list()) {
            SegmentName.parse(name)
                    .filter(SegmentName::isCanonical)
                    .ifPresent(segment -> segments.put(
                            segment.id(),
                            new Tally(
                                    segment.id(),
                                    fs.facts(name).map(FileFacts::length).orElse(0L))));
        }
        return segments;
    }

    private Verdicts.Judge judge(Compaction how) {
        JournalFacts facts = new JournalFacts(index.view(), Math.max(0, clock.wallMicros()) / 1000);
        return new Verdicts.Judge(index, events, how.strategy(), Verdicts.rule(how.strategy(), facts));
    }

    private Plan plan(Compaction how, List<Tally> segments, long growing) {
        List<SegmentFacts> facts = new ArrayList<>();
        boolean merges = how.strategy() instanceof CompactionStrategy.Merge;
        segments.forEach(segment -> facts.add(segment.facts(merges)));
        facts.add(new SegmentFacts(growing, 0, 0, 0, false, false, true));
        return CompactionPlanner.plan(facts, CompactionPlanner.Limits.of(how, segmentBytesMax));
    }

    private CompactionForecast forecast(List<Tally> lookedAt, Plan plan) {
        Set<Long> rewritten = new TreeSet<>();
        plan.steps().forEach(step -> rewritten.addAll(step.sources()));
        SortedMap<Integer, long[]> kinds = new TreeMap<>();
        long before = 0;
        long after = 0;
        long rows = 0;
        for (Tally segment : lookedAt) {
            boolean changes = rewritten.contains(segment.id);
            segment.addTo(kinds, changes);
            rows += segment.liveRows;
            before += changes ? segment.fileBytes : 0;
            after += changes ? segment.facts(false).remainingBytes() : 0;
        }
        for (Step step : plan.steps()) {
            after += Preamble.encode(step.outputId(), clock.wallNanos()).length;
        }
        return new CompactionForecast(
                kinds.entrySet().stream()
                        .map(kind -> ofKind(kind.getKey(), kind.getValue()))
                        .toList(),
                before,
                after,
                plan.steps().stream()
                        .map(step -> new CompactionForecast.Step(step.outputId(), step.sources()))
                        .toList(),
                plan.steps().isEmpty() ? 0 : after + RUN_ROW_BYTES * rows);
    }

    private static CompactionForecast.OfKind ofKind(int kind, long[] counts) {
        return new CompactionForecast.OfKind(EventKind.ofRaw(kind), counts[KEPT], counts[DROPPED], counts[TOMBSTONED]);
    }

    /// Goes once through the committed events, hidden ones included, and has each of them judged.
    private static final class Walk {
        private final IndexView view;
        private final SortedMap<Long, Tally> segments;
        private final Verdicts.Judge judge;
        private int next;

        private Walk(IndexView view, SortedMap<Long, Tally> segments, Verdicts.Judge judge) {
            this.view = view;
            this.segments = segments;
            this.judge = judge;
        }

        /// Goes on to the end of a segment.
        void through(long last) {
            for (; next < view.committedCount(); next++) {
                Entry entry = view.committed(next);
                if (entry.position().segment() > last) {
                    return;
                }
                Tally segment = segments.get(entry.position().segment());
                if (segment != null) {
                    segment.add(entry, judge.of(entry));
                }
            }
        }
    }

    /// What is known of one segment.
    private static final class Tally {
        private final long id;
        private final long fileBytes;
        private final SortedMap<Integer, long[]> kinds = new TreeMap<>();
        private long liveBytes;
        private long liveRows;
        private long framesEnd;
        private boolean changed;

        private Tally(long id, long fileBytes) {
            this.id = id;
            this.fileBytes = fileBytes;
        }

        void add(Entry entry, Verdicts.Verdict verdict) {
            int place = switch (verdict) {
                case KEPT -> KEPT;
                case DROPPED -> DROPPED;
                case TOMBSTONED -> TOMBSTONED;
            };
            kinds.computeIfAbsent(entry.kind().raw(), _ -> new long[VERDICTS])[place]++;
            liveBytes += verdict.length(entry);
            liveRows += verdict == Verdicts.Verdict.DROPPED ? 0 : 1;
            framesEnd = entry.position().offset() + entry.position().length();
            changed |= verdict != Verdicts.Verdict.KEPT;
        }

        /// @param merges whether nobody is asked; then all that lies in the segment counts, as in [Verdicts]
        SegmentFacts facts(boolean merges) {
            return new SegmentFacts(id, fileBytes, merges ? framesEnd : liveBytes, liveRows, changed, false, false);
        }

        /// @param rewritten whether what was judged would happen
        void addTo(SortedMap<Integer, long[]> sums, boolean rewritten) {
            kinds.forEach((kind, counts) -> {
                long[] sum = sums.computeIfAbsent(kind, _ -> new long[counts.length]);
                for (int verdict = 0; verdict < counts.length; verdict++) {
                    sum[rewritten ? verdict : KEPT] += counts[verdict];
                }
            });
        }
    }
}
