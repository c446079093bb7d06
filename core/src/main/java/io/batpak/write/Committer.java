package io.batpak.write;

import io.batpak.error.StoreException;
import io.batpak.error.VisibilityFenceActiveException;
import io.batpak.error.VisibilityFenceNotActiveException;
import io.batpak.format.IdempotencyRow;
import io.batpak.format.VisibilityRanges;
import io.batpak.fs.StoreFs;
import io.batpak.index.IndexWriter;
import io.batpak.model.AppendOptions;
import io.batpak.model.BatchItem;
import io.batpak.model.Coordinate;
import io.batpak.model.EventId;
import io.batpak.model.EventIds;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Ticket;
import io.batpak.model.WriterPressure;
import io.batpak.sidecar.IndexRuns;
import io.batpak.sign.KeyRing;
import io.batpak.time.Clock;
import io.batpak.time.Spawner;
import java.util.BitSet;
import java.util.List;
import java.util.function.LongPredicate;

/// The write side of an open store: prepares what callers hand in, without any lock, has it committed, and makes
/// the receipts.
///
/// Any thread calls in. A receipt is handed out when the frame has reached the operating system: it survives the
/// end of this process, and the machine's once a sync has covered it.
public final class Committer {
    static final System.Logger LOG = System.getLogger("io.batpak");

    /// The token of writes that go through no fence.
    public static final long NO_FENCE = 0;

    private final WriteSettings settings;
    private final Preparer preparer;
    private final CommitEngine engine;
    private final KeyRing keys;
    private final Refusals refusals;

    private Committer(WriteSettings settings, Preparer preparer, CommitEngine engine, KeyRing keys) {
        this.settings = settings;
        this.preparer = preparer;
        this.engine = engine;
        this.keys = keys;
        this.refusals = new Refusals(settings.refusalStackTraces());
    }

    /// What recovery hands to the commit engine.
    ///
    /// @param segmentId id of the segment to create
    /// @param nextSequence first sequence to hand out, above everything that was ever shown
    /// @param keys idempotency keys that were remembered
    /// @param hidden what cancelled fences hide
    /// @param runs puts finished parts of the index into files
    public record Recovered(
            IndexWriter index,
            Watermarks marks,
            long segmentId,
            long nextSequence,
            List<IdempotencyRow> keys,
            VisibilityRanges hidden,
            IndexRuns runs) {}

    /// What the engine takes from outside.
    ///
    /// @param fs the directory of the store
    /// @param spawner gives the background threads
    /// @param threadName tells this store's threads from those of others
    /// @param keys sign the receipts
    /// @param ids makes the ids of events without a key
    public record Surroundings(
            StoreFs fs, Clock clock, Spawner spawner, String threadName, KeyRing keys, EventIds ids) {}

    /// Starts a new segment and is ready to commit.
    public static Committer start(Surroundings around, WriteSettings settings, Recovered recovered) {
        CommitEngine engine =
                new CommitEngine(around.fs(), around.clock(), around.spawner().ticker(), settings, recovered);
        if (!settings.reference() && !settings.queue().cooperative()) {
            engine.start(new Background(around.spawner(), around.threadName(), settings, engine));
        }
        return new Committer(settings, new Preparer(around.clock(), around.ids(), settings), engine, around.keys());
    }

    /// Commits one event of a caller. See `Store.append` for the contract.
    public Receipt append(Coordinate at, EventKind kind, Payload payload, AppendOptions options) {
        Preparer.checkKind(kind);
        requireUnfenced();
        return commit(preparer.single(at, kind, payload, options));
    }

    /// Commits an event of a kind that callers may not choose, such as a denial.
    public Receipt appendReserved(Coordinate at, EventKind kind, Payload payload, AppendOptions options) {
        requireUnfenced();
        return commit(preparer.single(at, kind, payload, options));
    }

    /// Commits an event of the store's own.
    public Receipt appendLifecycle(Coordinate at, EventKind kind, Payload payload, long timestampMicros) {
        return commit(preparer.lifecycle(at, kind, payload, timestampMicros));
    }

    private Receipt commit(Prepared event) {
        try {
            return engine.commit(event).receipt(keys);
        } catch (StoreException e) {
            throw refusals.told(e);
        }
    }

    /// Commits all items or none; they are durable before anyone sees them. See `Store.appendBatch`.
    public List<Receipt> appendBatch(List<BatchItem> items) {
        requireUnfenced();
        Reply reply = queueBatch(items, NO_FENCE);
        reply.awaitSettled();
        try {
            return reply.get().stream().map(event -> event.receipt(keys)).toList();
        } catch (StoreException e) {
            throw refusals.told(e);
        }
    }

    private void requireUnfenced() {
        if (engine.isFenced()) {
            throw refusals.told(new VisibilityFenceActiveException());
        }
    }

    private Reply queueBatch(List<BatchItem> items, long fence) {
        List<Prepared> events = preparer.batch(items);
        Reply reply = engine.newReply();
        engine.enqueue(Command.batch(items, events, fence, reply));
        return reply;
    }

    /// Queues one event. See `Store.submit`.
    public Ticket<Receipt> submit(Coordinate at, EventKind kind, Payload payload, AppendOptions options) {
        Preparer.checkKind(kind);
        requireUnfenced();
        return queueSingle(preparer.single(at, kind, payload, options), NO_FENCE);
    }

    private Ticket<Receipt> queueSingle(Prepared event, long fence) {
        Reply reply = engine.newReply();
        engine.enqueue(Command.single(event, fence, reply));
        engine.wakeDrainer();
        return Tickets.single(reply, keys, refusals);
    }

    /// Queues a batch. See `Store.submitBatch`.
    public Ticket<List<Receipt>> submitBatch(List<BatchItem> items) {
        requireUnfenced();
        return queueBatchTicket(items, NO_FENCE);
    }

    private Ticket<List<Receipt>> queueBatchTicket(List<BatchItem> items, long fence) {
        Reply reply = queueBatch(items, fence);
        engine.wakeDrainer();
        return Tickets.batch(reply, keys, refusals);
    }

    /// Queues a batch of which only the places are wanted: no receipt is made, and none signed.
    public UnreceiptedBatch submitUnreceipted(List<BatchItem> items) {
        requireUnfenced();
        Reply reply = queueBatch(items, NO_FENCE);
        engine.wakeDrainer();
        return new UnreceiptedBatch(reply, refusals);
    }

    /// Which of these are keys of events that a compaction has dropped, by index. A key of an event in the log is
    /// found by the index instead.
    public BitSet ofDropped(List<EventId> keys) {
        return engine.ofDropped(keys);
    }

    /// Whether a fence is active now.
    public boolean isFenced() {
        return engine.isFenced();
    }

    /// How full the queue is.
    public WriterPressure pressure() {
        return new WriterPressure(engine.queued(), settings.queue().capacity());
    }

    /// Begins a fence and returns its token.
    public long beginFence() {
        try {
            return engine.beginFence();
        } catch (StoreException e) {
            throw refusals.told(e);
        }
    }

    /// Hands an event to a fence.
    public Ticket<Receipt> submitFenced(
            long fence, Coordinate at, EventKind kind, Payload payload, AppendOptions options) {
        Preparer.checkKind(kind);
        requireFence(fence);
        return queueSingle(preparer.single(at, kind, payload, options), fence);
    }

    /// Hands a batch to a fence.
    public Ticket<List<Receipt>> submitFencedBatch(long fence, List<BatchItem> items) {
        requireFence(fence);
        return queueBatchTicket(items, fence);
    }

    /// Whether this fence has not ended yet.
    public boolean isActiveFence(long fence) {
        return engine.isActiveFence(fence);
    }

    private void requireFence(long fence) {
        if (!engine.isActiveFence(fence)) {
            throw new VisibilityFenceNotActiveException();
        }
    }

    /// Writes and shows what was handed to a fence; durable when it returns.
    public void commitFence(long fence) {
        engine.commitFence(fence);
    }

    /// Hides what was handed to a fence, for good.
    public void cancelFence(long fence) {
        engine.cancelFence(fence);
    }

    /// Commits what is queued, at most `max` commands; returns how many.
    public int drain(int max) {
        return engine.pump(max);
    }

    /// What reshaping and copying the journal needs of the commit engine.
    public Housekeeping housekeeping() {
        return engine.housekeeping();
    }

    /// Has segments merged in the background by `work`, behind every rotation that says so; does nothing in a store
    /// without background threads. Called once.
    ///
    /// @param isDue told where the frames of the segment end that has just ended; called with the turn
    public void mergeWith(Runnable work, LongPredicate isDue) {
        engine.mergeWith(work, isDue);
    }

    /// Has them merged now, if there is a thread for it.
    public void merge() {
        engine.merge();
    }

    /// Makes everything committed so far durable.
    public void sync() {
        engine.sync();
    }

    /// Ends the growing segment; every later call is refused. Does nothing when it was called before.
    public void shutDown() {
        engine.shutDown();
    }

    /// How many idempotency keys are remembered, those of lifecycle events included.
    public long keys() {
        return engine.keys();
    }

    /// How many segments this handle has started.
    public int segmentsStarted() {
        return engine.segmentsStarted();
    }
}
