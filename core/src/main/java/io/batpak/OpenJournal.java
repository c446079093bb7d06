package io.batpak;

import io.batpak.error.ChainVerificationException;
import io.batpak.error.ConfigurationException;
import io.batpak.error.IndexRunDamageException;
import io.batpak.error.NotFoundException;
import io.batpak.format.IdempotencyRow;
import io.batpak.format.RetentionCuts;
import io.batpak.fs.DirectoryLock;
import io.batpak.fs.LockMode;
import io.batpak.fs.StoreFs;
import io.batpak.index.IndexView;
import io.batpak.model.Ancestry;
import io.batpak.model.CausalBounds;
import io.batpak.model.CausalDirection;
import io.batpak.model.CausalGraph;
import io.batpak.model.CausalVisitor;
import io.batpak.model.CausalWalk;
import io.batpak.model.ChainReport;
import io.batpak.model.CorrelationId;
import io.batpak.model.Diagnostics;
import io.batpak.model.Entries;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.Frontier;
import io.batpak.model.HlcPoint;
import io.batpak.model.IndexTopology;
import io.batpak.model.OpenReport;
import io.batpak.model.Page;
import io.batpak.model.Region;
import io.batpak.model.Stats;
import io.batpak.model.StoredEvent;
import io.batpak.model.StoredEvents;
import io.batpak.model.WriterPressure;
import io.batpak.read.AncestryWalk;
import io.batpak.read.CausalWalker;
import io.batpak.read.ChainVerifier;
import io.batpak.read.EventReader;
import io.batpak.recovery.Restore;
import io.batpak.recovery.Restored;
import io.batpak.segment.SegmentReads;
import io.batpak.segment.StoreFileKind;
import io.batpak.sidecar.IndexRuns;
import io.batpak.sidecar.RetentionCutsFile;
import io.batpak.sign.KeyRing;
import io.batpak.time.Clock;
import io.batpak.time.Spawner;
import io.batpak.transfer.ImportSource;
import io.batpak.write.Waker;
import io.batpak.write.Watermarks;
import io.batpak.write.WriteSettings;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a writing and a reading handle have in common: the locked directory, the index, the readers.
///
/// Ready when it exists; whoever makes it closes it.
final class OpenJournal implements AutoCloseable {
    static final String LOCK_FILE = StoreFileKind.LOCK_FILE;
    private static final System.Logger LOG = System.getLogger("io.batpak");
    private static final long LANE_MAX = 0xFFFF_FFFFL;

    private final StoreFs fs;
    private final StoreConfig config;
    private final DirectoryLock lock;
    private final @Nullable Spawner spawner;
    private final SegmentReads reads;
    private final EventReader events;
    private final Restored restored;
    private final OpenReport report;
    private final int keysRemembered;
    private List<IdempotencyRow> keysFound;
    private final IndexRuns runs;
    private final Watermarks marks;
    private final KeyRing keys;
    private final Openness openness;

    private OpenJournal(DirectoryLock lock, StoreConfig config, Clock clock, boolean checkRunsWholly) {
        this.fs = config.fs();
        this.openness = new Openness(fs.directory());
        this.config = config;
        this.lock = lock;
        this.spawner = config.cooperative() ? null : config.spawner();
        this.reads = new SegmentReads(fs, config.openFilesMax(), spawner);
        this.events = new EventReader(reads);
        Restored found =
                Restore.run(config.surroundings(clock, checkRunsWholly), lock.mode() == LockMode.MUTABLE, events);
        this.report = withCutsNotice(withLockNotice(found.report(), lock), fs);
        this.restored = found.withoutKeys(); // hundreds of bytes a key, needed once
        reads.asides(found.asides());
        this.runs = new IndexRuns(fs, found.index());
        reads.finishedBelow(lock.mode() == LockMode.MUTABLE ? found.newSegmentId() : -1);
        this.keysFound = found.keys();
        this.keysRemembered = keysFound.size();
        Waker waker = new Waker(config.spawner().ticker(), spawner, ThreadNames.of("batpak-waker", fs));
        this.marks = new Watermarks(fs.directory(), clock, config.spawner().ticker(), config.hasOwnClock(), waker);
        this.keys = config.signingKeys();
        restoreMarks();
    }

    /// Creates the directory when it is missing, locks it and reads it.
    static OpenJournal open(StoreConfig config, Clock clock, LockMode mode) {
        StoreFs fs = config.fs();
        fs.create();
        DirectoryLock lock = fs.lock(LOCK_FILE, mode);
        try {
            return read(config, clock, lock);
        } catch (Throwable t) {
            try (lock) {
                throw t;
            }
        }
    }

    /// Large index runs are checked as they are read. If one turns out to be damaged already here, all are checked
    /// as a whole, and the segments are read instead of those that are not good.
    private static OpenJournal read(StoreConfig config, Clock clock, DirectoryLock lock) {
        try {
            return read(config, clock, lock, false);
        } catch (IndexRunDamageException e) {
            LOG.log(System.Logger.Level.WARNING, "opening without " + e.file(), e);
            return read(config, clock, lock, true);
        }
    }

    private static OpenJournal read(StoreConfig config, Clock clock, DirectoryLock lock, boolean checkRunsWholly) {
        OpenJournal journal = new OpenJournal(lock, config, clock, checkRunsWholly);
        try {
            if (lock.mode() == LockMode.MUTABLE) {
                Lifecycle.requireClosesInOrder(journal);
            }
            return journal;
        } catch (Throwable t) {
            journal.reads.close();
            throw t;
        }
    }

    private void restoreMarks() {
        IndexView view = restored.index().view();
        for (IndexView.LaneEnd end : view.laneEnds()) {
            marks.restoreLane(end.last().lane(), point(end.last()), newestOf(end.lastVisible()));
        }
        marks.restore(newestOf(view.last()), newestOf(view.lastVisible()));
    }

    private static HlcPoint newestOf(Optional<Entry> entry) {
        return entry.map(OpenJournal::point).orElse(HlcPoint.ORIGIN);
    }

    private static HlcPoint point(Entry entry) {
        return new HlcPoint(entry.wallMillis(), entry.sequence());
    }

    StoreFs fs() {
        return fs;
    }

    SegmentReads reads() {
        return reads;
    }

    EventReader events() {
        return events;
    }

    /// Puts finished parts of the index into files.
    IndexRuns runs() {
        return runs;
    }

    /// The remembered idempotency keys; the journal itself forgets them. Called once, by the opening thread.
    List<IdempotencyRow> takeKeys() {
        List<IdempotencyRow> taken = keysFound;
        keysFound = List.of();
        return taken;
    }

    /// How many idempotency keys were remembered when the journal was opened.
    int keysRemembered() {
        return keysRemembered;
    }

    Restored restored() {
        return restored;
    }

    Watermarks marks() {
        return marks;
    }

    OpenReport report() {
        requireOpen();
        return report;
    }

    private static OpenReport withLockNotice(OpenReport found, DirectoryLock lock) {
        return lock.isHeld()
                ? found
                : found.withNotice("the directory cannot be written to, so it was read without a lock");
    }

    private static OpenReport withCutsNotice(OpenReport found, StoreFs fs) {
        return RetentionCutsFile.load(fs).notice().map(found::withNotice).orElse(found);
    }

    /// Tells the observer; called once, before the handle is given out.
    void tell(OpenObserver observer) {
        try {
            observer.opened(report);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "the observer of the opening failed", e);
        }
    }

    IndexView view() {
        requireOpen();
        return restored.index().view();
    }

    Diagnostics diagnostics(Stats stats, WriterPressure pressure) {
        IndexView view = view();
        Frontier frontier = marks.frontier();
        WriteSettings settings = config.writeSettings();
        IndexTopology topology = config.indexTopology();
        long visible = Math.max(view.nextSequence(), restored.nextSequence());
        long accepted = view.eventCount() == 0 ? 0 : frontier.accepted().sequence() + 1;
        return new Diagnostics(
                view.eventCount(),
                Math.max(Math.max(stats.nextSequence(), visible), accepted),
                visible,
                fs.directory(),
                settings.limits().segmentBytesMax(),
                config.openFilesMax(),
                settings.restartPolicy(),
                pressure,
                frontier,
                topology,
                view.kindCounts().values().stream().mapToLong(topology::tiles).sum(),
                report);
    }

    StoredEvent get(EventId id) {
        return find(id).orElseThrow(() -> new NotFoundException(id.hex()));
    }

    Optional<StoredEvent> find(EventId id) {
        return view().find(id).map(events::read);
    }

    Optional<Entry> entry(EventId id) {
        return view().find(id);
    }

    Entries query(Region region) {
        Iterable<Entry> entries = view().query(region);
        return entries::iterator;
    }

    List<Entry> query(Region region, Page page) {
        return view().page(region, page.after(), page.limit());
    }

    StoredEvent read(Entry entry) {
        requireOpen();
        return events.read(entry);
    }

    StoredEvents read(Region region) {
        return events.readAll(view().query(region));
    }

    StoredEvents readStream(String entity) {
        return events.readAll(view().stream(entity));
    }

    StoredEvents readStream(String entity, long lane) {
        return events.readAll(view().stream(entity, checkedLane(lane)));
    }

    Entries stream(String entity) {
        Iterable<Entry> entries = view().stream(entity);
        return entries::iterator;
    }

    Entries stream(String entity, long lane) {
        Iterable<Entry> entries = view().stream(entity, checkedLane(lane));
        return entries::iterator;
    }

    Optional<Entry> latest(String entity, long lane) {
        return view().latest(entity, checkedLane(lane));
    }

    static long checkedLane(long lane) {
        if (lane < 0 || lane > LANE_MAX) {
            throw new ConfigurationException("lane", lane, "0 to " + LANE_MAX);
        }
        return lane;
    }

    Ancestry ancestors(EventId id, int limit) {
        return AncestryWalk.walk(view(), events, id, limit);
    }

    Entries causesOf(EventId id) {
        Iterable<Entry> entries = CausalWalker.causes(view(), id);
        return entries::iterator;
    }

    Entries effectsOf(EventId id) {
        Iterable<Entry> entries = view().effects(id.high(), id.low());
        return entries::iterator;
    }

    Entries correlated(CorrelationId id) {
        Iterable<Entry> entries = view().correlated(id.high(), id.low());
        return entries::iterator;
    }

    CausalWalk walk(EventId from, CausalDirection direction, CausalBounds bounds, CausalVisitor visitor) {
        return CausalWalker.walk(view(), from, direction, bounds, visitor);
    }

    CausalGraph causalGraph(EventId from, CausalDirection direction, CausalBounds bounds) {
        return CausalWalker.graph(view(), from, direction, bounds);
    }

    CausalGraph causalGraph(CorrelationId conversation, int eventsMax) {
        return CausalWalker.graph(view(), conversation, eventsMax);
    }

    ChainReport verifyChain() {
        IndexView view = view();
        FlowEvents.Verification told = new FlowEvents.Verification();
        return FlowEvents.during(told, fs.directory(), () -> {
            // Behind the view: a compaction may add some meanwhile.
            RetentionCuts cuts = RetentionCutsFile.load(fs).cuts();
            ChainReport report = ChainVerifier.run(reads, view, spawner, cuts::isCut);
            told.failure = report.intact() ? "" : "the chain is not intact";
            return report;
        });
    }

    Receipts receipts() {
        return new Receipts(this, fs, restored.index(), keys);
    }

    /// Proves the whole journal when the configuration asks for it.
    void verify(ChainVerification wanted) {
        if (wanted == ChainVerification.RECOMPUTE) {
            ChainReport report = verifyChain();
            if (!report.intact()) {
                throw new ChainVerificationException(
                        report.contentHashMismatches().size(),
                        report.danglingLinks().size());
            }
        }
    }

    /// What is visible now, for an import.
    ImportSource asImportSource() {
        return new ImportSource(view(), events, this::requireOpen);
    }

    boolean isClosed() {
        return openness.isClosed();
    }

    void requireOpen() {
        openness.require();
    }

    /// Does `work` while the handle is open; whoever closes it waits for that.
    void whileOpen(Runnable work) {
        openness.during(work);
    }

    /// Marks the handle closed, and tells those who wait for events; false when somebody else did.
    boolean beginClose() {
        boolean first = openness.end();
        marks.arrivals().end();
        return first;
    }

    @Override
    public void close() {
        openness.end();
        marks.close();
        try (lock) {
            reads.close();
        }
    }
}
