package io.batpak.sidecar;

import io.batpak.error.StoreException;
import io.batpak.format.RunFile;
import io.batpak.format.RunSegment;
import io.batpak.fs.StoreFs;
import io.batpak.index.Index;
import io.batpak.index.Stretch;
import io.batpak.segment.SegmentName;
import io.batpak.segment.StoreFileKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Puts finished parts of the index into run files, joins run files, and exchanges them for those of a compaction.
///
/// A part becomes one file when it has 32 768 rows or 64 segments. Four or more neighbours become one when
/// that at least doubles the largest of them: so an event is copied once per doubling at most, and the number of
/// files grows with the logarithm of the history.
///
/// Nothing here is needed for correctness: a file is put in place as a whole, and until then, and when anything
/// fails, the index answers from what it has. Threads: any, beside readers and the inserting thread. One part is
/// sealed or one join made at a time, and neither touches what [#reserve] has taken. The writer of the directory
/// must hold its lock.
public final class IndexRuns {
    /// Parts with fewer rows stay in memory until more have joined them, unless their segments are many.
    private static final int SEALED_ROWS_MIN = 1 << 15;

    /// Opening reads every segment that no run covers, so there must not be many of them.
    private static final int SEALED_SEGMENTS_MIN = 64;

    /// No file gets more rows.
    private static final int JOINED_ROWS_MAX = 1 << 26;

    private static final int JOINED_MIN = 4;
    private static final System.Logger LOG = System.getLogger("io.batpak");

    private final StoreFs fs;
    private final Index index;
    /// Held while parts are exchanged, and to reserve some.
    private final ReentrantLock exchanging = new ReentrantLock();

    private volatile @Nullable Stretch reserved;
    /// How many want no join to begin. Guarded by `exchanging`.
    private int holds;

    /// For the directory `fs` and the index that answers for it.
    public IndexRuns(StoreFs fs, Index index) {
        this.fs = fs;
        this.index = index;
    }

    /// How many segments of the directory no run covers.
    public int uncoveredSegments() {
        long covered = index.finished().stream()
                .flatMap(stretch -> stretch.runs().stream())
                .mapToLong(run -> run.segments().getLast().id())
                .max()
                .orElse(-1);
        return (int) fs.list().stream()
                .filter(name -> StoreFileKind.of(name) == StoreFileKind.SEGMENT)
                .filter(name -> SegmentName.parse(name).orElseThrow().id() > covered)
                .count();
    }

    /// Whether a part of so many rows in so many segments is worth a file.
    public static boolean isWorthSealing(int rows, int segments) {
        return rows >= SEALED_ROWS_MIN || (rows > 0 && segments >= SEALED_SEGMENTS_MIN);
    }

    /// Writes runs for the finished parts in memory, the last of which ends with segment `through`. A failure is
    /// logged and leaves a part in memory, for the next call.
    public void seal(long through) {
        exchanging.lock();
        try {
            write(through);
        } catch (StoreException e) {
            LOG.log(System.Logger.Level.WARNING, "segments up to " + through + " get no index run for now", e);
        } finally {
            exchanging.unlock();
        }
    }

    /// Something that lasts until it is closed.
    @FunctionalInterface
    public interface Hold extends AutoCloseable {
        /// Ends it.
        @Override
        void close();
    }

    /// Lets no join begin until the answer is closed; waits until the one that is being made is done. A compaction
    /// holds them before it looks where the log ends: a join would put what was there together with what came
    /// later, and its work would be for nothing. Joins that were due are made when a part is sealed next.
    public Hold holdJoins() {
        hold(1);
        return () -> hold(-1);
    }

    private void hold(int more) {
        exchanging.lock();
        try {
            holds += more;
        } finally {
            exchanging.unlock();
        }
    }

    /// Takes finished parts of the index for a compaction: until the answer is closed, nobody else exchanges them.
    /// Waits until the part that is being sealed, or the join that is being made, is done.
    ///
    /// @param choice finds the parts, as they are then
    /// @throws IllegalStateException if the parts of another compaction are not free again
    public RunExchange reserve(Supplier<Stretch> choice) {
        exchanging.lock();
        try {
            if (reserved != null) {
                throw new IllegalStateException("one compaction at a time");
            }
            Stretch chosen = choice.get();
            reserved = chosen;
            return new RunExchange(fs, chosen, () -> reserved = null);
        } finally {
            exchanging.unlock();
        }
    }

    private boolean isReserved(Stretch stretch) {
        Stretch taken = reserved;
        return taken != null && stretch.firstRow() < taken.endRow() && taken.firstRow() < stretch.endRow();
    }

    /// Joins runs until none are left that are worth it, or `goOn` says no before the next. Takes time in
    /// proportion to what is joined, so nobody should wait for it. A failure is logged and leaves the runs there
    /// are.
    public void joinAll(BooleanSupplier goOn) {
        try {
            while (goOn.getAsBoolean() && join()) {
                // the joined run may be one of the next
            }
        } catch (StoreException e) {
            LOG.log(System.Logger.Level.WARNING, "index runs are not joined for now", e);
        }
    }

    /// Deletes the runs in which a read has met damage, so that the next open reads the segments instead. A failure
    /// is logged.
    public void removeDamaged() {
        List<String> damaged = index.finished().stream()
                .flatMap(stretch -> stretch.runs().stream())
                .filter(RunFile::isDamaged)
                .map(IndexRuns::fileName)
                .toList();
        try {
            RunFiles.delete(
                    fs,
                    damaged.stream().filter(name -> fs.facts(name).isPresent()).toList());
        } catch (StoreException e) {
            LOG.log(System.Logger.Level.WARNING, "damaged index runs stay: " + damaged, e);
        }
    }

    private void write(long through) {
        long covered = -1;
        List<Stretch> finished = index.finished();
        for (int at = 0; at < finished.size(); at++) {
            Stretch stretch = finished.get(at);
            long end = at + 1 < finished.size() ? firstSegment(finished.get(at + 1)) - 1 : through;
            if (stretch.isInMemory()) {
                if (stretch.segments().getLast().segment() > through) {
                    return; // was finished later; its own turn comes
                }
                if (!isReserved(stretch)) {
                    replace(stretch, segments(stretch, covered, end));
                }
                covered = end;
            } else {
                covered = stretch.runs().getLast().segments().getLast().id();
            }
        }
    }

    private static long firstSegment(Stretch stretch) {
        return stretch.isInMemory()
                ? stretch.segments().getFirst().segment()
                : stretch.runs().getFirst().segments().getFirst().id();
    }

    /// The segments on disk that a part in memory stands for, those without events included.
    private List<RunSegment> segments(Stretch stretch, long covered, long through) {
        Map<Long, Integer> rows = new HashMap<>();
        stretch.segments().forEach(segment -> rows.put(segment.segment(), segment.rows()));
        List<RunSegment> segments = new ArrayList<>();
        fs.list().stream()
                .filter(name -> StoreFileKind.of(name) == StoreFileKind.SEGMENT)
                .map(name -> SegmentName.parse(name).orElseThrow())
                .filter(name -> name.id() > covered && name.id() <= through)
                .sorted(Comparator.comparingLong(SegmentName::id))
                .forEach(name -> segments.add(
                        SegmentIdentity.covered(fs, name.id(), name.fileName(), rows.getOrDefault(name.id(), 0))));
        return segments;
    }

    /// Whether [#joinAll] would find something to do.
    public boolean isWorthJoining() {
        return next().isPresent();
    }

    /// Joins the smallest neighbours worth it; false if there are none.
    private boolean join() {
        exchanging.lock();
        try {
            Optional<Stretch> next = holds > 0 ? Optional.empty() : next();
            next.ifPresent(this::join);
            return next.isPresent();
        } finally {
            exchanging.unlock();
        }
    }

    private Optional<Stretch> next() {
        List<Stretch> finished = index.finished();
        int bestFirst = 0;
        int bestCount = 0;
        int bestGreatest = Integer.MAX_VALUE;
        for (int first = 0; first < finished.size(); first++) {
            long total = 0;
            int greatest = 0;
            for (int at = first; at < finished.size() && !finished.get(at).isInMemory(); at++) {
                boolean gap = at > first
                        && finished.get(at).firstRow() > finished.get(at - 1).endRow();
                if (gap || isReserved(finished.get(at))) {
                    break; // behind a gap rows would move
                }
                total += finished.get(at).rows();
                greatest = Math.max(greatest, finished.get(at).rows());
                boolean worthIt = at - first + 1 >= JOINED_MIN && total >= 2L * greatest && total <= JOINED_ROWS_MAX;
                if (worthIt && greatest < bestGreatest) {
                    bestFirst = first;
                    bestCount = at - first + 1;
                    bestGreatest = greatest;
                }
            }
        }
        return bestCount > 0 ? Optional.of(index.joined(bestFirst, bestCount)) : Optional.empty();
    }

    private void join(Stretch stretch) {
        List<RunFile> parts = stretch.runs();
        List<RunSegment> segments = new ArrayList<>();
        parts.forEach(part -> segments.addAll(part.segments()));
        replace(stretch, segments);
        RunFiles.delete(fs, parts.stream().map(IndexRuns::fileName).toList());
    }

    private void replace(Stretch stretch, List<RunSegment> segments) {
        index.replace(stretch, RunFiles.open(fs, RunFiles.write(fs, stretch.source(), segments)));
    }

    static String fileName(RunFile run) {
        List<RunSegment> segments = run.segments();
        return new RunName(segments.getFirst().id(), segments.getLast().id()).fileName();
    }
}
