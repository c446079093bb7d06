package io.batpak;

import io.batpak.compact.Compactor;
import io.batpak.compact.Forecaster;
import io.batpak.compact.Tools;
import io.batpak.error.StoreClosedException;
import io.batpak.error.StoreException;
import io.batpak.error.VisibilityFenceActiveException;
import io.batpak.index.IndexView;
import io.batpak.model.AutoMerge;
import io.batpak.model.BackupOptions;
import io.batpak.model.BackupReport;
import io.batpak.model.Compaction;
import io.batpak.model.CompactionForecast;
import io.batpak.model.CompactionOutcome;
import io.batpak.model.CompactionResult;
import io.batpak.model.ForkOptions;
import io.batpak.model.ForkReport;
import io.batpak.model.ImportOptions;
import io.batpak.model.ImportReport;
import io.batpak.model.SnapshotReport;
import io.batpak.model.Stats;
import io.batpak.recovery.Restored;
import io.batpak.time.Clock;
import io.batpak.transfer.BackupRun;
import io.batpak.transfer.ImportTarget;
import io.batpak.transfer.Importer;
import io.batpak.transfer.StoreCopies;
import io.batpak.write.Committer;
import io.batpak.write.WriteSettings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What reshapes or copies the journal as a whole: a compaction, a snapshot, a fork, a backup, the end of the
/// store. One of them at a time; appends, reads and imports do not care.
///
/// Any thread; an undertaking waits for the one under way.
final class Upkeep {
    private static final System.Logger LOG = System.getLogger("io.batpak");
    private static final String NOT_MERGED = "small segments are not merged for now";

    private final OpenJournal journal;
    private final Committer committer;
    private final StoreConfig config;
    private final Clock clock;
    private final Lifecycle lifecycle;
    private final StoreCopies copies;
    private final Compactor compactor;
    private final Optional<OwnMerges> merges;
    private final AtomicInteger segmentsGone = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition free = lock.newCondition();
    /// Who is at it. Guarded by `lock`.
    private @Nullable Thread owner;

    /// How many wait to be at it.
    private final AtomicInteger waiting = new AtomicInteger();

    private volatile boolean ending;

    Upkeep(OpenJournal journal, Committer committer, StoreConfig config, Clock clock, Lifecycle lifecycle) {
        this.journal = journal;
        this.committer = committer;
        this.config = config;
        this.clock = clock;
        this.lifecycle = lifecycle;
        this.copies = new StoreCopies(journal.fs(), committer.housekeeping(), () -> ending);
        this.compactor = new Compactor(new Tools(
                journal.fs(),
                journal.restored().index(),
                journal.runs(),
                journal.reads(),
                journal.events(),
                committer.housekeeping(),
                clock,
                config.spawner().ticker(),
                config.cooperative() ? null : config.spawner(),
                config.writeSettings().limits().segmentBytesMax()));
        AutoMerge merge = config.cooperative() ? new AutoMerge.Never() : config.autoMerge();
        this.merges = OwnMerges.of(merge, config.writeSettings().limits().segmentBytesMax());
    }

    SnapshotReport snapshot(Path destination) {
        return copy("snapshot", () -> copies.snapshot(destination));
    }

    ForkReport fork(Path destination, ForkOptions options) {
        return copy("fork", () -> copies.fork(destination, options));
    }

    BackupReport backup(Path destination, BackupOptions options) {
        return copy(
                "backup",
                () -> BackupRun.run(
                        new BackupRun.Order(
                                journal.fs(), journal.fs().elsewhere(destination), options, clock.wallMicros() / 1000),
                        committer.housekeeping()));
    }

    private <T> T copy(String what, Supplier<T> work) {
        return FlowEvents.during(new FlowEvents.Copy(what), directory(), () -> alone(work));
    }

    private String directory() {
        return journal.fs().directory();
    }

    ImportReport importEvents(Journal source, ImportOptions options) {
        FlowEvents.Import told = new FlowEvents.Import();
        return FlowEvents.during(told, directory(), () -> {
            ImportReport report = imported(source, options);
            told.imported = report.imported();
            return report;
        });
    }

    private ImportReport imported(Journal source, ImportOptions options) {
        journal.requireOpen();
        WriteSettings.Limits limits = config.writeSettings().limits();
        ImportTarget target = new ImportTarget(
                journal::view, committer, limits.batchEventsMax(), limits.batchBytesMax(), limits.appendBytesMax());
        return Importer.run(source.asImportSource(), target, options);
    }

    CompactionResult compact(Compaction how) {
        BooleanSupplier wanted = how.cancel();
        Compaction stoppable =
                how.but().cancel(() -> ending || wanted.getAsBoolean()).build();
        return alone(() -> carryOut(stoppable));
    }

    private CompactionResult carryOut(Compaction how) {
        CompactionResult result = run(compactor, how);
        if (result.outcome() instanceof CompactionOutcome.Performed) {
            segmentsGone.addAndGet(result.segmentsRemoved() - result.reports().size());
            lifecycle.rewriteArtifact();
        }
        return result;
    }

    private CompactionResult run(Compactor with, Compaction how) {
        FlowEvents.Compaction told = new FlowEvents.Compaction();
        return FlowEvents.during(told, directory(), () -> {
            CompactionResult result = with.run(how);
            told.segmentsRemoved = result.segmentsRemoved();
            if (result.outcome() instanceof CompactionOutcome.Failed(String reason)) {
                told.failure = reason;
            }
            return result;
        });
    }

    CompactionForecast forecast(Compaction how) {
        return alone(() -> forecaster(journal, clock, config).of(how));
    }

    static Forecaster forecaster(OpenJournal journal, Clock clock, StoreConfig config) {
        return new Forecaster(
                journal.fs(),
                journal.restored().index(),
                journal.events(),
                clock,
                journal.restored().newSegmentId(),
                config.writeSettings().limits().segmentBytesMax());
    }

    /// How many segments fewer there are than were started or found.
    Stats stats() {
        IndexView view = journal.view();
        return new Stats(
                view.eventCount(),
                Math.max(view.nextSequence(), journal.restored().nextSequence()),
                journal.restored().segmentCount() + committer.segmentsStarted() - segmentsGone.get(),
                committer.keys());
    }

    /// Has segments merged in the background from now on, if the configuration says so and there is something to
    /// merge. What that is, the lengths of the files say, which the opening knows.
    void begin() {
        merges.ifPresent(own -> {
            committer.mergeWith(() -> mergeIfDue(own), own::ended);
            Restored restored = journal.restored();
            if (compactor.hasWork(own.beside(), restored.segments(), restored.newSegmentId())) {
                own.due();
                committer.merge();
            }
        });
    }

    private void mergeIfDue(OwnMerges own) {
        if (ending || !own.isDue() || committer.isFenced()) {
            return;
        }
        try {
            alone(() -> {
                merge(own);
                return own;
            });
        } catch (StoreClosedException e) {
            LOG.log(System.Logger.Level.DEBUG, "small segments are merged by the close, or later", e); // still due
        }
    }

    /// Gives up as soon as the store ends, or somebody waits to be at it. Then, and beside a fence, it is left for
    /// later, which is noted before anybody else can be at it: a close looks whether it is still to be done.
    private void merge(OwnMerges own) {
        BooleanSupplier yields = () -> ending || waiting.get() > 0;
        Compaction how = own.beside().but().cancel(yields).build();
        own.begun();
        try {
            if (compactor.hasWork(how) && isFailure(carryOut(how), yields)) {
                own.failed();
            } else if (yields.getAsBoolean()) {
                own.due();
            }
        } catch (StoreClosedException | VisibilityFenceActiveException e) {
            own.due();
            LOG.log(System.Logger.Level.DEBUG, "small segments are merged later", e);
        } catch (StoreException e) {
            own.failed();
            LOG.log(System.Logger.Level.WARNING, NOT_MERGED, e);
        }
    }

    /// Logs why a merge came to nothing, unless it was called off.
    private static boolean isFailure(CompactionResult result, BooleanSupplier calledOff) {
        if (result.outcome() instanceof CompactionOutcome.Failed(String reason) && !calledOff.getAsBoolean()) {
            LOG.log(System.Logger.Level.WARNING, NOT_MERGED + ": " + reason);
            return true;
        }
        return false;
    }

    private void mergeAtTheEnd(OwnMerges own, Compaction how) {
        if (!own.isDue() || committer.isFenced()) {
            return;
        }
        Compactor brief = compactor.brief();
        try {
            if (brief.hasWork(how)) {
                isFailure(run(brief, how), () -> false);
            }
        } catch (VisibilityFenceActiveException e) {
            LOG.log(System.Logger.Level.DEBUG, "small segments are merged in a later session", e);
        } catch (StoreException e) {
            LOG.log(System.Logger.Level.WARNING, NOT_MERGED, e);
        }
    }

    /// Does `work` while nobody else is at it. Who waits for that when the store begins to end waits no longer: the
    /// end waits for the thread that merges.
    ///
    /// @throws StoreClosedException when the store was closed before its time came
    /// @throws IllegalStateException when called from within such work, by a callback of the caller's
    <T> T alone(Supplier<T> work) {
        requireOutside();
        if (!enters()) {
            throw new StoreClosedException(journal.fs().directory());
        }
        try {
            journal.requireOpen();
            return work.get();
        } finally {
            leave();
        }
    }

    /// Waits until nobody is at it; false if the store is ending.
    private boolean enters() {
        lock.lock();
        try {
            waiting.incrementAndGet();
            while (owner != null && !ending) {
                free.awaitUninterruptibly();
            }
            waiting.decrementAndGet();
            if (!ending) {
                owner = Thread.currentThread();
            }
            return !ending;
        } finally {
            lock.unlock();
        }
    }

    private void leave() {
        lock.lock();
        try {
            owner = null;
            free.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// @throws IllegalStateException when called from within such work
    void requireOutside() {
        lock.lock();
        try {
            if (Thread.currentThread().equals(owner)) {
                throw new IllegalStateException("a compaction or a copy of this store is running on this very thread");
            }
        } finally {
            lock.unlock();
        }
    }

    /// Ends the store with `work`, behind whatever is under way; that is asked to stop early. Called once.
    void end(Runnable work) {
        FlowEvents.during(new FlowEvents.Close(), directory(), () -> {
            endAlone(work);
            return true;
        });
    }

    private void endAlone(Runnable work) {
        lock.lock();
        try {
            ending = true;
            free.signalAll();
            while (owner != null) {
                free.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
        work.run(); // nobody enters any more
    }

    /// The same, but merges small segments first, if there is not much to do for it.
    void endMerged(Runnable work) {
        end(() -> {
            try {
                merges.ifPresent(own -> own.atTheEnd().ifPresent(how -> mergeAtTheEnd(own, how)));
            } finally {
                work.run();
            }
        });
    }
}
