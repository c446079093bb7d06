package io.batpak.write;

import io.batpak.error.ConfigurationException;
import io.batpak.error.InvalidClockException;
import io.batpak.error.SequenceMismatchException;
import io.batpak.error.StoreClosedException;
import io.batpak.error.StoreException;
import io.batpak.error.StreamExistsException;
import io.batpak.format.FrameDraft;
import io.batpak.format.FrameEncoder;
import io.batpak.fs.StoreFs;
import io.batpak.index.IndexRow;
import io.batpak.index.IndexWriter;
import io.batpak.model.AppendOptions;
import io.batpak.model.BatchItem;
import io.batpak.model.CausationId;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.EventKind;
import io.batpak.model.FramePosition;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.msgpack.MessageWriter;
import io.batpak.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Commits events, one caller at a time.
///
/// Any thread calls in. The caller that holds the turn owns the growing segment, the index writer, the
/// sequence and the scratch objects below; everything a caller can do alone happens before it takes the turn.
/// A receipt is handed out when the frame has reached the operating system: it survives the end of this
/// process, and the machine's once a sync has covered it.
public final class Committer {
    private static final System.Logger LOG = System.getLogger("io.batpak");
    private static final int BUFFER_BYTES = 16 << 10;
    private static final int EVENTS_MAX = Integer.MAX_VALUE - 16;
    private static final long SEQUENCE_MAX = Long.MAX_VALUE - 2;
    private static final int BUFFER_BYTES_KEPT = 4 << 20;

    private final ReentrantLock turn = new ReentrantLock();
    private final String directory;
    private final WriteSettings settings;
    private final Preparer preparer;
    private final IndexWriter index;
    private final Watermarks marks;
    private final GrowingLog log;
    private final BatchCommit batches;
    private final FrameDraft draft = new FrameDraft();
    private final IndexRow row = new IndexRow();
    private MessageWriter buffer = new MessageWriter(BUFFER_BYTES);
    private final AtomicLong keys = new AtomicLong();
    private long nextSequence;
    private long unsyncedCommits;
    private boolean closed;

    /// Starts a new segment and is ready to commit.
    public Committer(StoreFs fs, Clock clock, WriteSettings settings, Recovered recovered) {
        this.directory = fs.directory();
        this.settings = settings;
        this.preparer = new Preparer(clock, settings.appendBytesMax());
        this.index = recovered.index();
        this.marks = recovered.marks();
        this.nextSequence = recovered.nextSequence();
        this.log = new GrowingLog(fs, clock, settings, recovered);
        this.batches = new BatchCommit(settings, clock, index);
    }

    /// What recovery hands to the commit engine.
    ///
    /// @param segmentId id of the segment to create
    /// @param nextSequence first sequence to hand out, above everything that was ever shown
    public record Recovered(IndexWriter index, Watermarks marks, long segmentId, long nextSequence) {}

    /// Commits one event of a caller. See `Store.append` for the contract.
    public Receipt append(Coordinate at, EventKind kind, Payload payload, AppendOptions options) {
        Prepared event = preparer.single(at, kind, payload, options);
        turn.lock();
        try {
            requireOpen();
            return commit(event);
        } finally {
            turn.unlock();
        }
    }

    /// Commits an event of the store's own.
    public Receipt appendLifecycle(Coordinate at, EventKind kind, Payload payload, long timestampMicros) {
        Prepared event = preparer.lifecycle(at, kind, payload, timestampMicros);
        turn.lock();
        try {
            requireOpen();
            Receipt receipt = commit(event);
            keys.incrementAndGet(); // lifecycle events are keyed by their fresh id, as in 0.9.0
            return receipt;
        } finally {
            turn.unlock();
        }
    }

    /// Commits all items or none; they are durable before anyone sees them. See `Store.appendBatch`.
    public List<Receipt> appendBatch(List<BatchItem> items) {
        List<Prepared> events = preparer.batch(items);
        turn.lock();
        try {
            requireOpen();
            Optional<List<Receipt>> replay = batches.check(items, events);
            if (replay.isPresent()) {
                return replay.get();
            }
            requireRoom(events.size());
            log.rotateIfFull();
            buffer.reset();
            batches.encode(items, events, buffer, nextSequence);
            FramePosition written = log.append(buffer);
            batches.durable(log, events.size());
            List<Receipt> receipts = publish(written, events);
            unsyncedCommits++; // a batch counts as one commit towards the cadence, as in 0.9.0
            syncIfDue();
            return receipts;
        } finally {
            trimBuffer();
            turn.unlock();
        }
    }

    /// Makes everything committed so far durable.
    public void sync() {
        turn.lock();
        try {
            requireOpen();
            log.sync();
            unsyncedCommits = 0;
        } finally {
            turn.unlock();
        }
    }

    /// Ends the growing segment; every later call is refused. Does nothing when it was called before.
    public void shutDown() {
        turn.lock();
        try {
            if (!closed) {
                closed = true;
                log.shutDown();
            }
        } finally {
            turn.unlock();
            marks.close();
        }
    }

    /// How many keyed events this handle has committed, its lifecycle events included.
    public long keysCommitted() {
        return keys.get();
    }

    /// How many segments this handle has started.
    public int segmentsStarted() {
        return log.segmentsStarted();
    }

    private void requireOpen() {
        if (closed) {
            throw new StoreClosedException(directory);
        }
        log.requireHealthy();
    }

    private Receipt commit(Prepared event) {
        AppendOptions options = event.options();
        String entity = event.at().entity();
        Placed.Head head = Heads.of(index, entity, options.lane());
        checkExpectation(entity, options, head);
        if (options.idempotencyKey().isPresent()) {
            Optional<Entry> known = index.findVisible(event.eventId());
            if (known.isPresent()) {
                return Receipts.of(known.get());
            }
        }
        if (event.timestampMicros() < 0) {
            throw new InvalidClockException(event.timestampMicros());
        }
        CausationId causation = options.causationId().orElse(null);
        Placed placed = head == null ? Placed.first(event, causation) : Placed.behind(head, event, causation);
        requireRoom(1);
        log.rotateIfFull();
        placed.fill(draft);
        buffer.reset();
        FrameEncoder.encode(draft, buffer);
        FramePosition position = log.append(buffer);
        Receipt receipt = publish(placed, position);
        countKey(options);
        unsyncedCommits++;
        syncIfDue();
        trimBuffer();
        return receipt;
    }

    /// Refuses before anything is written what could not be indexed afterwards.
    private void requireRoom(int events) {
        if (index.rowCount() > EVENTS_MAX - events || nextSequence > SEQUENCE_MAX - events) {
            throw new ConfigurationException(
                    "committed events", index.rowCount(), "at most " + EVENTS_MAX + " in one journal");
        }
    }

    private void countKey(AppendOptions options) {
        if (options.idempotencyKey().isPresent()) {
            keys.incrementAndGet();
        }
    }

    private List<Receipt> publish(FramePosition written, List<Prepared> events) {
        try {
            List<Receipt> receipts = batches.publish(written, nextSequence, marks);
            nextSequence += events.size();
            marks.synced();
            events.forEach(event -> countKey(event.options()));
            return receipts;
        } catch (RuntimeException | Error e) {
            throw log.poisonWith("a batch was written but not indexed", e);
        }
    }

    private Receipt publish(Placed placed, FramePosition position) {
        long sequence = nextSequence;
        try {
            placed.fill(row, sequence, position);
            index.insert(row);
            index.publish();
            nextSequence = sequence + 1;
            marks.committed(placed.event().options().lane(), placed.wallMillis(), sequence);
        } catch (RuntimeException | Error e) {
            throw log.poisonWith("an event was written but not indexed", e);
        }
        return placed.receipt(sequence, position);
    }

    private void checkExpectation(String entity, AppendOptions options, Placed.@Nullable Head head) {
        if (options.mustBeNew() && head != null) {
            throw new StreamExistsException(entity, head.clock());
        }
        OptionalLong expected = options.expectedClock();
        if (expected.isPresent()) {
            long actual = head == null ? 0 : head.clock();
            if (actual != expected.getAsLong()) {
                throw new SequenceMismatchException(entity, expected.getAsLong(), actual);
            }
        }
    }

    /// The cadence sync runs behind the commit that made it due: its caller has its receipt whatever the sync
    /// does, and a failure poisons the log, so that the next call learns of it.
    private void syncIfDue() {
        if (unsyncedCommits < settings.syncEveryEvents()) {
            return;
        }
        try {
            log.sync();
        } catch (StoreException e) {
            LOG.log(System.Logger.Level.ERROR, "the cadence sync failed, the journal takes no more writes", e);
        }
        unsyncedCommits = 0;
    }

    private void trimBuffer() {
        if (buffer.array().length > BUFFER_BYTES_KEPT) {
            buffer = new MessageWriter(BUFFER_BYTES);
        }
    }
}
