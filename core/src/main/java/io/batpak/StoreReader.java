package io.batpak;

import io.batpak.fs.LockMode;
import io.batpak.fs.StoreLockedException;
import io.batpak.index.IndexView;
import io.batpak.model.Ancestry;
import io.batpak.model.ChainReport;
import io.batpak.model.Entries;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.Frontier;
import io.batpak.model.OpenReport;
import io.batpak.model.Page;
import io.batpak.model.Region;
import io.batpak.model.Stats;
import io.batpak.model.StoredEvent;
import io.batpak.time.Clock;
import java.util.List;
import java.util.Optional;

/// A journal opened only for reading. It changes nothing but the lock file, and it locks the directory like a
/// writer: 0.9.0 does, and two handles would not see each other's view.
public final class StoreReader implements Journal {
    private final OpenJournal journal;

    private StoreReader(OpenJournal journal) {
        this.journal = journal;
    }

    /// Opens a journal for reading. An unfinished end is read as a writable open would leave it, and
    /// reported, but nothing on disk is mended.
    ///
    /// @throws StoreLockedException when another handle has the directory
    /// @throws io.batpak.error.SegmentDamageException when bytes are wrong that no crash explains
    public static StoreReader open(StoreConfig config) {
        Clock clock = Clock.neverBackwards(config.clock());
        OpenJournal journal = OpenJournal.open(config, clock, LockMode.READ_ONLY);
        try {
            journal.verify(config.chainVerification());
            return new StoreReader(journal);
        } catch (Throwable t) {
            try (journal) {
                throw t;
            }
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
        return new Stats(
                view.eventCount(),
                journal.restored().nextSequence(),
                journal.restored().segmentCount(),
                0);
    }

    @Override
    public OpenReport openReport() {
        return journal.report();
    }

    @Override
    public void close() {
        if (journal.beginClose()) {
            journal.close();
        }
    }
}
