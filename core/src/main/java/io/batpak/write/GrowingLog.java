package io.batpak.write;

import io.batpak.error.StoreException;
import io.batpak.error.WriterCrashedException;
import io.batpak.fs.StoreFs;
import io.batpak.index.IndexWriter;
import io.batpak.model.FramePosition;
import io.batpak.msgpack.MessageWriter;
import io.batpak.segment.SegmentAppender;
import io.batpak.segment.SegmentIds;
import io.batpak.segment.SegmentName;
import io.batpak.sidecar.IndexRuns;
import io.batpak.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// The end of the log: the growing segment, its rotation, its syncs, and the verdict that the disk is in
/// doubt.
///
/// Writes are counted; a sync covers the writes up to the number it captured before it began. Confined to
/// the holder of the turn, except [#sync(SyncPoint)], [#durable] and [#poison].
final class GrowingLog {
    /// Footers of up to so many rows are written while commits wait: a few milliseconds.
    private static final int SEALED_INLINE_ROWS_MAX = 4096;

    private final StoreFs fs;
    private final Clock clock;
    private final WriteSettings settings;
    private final IndexWriter index;
    private final Watermarks marks;
    private final IndexRuns runs;
    /// Held while a file is synced or closed; taken after the turn, never before it.
    private final ReentrantLock syncing = new ReentrantLock();
    private SegmentAppender segment;
    private @Nullable Consumer<Runnable> lateSeals;
    private LongConsumer onRotation = _ -> {};
    private boolean roomWanted;
    private int firstRow;
    private int uncoveredSegments;
    private volatile boolean ending;
    private long written;
    private volatile long durable;
    private final AtomicInteger segmentsStarted = new AtomicInteger(1);
    private volatile @Nullable WriterCrashedException poison;

    GrowingLog(StoreFs fs, Clock clock, WriteSettings settings, Committer.Recovered recovered) {
        this.fs = fs;
        this.clock = clock;
        this.settings = settings;
        this.index = recovered.index();
        this.marks = recovered.marks();
        this.runs = recovered.runs();
        this.segment = SegmentAppender.create(fs, recovered.segmentId(), clock.wallNanos());
        this.firstRow = index.rowCount();
    }

    /// What a sync that begins now will cover.
    ///
    /// @param writes number of the last write
    record SyncPoint(SegmentAppender segment, long writes, Watermarks.Captured marks) {}

    /// Why the log takes no more writes, or null.
    @Nullable
    WriterCrashedException poison() {
        return poison;
    }

    void requireHealthy() {
        WriterCrashedException first = poison;
        if (first != null) {
            throw new WriterCrashedException("an earlier write failed", first);
        }
    }

    /// Number of the last write.
    long written() {
        return written;
    }

    /// Number of the last write that a sync has covered.
    long durable() {
        return durable;
    }

    long segmentId() {
        return segment.id();
    }

    /// Whether the next commit has to start a segment, after `pendingBytes` more.
    boolean isFull(long pendingBytes) {
        return segment.end() + pendingBytes >= settings.limits().segmentBytesMax() || segment.isSealed();
    }

    /// Starts the next segment. Called before a commit, never inside one.
    ///
    /// The order keeps every crash readable, by 0.9.0 too: the frames of the old segment are durable before
    /// its footer is written, and the footer is durable before the next segment has a name.
    ///
    /// A large segment is sealed behind its successor, in the background, because building and syncing its footer
    /// takes longer than a commit should wait.
    void rotate() {
        JournalEvents.Rotation event = JournalEvents.Rotation.start(segment.id(), segment.end());
        sync(point());
        int rows = index.rowCount() - firstRow;
        boolean late = lateSeals != null && rows > SEALED_INLINE_ROWS_MAX && !segment.isSealed();
        if (!late) {
            seal();
        }
        SegmentAppender next = SegmentAppender.create(fs, nextId(), clock.wallNanos());
        syncing.lock(); // a sync that began before the turn came here may still run on the old file
        try {
            segment.close();
        } finally {
            syncing.unlock();
        }
        if (late) {
            sealLate(segment.id(), segment.end());
        }
        long finished = segment.id();
        long length = segment.end();
        segment = next;
        firstRow = index.rowCount();
        uncoveredSegments++;
        cutIndex(finished);
        segmentsStarted.incrementAndGet();
        event.commit();
        onRotation.accept(length);
    }

    /// Whether the growing part of the index holds rows of segments that have ended.
    boolean holdsBackRows() {
        return index.growingRows() > index.rowCount() - firstRow;
    }

    /// Ends the growing segment and, at the same border, the growing part of the index.
    ///
    /// @param room whether an id should stay unused in front of the new segment
    void beginAnew(boolean room) {
        roomWanted = room;
        try {
            rotate();
        } finally {
            roomWanted = false;
        }
        index.cut();
        uncoveredSegments = 0;
    }

    /// Where the next frame of the growing segment will stand.
    long end() {
        return segment.end();
    }

    /// From now on somebody is told of every rotation, and where the frames of the finished segment end; must be
    /// quick, and not fail.
    void tellOfRotations(LongConsumer listener) {
        onRotation = listener;
    }

    private void sealLate(long id, long framesEnd) {
        SegmentAppender.FooterSource footer = Footers.of(index, firstRow, index.rowCount());
        Consumer<Runnable> worker = lateSeals;
        if (worker != null) {
            worker.accept(() -> {
                try {
                    LateSeal.run(fs, id, framesEnd, footer);
                } catch (StoreException e) {
                    // Without its footer the segment is whole all the same, and read by its frames.
                    Committer.LOG.log(System.Logger.Level.WARNING, "segment " + id + " stays without a footer", e);
                }
            });
        }
    }

    /// From now on large segments are sealed by this worker, one after the other, and so are the parts of the index
    /// behind them.
    void sealLateWith(Consumer<Runnable> worker) {
        lateSeals = worker;
        uncoveredSegments = runs.uncoveredSegments() - 1; // without the one that was just begun
        cutIndex(segment.id() - 1);
        if (runs.isWorthJoining()) {
            worker.accept(this::joinRuns);
        }
    }

    /// Finishes the growing part of the index, if it is worth a run file, at the border behind segment `through`.
    private void cutIndex(long through) {
        Consumer<Runnable> worker = lateSeals;
        if (worker != null && IndexRuns.isWorthSealing(index.growingRows(), uncoveredSegments)) {
            index.cut();
            uncoveredSegments = 0;
            worker.accept(() -> sealIndex(through));
            worker.accept(this::joinRuns); // behind whatever else is to be sealed by then
        }
    }

    /// Looks at what earlier sessions have left, too: what a close seals is joined here.
    private void joinRuns() {
        runs.joinAll(() -> poison == null && !ending);
    }

    /// No further join begins; the store is about to wait for its threads.
    void stopJoining() {
        ending = true;
    }

    private void sealIndex(long through) {
        if (poison == null) {
            runs.seal(through);
        }
    }

    /// Takes damaged run files away and gives the rest of the index its own; the log has ended, and so have the
    /// background threads.
    void endRuns() {
        runs.removeDamaged();
        if (lateSeals != null && IndexRuns.isWorthSealing(index.growingRows(), uncoveredSegments + 1)) {
            index.cut();
            sealIndex(segment.id());
        }
    }

    /// A name that an attempt left behind when the directory could not be synced is an empty segment, and stays
    /// one.
    private long nextId() {
        long id = roomWanted ? SegmentIds.nextWithRoom(segment.id()) : SegmentIds.next(segment.id(), this::exists);
        while (exists(id)) {
            id++;
        }
        return id;
    }

    private boolean exists(long id) {
        return fs.facts(SegmentName.of(id).fileName()).isPresent();
    }

    int segmentsStarted() {
        return segmentsStarted.get();
    }

    /// Writes the whole frames in `buffer` with one call; never behind a write that is in doubt.
    FramePosition append(MessageWriter buffer) {
        requireHealthy();
        try {
            FramePosition position = segment.append(buffer.array(), 0, buffer.length());
            written++;
            return position;
        } catch (RuntimeException | Error e) {
            if (segment.inDoubt()) {
                throw poisonWith("a failed write could not be cut off again", e);
            }
            throw e;
        }
    }

    /// Captures what a sync would cover now.
    SyncPoint point() {
        return new SyncPoint(segment, written, marks.capture());
    }

    /// Makes everything up to a point durable; a failure poisons the log for good, because the pages that
    /// could not be written may be gone and a second sync would prove nothing. Any thread, with the turn or
    /// without.
    void sync(SyncPoint point) {
        syncing.lock();
        try {
            requireHealthy();
            if (point.writes() > durable || settings.reference()) {
                syncFile(point);
            }
        } finally {
            syncing.unlock();
        }
        marks.durable(point.marks());
    }

    private void syncFile(SyncPoint point) {
        JournalEvents.Sync event = JournalEvents.Sync.start(point.segment().id());
        try {
            point.segment().sync(settings.syncs().mode());
        } catch (RuntimeException | Error e) {
            throw poisonWith("a sync failed", e);
        }
        event.end(point.writes() - durable);
        durable = Math.max(durable, point.writes());
    }

    /// Ends the growing segment for good: sync, footer, sync. A poisoned log says so: what it wrote last may
    /// be gone.
    void shutDown() {
        try {
            sync(point());
            seal();
        } finally {
            syncing.lock();
            try {
                segment.close();
            } finally {
                syncing.unlock();
            }
        }
    }

    private void seal() {
        try {
            segment.seal(Footers.of(index, firstRow, index.rowCount()));
        } catch (RuntimeException | Error e) {
            if (segment.inDoubt() || segment.isSealed()) {
                throw poisonWith("the end of segment " + segment.id() + " is in doubt", e);
            }
            throw e; // the half footer is cut off; the frames are durable and the next commit tries again
        }
    }

    synchronized WriterCrashedException poisonWith(String reason, Throwable cause) {
        WriterCrashedException first = poison;
        if (first == null) {
            first = new WriterCrashedException(reason, cause);
            poison = first;
            marks.poisoned(first);
            JournalEvents.Poison.report(reason);
        }
        return first;
    }
}
