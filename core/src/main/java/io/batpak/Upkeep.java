package io.batpak;

import io.batpak.compact.Compactor;
import io.batpak.compact.Forecaster;
import io.batpak.compact.Tools;
import io.batpak.error.StoreClosedException;
import io.batpak.error.StoreException;
import io.batpak.error.VisibilityFenceActiveException;
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

    private final OpenJournal journal;
    private final Committer committer;
    private final StoreConfig config;
    private final Clock clock;
    private final Lifecycle lifecycle;
    private final StoreCopies copies;
    private final Compactor compactor;
    private final Optional<Compaction> merging;
    private final boolean mergesToTheEnd;
    private final AtomicInteger segmentsGone = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition free = lock.newCondition();
    /// Who is at it. Guarded by `lock`.
    private @Nullable Thread owner;

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
        this.merging = merge.compaction(config.writeSettings().limits().segmentBytesMax());
        this.mergesToTheEnd = merge instanceof AutoMerge.SmallSegments;
    }

    SnapshotReport snapshot(Path destination) {
        return alone(() -> copies.snapshot(destination));
    }

    ForkReport fork(Path destination, ForkOptions options) {
        return alone(() -> copies.fork(destination, options));
    }

    BackupReport backup(Path destination, BackupOptions options) {
        return alone(() -> BackupRun.run(
                new BackupRun.Order(
                        journal.fs(), journal.fs().elsewhere(destination), options, clock.wallMicros() / 1000),
                committer.housekeeping()));
    }

    ImportReport importEvents(Journal source, ImportOptions options) {
        journal.requireOpen();
        WriteSettings.Limits limits = config.writeSettings().limits();
        ImportTarget target = new ImportTarget(
                journal::view, committer, limits.batchEventsMax(), limits.batchBytesMax(), limits.appendBytesMax());
        return Importer.run(source.asImportSource(), target, options);
    }

    CompactionResult compact(Compaction how) {
        return carryOutAlone(stoppable(how));
    }

    private CompactionResult carryOutAlone(Compaction how) {
        return alone(() -> carryOut(how));
    }

    private Compaction stoppable(Compaction how) {
        BooleanSupplier wanted = how.cancel();
        return how.but().cancel(() -> ending || wanted.getAsBoolean()).build();
    }

    private CompactionResult carryOut(Compaction how) {
        CompactionResult result = compactor.run(how);
        if (result.outcome() instanceof CompactionOutcome.Performed) {
            segmentsGone.addAndGet(result.segmentsRemoved() - result.reports().size());
            lifecycle.rewriteArtifact();
        }
        return result;
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
    int segmentsGone() {
        return segmentsGone.get();
    }

    /// Has segments merged in the background from now on, if the configuration says so.
    void begin() {
        merging.ifPresent(how -> committer.mergeWith(() -> mergeIfDue(how)));
    }

    /// Merges small segments, if there are many, before the store ends: a session may be too short for it to happen
    /// in the background, and every session leaves one.
    void mergeBeforeTheEnd() {
        if (mergesToTheEnd) {
            merging.ifPresent(this::mergeIfDue);
        }
    }

    private void mergeIfDue(Compaction how) {
        try {
            if (!ending && !committer.isFenced() && compactor.hasWork(how)) {
                carryOutAlone(mergesToTheEnd ? how : stoppable(how));
            }
        } catch (VisibilityFenceActiveException e) {
            LOG.log(System.Logger.Level.DEBUG, "segments are merged after the next rotation, not beside a fence");
        } catch (StoreException e) {
            if (!ending) {
                LOG.log(System.Logger.Level.WARNING, "segments are not merged for now", e);
            }
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
            while (owner != null && !ending) {
                free.awaitUninterruptibly();
            }
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
}
