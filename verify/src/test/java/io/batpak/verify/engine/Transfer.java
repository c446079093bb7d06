package io.batpak.verify.engine;

import io.batpak.Backups;
import io.batpak.Store;
import io.batpak.model.BackupOptions;
import io.batpak.model.Compaction;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemOperation;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// What carries a [ReshapedJournal], or its backup, to another directory of the same disk while the power fails.
enum Transfer {
    SNAPSHOT,
    SNAPSHOT_OVER_ANOTHER,
    FORK,
    FORK_OVER_ANOTHER,
    FIRST_BACKUP,
    INCREMENTAL_BACKUP,
    BACKUP_THAT_PRUNES,
    RESTORE;

    static final Path COPIES = Path.of("/copies");
    static final Path COPY = Path.of("/copies/one");
    static final Path OLD_COPY = Path.of("/copies/.one.batpak-old");
    static final Path BACKUP = Path.of("/backup");
    static final Path RESTORED = Path.of("/restored");

    /// Every directory that holds files before, while or after one is made.
    static final List<String> PLACES = List.of(
            "/memory",
            "/copies",
            "/copies/one",
            "/copies/.one.batpak-staged",
            "/copies/.one.batpak-old",
            "/backup",
            "/restored",
            "/.restored.batpak-restore");

    /// Whether the destination is a journal that is replaced as a whole.
    boolean isCopy() {
        return replaces() || this == SNAPSHOT || this == FORK;
    }

    /// Whether there is another copy at the destination.
    boolean replaces() {
        return this == SNAPSHOT_OVER_ANOTHER || this == FORK_OVER_ANOTHER;
    }

    /// Whether the destination is a directory of backups.
    boolean isBackup() {
        return !isCopy() && this != RESTORE;
    }

    /// How many backups there are before.
    int backupsBefore() {
        return switch (this) {
            case INCREMENTAL_BACKUP -> 1;
            case BACKUP_THAT_PRUNES, RESTORE -> 2;
            default -> 0;
        };
    }

    /// The journal and the other directory, with everything that was there before.
    ///
    /// @param noted gets the journal before each copy that is made of it, this one's included
    ReshapedJournal.Ready prepared(ReshapedJournal journal, Consumer<ReshapedJournal.Ready> noted) {
        ReshapedJournal.Ready ready = journal.ready();
        Store store = ready.store();
        if (this == FORK_OVER_ANOTHER) {
            ready.fs().withoutOperation(MemOperation.CLONE); // so that it links
        }
        if (replaces()) {
            noted.accept(ready);
            store.snapshot(COPY);
            more(store, 0);
        }
        for (int backup = 0; backup < backupsBefore(); backup++) {
            noted.accept(ready);
            store.backup(BACKUP, BackupOptions.standard());
            if (this == BACKUP_THAT_PRUNES && backup == 0) {
                store.compact(Compaction.retention(
                                candidate -> !candidate.entry().kind().equals(ReshapedJournal.DROP))
                        .but()
                        .outputBytesMax(Compaction.OUTPUT_BYTES_MIN)
                        .build());
            }
            more(store, backup);
        }
        noted.accept(ready);
        return ready;
    }

    private static void more(Store store, int round) {
        for (int n = 0; n < 10; n++) {
            ReshapedJournal.single(
                    store, 810 + 10 * round + n, n % 2 == 0 ? ReshapedJournal.KEEP : ReshapedJournal.DROP);
        }
        store.sync();
    }

    /// Does it.
    ///
    /// @param fs the directory of the journal
    /// @param store the journal, open
    void run(MemFs fs, Store store) {
        switch (this) {
            case SNAPSHOT, SNAPSHOT_OVER_ANOTHER -> store.snapshot(COPY);
            case FORK, FORK_OVER_ANOTHER -> store.fork(COPY);
            case FIRST_BACKUP, INCREMENTAL_BACKUP -> store.backup(BACKUP, BackupOptions.standard());
            case BACKUP_THAT_PRUNES ->
                store.backup(BACKUP, BackupOptions.standard().keepManifests(1));
            case RESTORE -> restore(fs);
        }
    }

    /// The newest backup becomes a journal.
    static void restore(MemFs fs) {
        Backups.restore(fs.elsewhere(BACKUP), fs.elsewhere(RESTORED), OptionalLong.empty());
    }

    /// The numbers of the backups there are.
    static List<Long> backups(MemFs left) {
        MemFs backup = left.elsewhere(BACKUP);
        if (!backup.exists()) {
            return List.of();
        }
        return backup.list().stream()
                .filter(name -> name.startsWith("manifest-") && name.endsWith(".fbbm"))
                .map(name -> Long.valueOf(name.substring(9, 15)))
                .toList();
    }

    /// Whether there is something.
    static boolean isThere(MemFs left, Path place) {
        MemFs directory = left.elsewhere(place);
        return directory.exists() && !directory.entries().isEmpty();
    }
}
