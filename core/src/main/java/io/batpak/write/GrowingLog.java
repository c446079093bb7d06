package io.batpak.write;

import io.batpak.error.StoreException;
import io.batpak.error.WriterCrashedException;
import io.batpak.fs.StoreFs;
import io.batpak.fs.StoreIoException;
import io.batpak.index.IndexWriter;
import io.batpak.model.FramePosition;
import io.batpak.msgpack.MessageWriter;
import io.batpak.segment.SegmentAppender;
import io.batpak.segment.SegmentName;
import io.batpak.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The end of the log: the growing segment, its rotation, its syncs, and the verdict that the disk is in
/// doubt.
///
/// Confined to the holder of the turn, except {@link #poison()}.
final class GrowingLog {
    private final StoreFs fs;
    private final Clock clock;
    private final WriteSettings settings;
    private final IndexWriter index;
    private final Watermarks marks;
    private SegmentAppender segment;
    private int firstRow;
    private final AtomicInteger segmentsStarted = new AtomicInteger(1);
    private volatile @Nullable WriterCrashedException poison;

    GrowingLog(StoreFs fs, Clock clock, WriteSettings settings, Committer.Recovered recovered) {
        this.fs = fs;
        this.clock = clock;
        this.settings = settings;
        this.index = recovered.index();
        this.marks = recovered.marks();
        this.segment = SegmentAppender.create(fs, recovered.segmentId(), clock.wallNanos());
        this.firstRow = index.rowCount();
    }

    /// Why the log takes no more writes, or null.
    @Nullable
    WriterCrashedException poison() {
        return poison;
    }

    long segmentId() {
        return segment.id();
    }

    void requireHealthy() {
        WriterCrashedException first = poison;
        if (first != null) {
            throw new WriterCrashedException("an earlier write failed", first);
        }
    }

    /// Starts the next segment when this one is full. Called before a commit, never inside one.
    ///
    /// The order keeps every crash readable, by 0.9.0 too: the frames of the old segment are durable before
    /// its footer is written, and the footer is durable before the next segment has a name.
    void rotateIfFull() {
        if (segment.end() < settings.segmentBytesMax() && !segment.isSealed()) {
            return;
        }
        sync();
        seal();
        SegmentAppender next = SegmentAppender.create(fs, nextId(), clock.wallNanos());
        segment.close();
        segment = next;
        firstRow = index.rowCount();
        segmentsStarted.incrementAndGet();
    }

    /// Only the very first segment leaves no unused id below its successor; a later compaction needs one. A
    /// name that an attempt left behind when the directory could not be synced is an empty segment, and stays
    /// one.
    private long nextId() {
        long id = segment.id() == 1 ? 3 : segment.id() + 1;
        while (fs.facts(SegmentName.of(id).fileName()).isPresent()) {
            id++;
        }
        return id;
    }

    int segmentsStarted() {
        return segmentsStarted.get();
    }

    /// Writes the whole frames in `buffer` with one call.
    FramePosition append(MessageWriter buffer) {
        try {
            return segment.append(buffer.array(), 0, buffer.length());
        } catch (StoreIoException e) {
            if (segment.inDoubt()) {
                throw poisonWith("a failed write could not be cut off again", e);
            }
            throw e;
        }
    }

    /// Makes everything written so far durable; a failure poisons the log for good, because the pages that
    /// could not be written may be gone and a second sync would prove nothing.
    void sync() {
        requireHealthy();
        try {
            segment.sync(settings.syncMode());
        } catch (StoreException e) {
            throw poisonWith("a sync failed", e);
        }
        marks.synced();
    }

    /// Ends the growing segment for good: sync, footer, sync. A poisoned log says so: what it wrote last may
    /// be gone.
    void shutDown() {
        try {
            sync();
            seal();
        } finally {
            segment.close();
        }
    }

    private void seal() {
        try {
            segment.seal(Footers.of(index, firstRow));
        } catch (StoreException e) {
            if (segment.inDoubt() || segment.isSealed()) {
                throw poisonWith("the end of segment " + segment.id() + " is in doubt", e);
            }
            throw e; // the half footer is cut off; the frames are durable and the next commit tries again
        }
    }

    WriterCrashedException poisonWith(String reason, Throwable cause) {
        WriterCrashedException first = poison;
        if (first == null) {
            first = new WriterCrashedException(reason, cause);
            poison = first;
            marks.poisoned(first);
        }
        return first;
    }
}
