package io.batpak;

import io.batpak.error.BatchFailedException;
import io.batpak.error.ConfigurationException;
import io.batpak.error.ReservedKindException;
import io.batpak.error.SequenceMismatchException;
import io.batpak.error.StoreException;
import io.batpak.error.StreamExistsException;
import io.batpak.error.WaitTimeoutException;
import io.batpak.error.WriterCrashedException;
import io.batpak.fs.LockMode;
import io.batpak.fs.StoreIoException;
import io.batpak.fs.StoreLockedException;
import io.batpak.index.IndexView;
import io.batpak.model.Ancestry;
import io.batpak.model.AppendOptions;
import io.batpak.model.BatchItem;
import io.batpak.model.ChainReport;
import io.batpak.model.Coordinate;
import io.batpak.model.Entries;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.EventKind;
import io.batpak.model.Frontier;
import io.batpak.model.Mark;
import io.batpak.model.OpenReport;
import io.batpak.model.Page;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Region;
import io.batpak.model.Stats;
import io.batpak.model.StoredEvent;
import io.batpak.time.Clock;
import io.batpak.write.Committer;
import io.batpak.write.WriteSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A journal opened for writing. One directory has one open handle of any kind at a time, in this process or
/// another.
///
/// ```java
/// try (Store store = Store.open(StoreConfig.in(Path.of("orders")).build())) {
///     Receipt receipt = store.append(Coordinate.of("order:42", "shop"), EventKind.of(0xF, 1), payload);
///     StoredEvent event = store.get(receipt.eventId());
/// }
/// ```
///
/// Any thread may call any method. What a {@link Receipt} promises: the event is in the log, in order,
/// numbered for good, and it survives the end of this process. It survives the end of the machine once a sync
/// has covered it: {@link #sync}, the cadence of the configuration, a rotation, or {@link #close}. See
/// docs/guarantees.md.
public final class Store implements Journal {
    private final OpenJournal journal;
    private final Committer committer;
    private final Lifecycle lifecycle;

    private Store(OpenJournal journal, Committer committer, Clock clock) {
        this.journal = journal;
        this.committer = committer;
        this.lifecycle = new Lifecycle(journal, committer, clock);
    }

    /// Opens a journal for writing: locks the directory, reads it, mends what a crash left unfinished, starts
    /// a new segment and records the opening as an event, durably.
    ///
    /// @throws StoreLockedException when another handle has the directory
    /// @throws StoreIoException when the disk refuses; what was mended stays mended
    /// @throws io.batpak.error.SegmentDamageException when bytes are wrong that no crash explains; nothing was
    /// changed
    public static Store open(StoreConfig config) {
        Clock clock = Clock.neverBackwards(config.clock());
        OpenJournal journal = OpenJournal.open(config, clock, LockMode.MUTABLE);
        try {
            Store store = new Store(journal, startCommitter(config, clock, journal), clock);
            store.begin(config.chainVerification());
            return store;
        } catch (Throwable t) {
            try (journal) {
                throw t;
            }
        }
    }

    private void begin(ChainVerification wanted) {
        try {
            lifecycle.opened();
            journal.verify(wanted);
        } catch (Throwable t) {
            try {
                committer.shutDown();
            } catch (StoreException second) {
                t.addSuppressed(second);
            }
            throw t;
        }
    }

    private static Committer startCommitter(StoreConfig config, Clock clock, OpenJournal journal) {
        WriteSettings settings = new WriteSettings(
                config.segmentBytesMax(),
                config.appendBytesMax(),
                config.batchEventsMax(),
                config.batchBytesMax(),
                config.syncEveryEvents(),
                config.syncMode());
        Committer.Recovered recovered = new Committer.Recovered(
                journal.restored().writer(),
                journal.marks(),
                journal.restored().newSegmentId(),
                journal.restored().nextSequence());
        return new Committer(config.fs(), clock, settings, recovered);
    }

    /// Appends one event on lane 0 with a fresh id.
    ///
    /// @return the receipt; see the class comment for what it promises
    /// @throws ReservedKindException for a kind of category 0x0 or 0xD
    /// @throws ConfigurationException when the payload is larger than `appendBytesMax`
    /// @throws StoreIoException when the write failed and was undone; nothing was stored, the call may be
    ///     repeated
    /// @throws WriterCrashedException when the disk is in doubt; close the store and open it anew
    public Receipt append(Coordinate at, EventKind kind, Payload payload) {
        return append(at, kind, payload, AppendOptions.none());
    }

    /// Appends one event with options: an expected clock, a key, a lane, causes, extensions.
    ///
    /// With an idempotency key the event's id is the key, and a second append with the same key stores
    /// nothing and returns the original receipt, whatever else it says.
    ///
    /// @throws SequenceMismatchException when the stream does not stand at the expected clock
    /// @throws StreamExistsException when the stream should be empty and is not
    public Receipt append(Coordinate at, EventKind kind, Payload payload, AppendOptions options) {
        journal.requireOpen();
        return committer.append(at, kind, payload, options);
    }

    /// Appends all items or none. They are durable before anyone sees them, and everyone sees all of them at
    /// once.
    ///
    /// @return one receipt per item, in order; empty for an empty batch
    /// @throws BatchFailedException when one item cannot be committed; none was
    /// @throws io.batpak.error.BatchSyncFailedException when the batch was written but not synced: whether it
    ///     is there shows at the next open, all of it or none
    public List<Receipt> appendBatch(List<BatchItem> items) {
        journal.requireOpen();
        return committer.appendBatch(List.copyOf(items));
    }

    /// Makes everything appended so far durable and returns how far the marks have come.
    ///
    /// @throws WriterCrashedException when the sync failed, now or before; nothing becomes durable any more
    public Frontier sync() {
        journal.requireOpen();
        committer.sync();
        return frontier();
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

    /// Records the closing as an event, makes everything durable, seals the last segment and releases the
    /// directory. Calling it again does nothing.
    ///
    /// @throws WriterCrashedException when something could not be made durable; the directory is released all
    ///     the
    /// same
    @Override
    public void close() {
        if (journal.beginClose()) {
            lifecycle.close();
        }
    }

    /// Like {@link #close}, but without recording it as an event. Everything appended is made durable.
    public void drop() {
        if (journal.beginClose()) {
            lifecycle.drop();
        }
    }

    @Override
    public StoredEvent get(EventId id) {
        return journal.get(id);
    }

    @Override
    public Optional<StoredEvent> find(EventId id) {
        return journal.find(id);
    }

    @Override
    public Optional<Entry> entry(EventId id) {
        return journal.entry(id);
    }

    @Override
    public Entries query(Region region) {
        return journal.query(region);
    }

    @Override
    public List<Entry> query(Region region, Page page) {
        return journal.query(region, page);
    }

    @Override
    public Entries stream(String entity) {
        return journal.stream(entity);
    }

    @Override
    public Entries stream(String entity, long lane) {
        return journal.stream(entity, lane);
    }

    @Override
    public Optional<Entry> latest(String entity, long lane) {
        return journal.latest(entity, lane);
    }

    @Override
    public Ancestry ancestors(EventId id, int limit) {
        return journal.ancestors(id, limit);
    }

    @Override
    public ChainReport verifyChain() {
        return journal.verifyChain();
    }

    @Override
    public Frontier frontier() {
        journal.requireOpen();
        return journal.marks().frontier();
    }

    @Override
    public Stats stats() {
        IndexView view = journal.view();
        int segments = journal.restored().segmentCount() + committer.segmentsStarted();
        return new Stats(
                view.eventCount(),
                Math.max(view.nextSequence(), journal.restored().nextSequence()),
                segments,
                committer.keysCommitted());
    }

    @Override
    public OpenReport openReport() {
        return journal.report();
    }
}
