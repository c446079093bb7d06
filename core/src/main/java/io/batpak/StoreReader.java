package io.batpak;

import io.batpak.compact.Forecaster;
import io.batpak.fs.LockMode;
import io.batpak.index.IndexView;
import io.batpak.model.Compaction;
import io.batpak.model.CompactionForecast;
import io.batpak.model.Stats;
import io.batpak.model.WriterPressure;
import io.batpak.payload.PayloadRegistry;
import io.batpak.time.Clock;

/// A journal opened only for reading. It changes nothing but the lock file, and it locks the directory like a
/// writer: 0.9.0 does, and two handles would not see each other's view.
public final class StoreReader extends Journal {
    private final OpenJournal journal;
    private final Forecaster forecaster;

    private StoreReader(OpenJournal journal, PayloadRegistry payloads, StoreConfig config, Forecaster forecaster) {
        super(journal, payloads, config, () -> {});
        this.journal = journal;
        this.forecaster = forecaster;
    }

    /// Opens a journal for reading. An unfinished end is read as a writable open would leave it, and
    /// reported, but nothing on disk is mended.
    ///
    /// @throws StoreLockedException when another handle has the directory
    /// @throws io.batpak.payload.PayloadRegistryException when payload types claim the same kind
    /// @throws io.batpak.payload.UpcastChainException when they lack steps from older versions
    /// @throws io.batpak.error.SegmentDamageException when bytes are wrong that no crash explains
    public static StoreReader open(StoreConfig config) {
        return FlowEvents.during(new FlowEvents.Open(false), config.fs().directory(), () -> opened(config));
    }

    private static StoreReader opened(StoreConfig config) {
        PayloadRegistry payloads = config.payloads().checked();
        Clock clock = Clock.neverBackwards(config.clock());
        OpenJournal journal = OpenJournal.open(config, clock, LockMode.READ_ONLY);
        try {
            journal.tell(config.openObserver());
            journal.verify(config.chainVerification());
            return new StoreReader(journal, payloads, config, Upkeep.forecaster(journal, clock, config));
        } catch (Throwable t) {
            try (journal) {
                throw t;
            }
        }
    }

    @Override
    WriterPressure pressure() {
        return WriterPressure.NONE;
    }

    @Override
    public Stats stats() {
        IndexView view = journal.view();
        return new Stats(
                view.eventCount(),
                journal.restored().nextSequence(),
                journal.restored().segmentCount(),
                journal.keysRemembered());
    }

    @Override
    public CompactionForecast forecast(Compaction how) {
        journal.requireOpen();
        return forecaster.of(how);
    }

    @Override
    public void close() {
        if (journal.beginClose()) {
            journal.close();
        }
    }
}
