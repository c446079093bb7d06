package io.batpak;

import io.batpak.error.StoreException;
import io.batpak.fs.IoKind;
import io.batpak.fs.LockMode;
import io.batpak.fs.StoreFs;
import io.batpak.fs.StoreIoException;
import io.batpak.payload.PayloadRegistry;
import io.batpak.time.Clock;
import io.batpak.write.Committer;
import java.nio.file.Path;

/// How a store begins: the directory is locked and read, the commit engine started, the opening recorded, and what
/// fails on the way is put back.
final class StoreOpening {
    private static final System.Logger LOG = System.getLogger("io.batpak");

    private StoreOpening() {}

    static Store open(StoreConfig config) {
        return FlowEvents.during(new FlowEvents.Open(true), config.fs().directory(), () -> opened(config));
    }

    private static Store opened(StoreConfig config) {
        PayloadRegistry payloads = config.payloads().checked();
        Clock clock = Clock.neverBackwards(config.clock());
        OpenJournal journal = OpenJournal.open(config, clock, LockMode.MUTABLE);
        try {
            makeNameDurable(config.fs());
            Committer committer = startCommitter(config, clock, journal);
            Store store = new Store(journal, payloads, committer, config, clock);
            begin(store, journal, committer, config);
            return store;
        } catch (Throwable t) {
            journal.runs().removeDamaged();
            try (journal) {
                throw t;
            }
        }
    }

    /// Whoever created the directory, or moved it here, may have been killed before the name was durable. What is
    /// acknowledged from now on must not go with it.
    private static void makeNameDurable(StoreFs fs) {
        Path parent = Path.of(fs.directory()).toAbsolutePath().getParent();
        if (parent == null) {
            return;
        }
        try {
            fs.elsewhere(parent).syncDirectory();
        } catch (StoreIoException e) {
            if (e.ioKind() != IoKind.PERMISSION_DENIED) {
                throw e;
            }
            LOG.log(System.Logger.Level.WARNING, "cannot make sure that the name of the journal is durable", e);
        }
    }

    private static void begin(Store store, OpenJournal journal, Committer committer, StoreConfig config) {
        try {
            journal.tell(config.openObserver());
            store.lifecycle().opened();
            journal.verify(config.chainVerification());
            store.upkeep().begin();
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
        Committer.Recovered recovered = new Committer.Recovered(
                journal.restored().writer(),
                journal.marks(),
                journal.restored().newSegmentId(),
                journal.restored().nextSequence(),
                journal.takeKeys(),
                journal.restored().hidden(),
                journal.runs());
        Committer.Surroundings around = new Committer.Surroundings(
                config.fs(),
                clock,
                config.spawner(),
                ThreadNames.suffix(config.fs().directory()),
                config.signingKeys(),
                config.eventIds());
        return Committer.start(around, config.writeSettings(), recovered);
    }
}
