package io.batpak;

import io.batpak.guard.DenialRequest;
import io.batpak.model.AppendOptions;
import io.batpak.model.BackupOptions;
import io.batpak.model.BackupReport;
import io.batpak.model.BatchItem;
import io.batpak.model.CausationId;
import io.batpak.model.Compaction;
import io.batpak.model.CompactionForecast;
import io.batpak.model.CompactionResult;
import io.batpak.model.Coordinate;
import io.batpak.model.CorrelationId;
import io.batpak.model.DurabilityGate;
import io.batpak.model.EventKind;
import io.batpak.model.ForkOptions;
import io.batpak.model.ForkReport;
import io.batpak.model.Frontier;
import io.batpak.model.ImportOptions;
import io.batpak.model.ImportReport;
import io.batpak.model.Mark;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.SnapshotReport;
import io.batpak.model.Stats;
import io.batpak.model.Ticket;
import io.batpak.model.WriterPressure;
import io.batpak.outcome.Outcome;
import io.batpak.payload.EncodedPayload;
import io.batpak.payload.PayloadRegistry;
import io.batpak.time.Clock;
import io.batpak.write.Committer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/// A journal opened for writing. One directory has one open handle of any kind at a time, in this process or
/// another.
///
/// ```java
/// try (Store store = Store.open(StoreConfig.in(Path.of("orders")).build())) {
///     Receipt receipt = store.append(Coordinate.of("order:42", "shop"), new OrderPlaced(42, "EUR", 1999));
///     OrderPlaced placed = store.get(receipt.eventId(), OrderPlaced.class);
/// }
/// ```
///
/// Any thread may call any method. What a {@link Receipt} promises: the event is in the log, in order,
/// numbered for good, and it survives the end of this process. It survives the end of the machine once a sync
/// has covered it: {@link #sync}, the cadence of the configuration, a rotation, or {@link #close}. See
/// docs/guarantees.md.
public final class Store extends Journal implements TypedWrites, ReactionWrites {
    private final OpenJournal journal;
    private final Committer committer;
    private final Lifecycle lifecycle;
    private final Waits waits;
    private final Upkeep upkeep;
    private final Deliveries deliveries;
    private final int pressureRetryThreshold;

    Store(OpenJournal journal, PayloadRegistry payloads, Committer committer, StoreConfig config, Clock clock) {
        super(journal, payloads, config, committer::sync);
        this.journal = journal;
        this.committer = committer;
        this.lifecycle = new Lifecycle(journal, committer, clock, config.artifacts());
        this.waits = new Waits(journal);
        this.upkeep = new Upkeep(journal, committer, config, clock, lifecycle);
        this.deliveries = new Deliveries(this, events(), config.spawner(), journal.marks());
        this.pressureRetryThreshold = config.pressureRetryThreshold();
    }

    /// Opens a journal for writing: locks the directory, reads it, mends what a crash left unfinished, starts
    /// a new segment and records the opening as an event, durably.
    ///
    /// @throws StoreLockedException when another handle has the directory
    /// @throws StoreIoException when the disk refuses; what was mended stays mended
    /// @throws io.batpak.error.SegmentDamageException when bytes are wrong that no crash explains; nothing changed
    public static Store open(StoreConfig config) {
        return StoreOpening.open(config);
    }

    Lifecycle lifecycle() {
        return lifecycle;
    }

    @Override
    public EncodedPayload encode(Object payload) {
        journal.requireOpen();
        return payloads().encode(payload);
    }

    Upkeep upkeep() {
        return upkeep;
    }

    /// Appends one event on lane 0 with a fresh id.
    ///
    /// @return the receipt; see the class comment for what it promises
    /// @throws ReservedKindException for a kind of category 0x0 or 0xD
    /// @throws ConfigurationException when the payload is larger than `appendBytesMax`
    /// @throws VisibilityFenceActiveException while a fence is active
    /// @throws StoreIoException when the write failed and was undone; nothing was stored, the call may be repeated
    /// @throws WriterCrashedException when the disk is in doubt; close the store and open it anew
    public Receipt append(Coordinate at, EventKind kind, Payload payload) {
        return append(at, kind, payload, AppendOptions.none());
    }

    /// Appends one event with options: an expected clock, a key, a lane, causes, extensions, a gate.
    ///
    /// With an idempotency key the event's id is the key, and a second append with the same key stores nothing
    /// and returns the original receipt, whatever its payload; an expectation is looked at before. With a gate
    /// a {@link WaitTimeoutException} means: committed, but the mark does not cover it yet.
    ///
    /// @throws SequenceMismatchException when the stream does not stand at the expected clock
    /// @throws StreamExistsException when the stream should be empty and is not
    @Override
    public Receipt append(Coordinate at, EventKind kind, Payload payload, AppendOptions options) {
        journal.requireOpen();
        return waits.behind(committer.append(at, kind, payload, options), options.gate());
    }

    /// Records a refusal as an event of kind {@link EventKind#SYSTEM_DENIAL} in the stream it concerns.
    public Receipt appendDenial(DenialRequest denial) {
        journal.requireOpen();
        AppendOptions options = denial.options();
        return waits.behind(
                committer.appendReserved(denial.at(), denial.kind(), denial.payload(), options), options.gate());
    }

    /// Appends all items or none. They are durable before anyone sees them, and everyone sees all of them at
    /// once. Callers that append batches at the same time share a write and a sync.
    ///
    /// @return one receipt per item, in order; empty for an empty batch
    /// @throws BatchFailedException when one item cannot be committed; none was
    /// @throws io.batpak.error.BatchSyncFailedException when the batch was written but not synced: whether it
    ///     is there shows at the next open, all of it or none
    public List<Receipt> appendBatch(List<BatchItem> items) {
        journal.requireOpen();
        return committer.appendBatch(List.copyOf(items));
    }

    /// Appends a batch and waits until a mark covers its last event. Gates of single items are ignored.
    ///
    /// @throws WaitTimeoutException when the mark does not in time; the batch is committed
    public List<Receipt> appendBatch(List<BatchItem> items, DurabilityGate gate) {
        return waits.behind(appendBatch(items), gate);
    }

    /// Appends a batch in one conversation.
    ///
    /// @param cause the cause of each item that names none itself; nil for none
    public List<Receipt> appendReactionBatch(CorrelationId conversation, CausationId cause, List<BatchItem> items) {
        return appendBatch(items.stream()
                .map(item -> item.inConversation(conversation, cause))
                .toList());
    }

    /// Hands an event over to be committed soon, in the order of the calls. Waits only while the queue is full.
    ///
    /// @throws VisibilityFenceActiveException while a fence is active
    public Ticket<Receipt> submit(Coordinate at, EventKind kind, Payload payload) {
        return submit(at, kind, payload, AppendOptions.none());
    }

    @Override
    public Ticket<Receipt> submit(Coordinate at, EventKind kind, Payload payload, AppendOptions options) {
        journal.requireOpen();
        return committer.submit(at, kind, payload, options);
    }

    /// Hands over a batch.
    public Ticket<List<Receipt>> submitBatch(List<BatchItem> items) {
        journal.requireOpen();
        return committer.submitBatch(List.copyOf(items));
    }

    /// As [#submit], but tells instead of waiting: `Retry` when the queue is nearly full, `Cancelled` while a
    /// fence is active, else `Ok` with the ticket. What is wrong with the event itself is thrown.
    public Outcome<Ticket<Receipt>> trySubmit(Coordinate at, EventKind kind, Payload payload) {
        return trySubmit(at, kind, payload, AppendOptions.none());
    }

    @Override
    public Outcome<Ticket<Receipt>> trySubmit(Coordinate at, EventKind kind, Payload payload, AppendOptions options) {
        return tried(() -> submit(at, kind, payload, options));
    }

    /// As [#submitBatch], but tells instead of waiting; see [#trySubmit].
    public Outcome<Ticket<List<Receipt>>> trySubmitBatch(List<BatchItem> items) {
        return tried(() -> submitBatch(items));
    }

    private <T> Outcome<T> tried(java.util.function.Supplier<T> submission) {
        journal.requireOpen();
        return Submissions.tried(committer, pressureRetryThreshold, submission);
    }

    /// A list to stage events in; flushed as one batch.
    public Outbox outbox() {
        journal.requireOpen();
        return new Outbox(payloads(), this::appendBatch, this::submitBatch);
    }

    /// Begins to hide: what is written through the fence becomes visible at its commit, all at once, or never.
    /// Meanwhile every other write is refused.
    ///
    /// @throws VisibilityFenceActiveException when another fence is active
    public VisibilityFence beginFence() {
        journal.requireOpen();
        return new VisibilityFence(journal, payloads(), committer, committer.beginFence());
    }

    /// Appends events of another journal, or of this one, that were not imported under the same namespace before.
    /// What is visible in the source at the time of the call is looked at, in its order, and nothing later.
    ///
    /// An imported event has a new id, made of the namespace and its id in the source, and a new place and
    /// time; the extension {@link ImportProvenance#EXTENSION_KEY} tells where it comes from. Payload, kind,
    /// flags, coordinate, conversation and the extensions that callers wrote are those of the source. Events of
    /// reserved kinds are left out, and those that were imported into the source under the same namespace.
    ///
    /// Appends and reads go on meanwhile. Everything imported is durable when this returns, and so is what was
    /// there already. When it fails or the machine does, each chunk is there as a whole or not at all; calling it
    /// again imports what is missing.
    ///
    /// @return how many events were imported, and why others were not
    /// @throws ImportRefusedException when an event is encrypted, or too large for this store
    /// @throws io.batpak.error.StoreClosedException when either journal was closed
    /// @throws VisibilityFenceActiveException while a fence is active on this store
    /// @throws BatchFailedException when one event cannot be committed
    /// @throws SegmentDamageException when an event of the source cannot be read
    public ImportReport importEvents(Journal source, ImportOptions options) {
        return upkeep.importEvents(source, options);
    }

    /// How full the queue of handed-over writes is.
    public WriterPressure writerPressure() {
        journal.requireOpen();
        return committer.pressure();
    }

    /// Commits queued writes on the calling thread, for stores without background threads.
    ///
    /// @param max at most this many, 0 or more
    /// @return how many were taken from the queue
    public int drain(int max) {
        journal.requireOpen();
        return committer.drain(max);
    }

    /// Makes everything appended or handed over so far durable and returns how far the marks have come.
    ///
    /// @throws WriterCrashedException when the sync failed, now or before; nothing becomes durable any more
    public Frontier sync() {
        journal.requireOpen();
        committer.sync();
        return frontier();
    }

    /// Makes a copy of the journal as it is now, durable when it returns: what is appended meanwhile is not in it,
    /// what was appended before is. Writers wait only while the point is fixed, for the length of a sync.
    ///
    /// The copy is made in a hidden directory beside the destination and renamed. If it fails, the destination is
    /// as before; after a crash too, or the new copy is there, or for a moment nothing, until the next copy to
    /// that place (docs/guarantees.md).
    ///
    /// @param destination is created, with its parents; a store in it, even a damaged one, is replaced
    /// @throws VisibilityFenceActiveException while a fence is active
    /// @throws StoreIoException `INVALID_INPUT` if the destination is a symbolic link, is or holds or lies in the
    ///     directory of this store, or holds anything but a store; `STORAGE_FULL` if the copy does not fit
    /// @throws StoreLockedException when the store in the destination is open, or another copy is on the way there
    /// @throws StoreClosedException when the store is being closed
    public SnapshotReport snapshot(Path destination) {
        return upkeep.snapshot(destination);
    }

    /// As [#fork(Path, ForkOptions)] with the standard options.
    public ForkReport fork(Path destination) {
        return fork(destination, ForkOptions.standard());
    }

    /// Makes a second journal that goes its own way from here on. As [#snapshot], but finished segments are shared
    /// with this one as far as the file system can, which takes next to no time and space; neither journal ever
    /// writes into them. Only damage of the disk itself reaches both.
    public ForkReport fork(Path destination, ForkOptions options) {
        return upkeep.fork(destination, options);
    }

    /// Everything that follows this store: cursors that keep their place, workers, reactors, subscriptions.
    public Deliveries delivery() {
        journal.requireOpen();
        return deliveries;
    }

    /// Waits until a mark of the store has reached a sequence. A zero limit only tests. Waiting does not sync.
    ///
    /// @throws WaitTimeoutException when it has not within `limit`
    /// @throws InterruptedException when the caller is interrupted; the store is not affected
    public void waitFor(Mark mark, long sequence, Duration limit) throws InterruptedException {
        journal.requireOpen();
        journal.marks().await(mark, OptionalLong.empty(), sequence, limit);
    }

    /// Waits until a mark of one lane has reached a sequence. Other lanes do not count.
    ///
    /// @param lane 0 to 2^32 - 1
    /// @throws WaitTimeoutException when it has not within `limit`
    /// @throws InterruptedException when the caller is interrupted; the store is not affected
    public void waitFor(Mark mark, long lane, long sequence, Duration limit) throws InterruptedException {
        journal.requireOpen();
        journal.marks().await(mark, OptionalLong.of(OpenJournal.checkedLane(lane)), sequence, limit);
    }

    /// Adds the state of this moment to a backup directory: copies what it lacks, then writes a new manifest.
    /// Appends and reads go on; what is appended meanwhile is not in it. See {@link Backups} for the way back.
    ///
    /// When it returns, the backup survives a crash of the machine. A call that fails, or is cut off by a crash,
    /// leaves all earlier backups in the directory as they were, and the next call need not copy again what
    /// arrived.
    ///
    /// @param destination absent, empty, or with earlier backups of this journal
    /// @throws VisibilityFenceActiveException while a fence is active
    /// @throws io.batpak.fs.StoreIoException kind `INVALID_INPUT` if the destination is a symbolic link, a file, or
    ///     the journal's own directory, or one lies in the other; `ALREADY_EXISTS` if there is something else in
    ///     it; `STORAGE_FULL` if there is not enough space; else what a disk said
    /// @throws io.batpak.fs.StoreLockedException when somebody else works in the destination
    public BackupReport backup(Path destination, BackupOptions options) {
        return upkeep.backup(destination, options);
    }

    /// Rewrites finished segments: puts them together, drops what a rule lets go, or makes tombstones of it.
    /// Sequences and ids of what stays do not change. Appends and reads go on; whoever reads already sees what was
    /// there when it began. Durable when it returns; after a crash at any moment every event is there as before or
    /// as after.
    ///
    /// What was dropped cannot be read any more, but its key is remembered as long as the configuration says. The
    /// space is free as soon as nobody reads what was there before.
    ///
    /// @return what was done; `Failed` if the disk refused or it was called off, and the journal is as it was.
    ///     What the rule or the listener throws otherwise reaches the caller, see [io.batpak.model.KeepRule]
    /// @throws VisibilityFenceActiveException while a fence is active
    /// @throws WriterCrashedException when it failed behind the point of no return: close the store and open it
    ///     anew
    /// @throws StoreClosedException when the store is being closed
    public CompactionResult compact(Compaction how) {
        return upkeep.compact(how);
    }

    @Override
    public CompactionForecast forecast(Compaction how) {
        return upkeep.forecast(how);
    }

    /// Commits what was handed over, records the closing as an event, makes everything durable, seals the last
    /// segment and releases the directory. An active fence is cancelled, and then the closing is not recorded.
    /// A compaction or copy under way is asked to stop; small segments may be merged first, up to a megabyte, see
    /// {@link io.batpak.model.AutoMerge}. Calling it again does nothing.
    ///
    /// @throws WriterCrashedException when something could not be made durable; the directory is released all
    ///     the same
    @Override
    public void close() {
        upkeep.requireOutside();
        if (journal.beginClose()) {
            upkeep.endMerged(lifecycle::close);
        }
    }

    /// Like {@link #close}, but without recording it as an event. Everything appended is made durable.
    public void drop() {
        upkeep.requireOutside();
        if (journal.beginClose()) {
            upkeep.end(lifecycle::drop);
        }
    }

    @Override
    WriterPressure pressure() {
        return writerPressure();
    }

    @Override
    public Stats stats() {
        return upkeep.stats();
    }
}
