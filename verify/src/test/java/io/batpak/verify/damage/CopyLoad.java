package io.batpak.verify.damage;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.error.VisibilityFenceActiveException;
import io.batpak.model.BackupOptions;
import io.batpak.model.ForkOptions;
import io.batpak.model.ImportOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// The copying part of [CopyingProcess]. What it makes stays where it is, for whoever looks after the kill.
final class CopyLoad {
    static final String SNAPSHOT = "snapshot";
    static final String FORK = "fork";
    static final String BACKUP = "backup";
    static final String TARGET = "target";
    private static final long PAUSE_NANOS = 100_000_000;

    private final Store store;
    private final Consumer<String> say;
    private final Path copies;
    private final int session;
    private final Store target;

    CopyLoad(Store store, Consumer<String> say, Path copies, int session) {
        this.store = store;
        this.say = say;
        this.copies = copies;
        this.session = session;
        this.target = Store.open(target(copies));
    }

    /// The journal that is imported into.
    static StoreConfig target(Path copies) {
        return StoreConfig.in(copies.resolve(TARGET))
                .segmentBytesMax(CompactingProcess.SEGMENT_BYTES)
                .build();
    }

    /// Only what no compaction takes away, so that both journals can be compared.
    static ImportOptions imported() {
        return ImportOptions.from("journal").filter(entry -> entry.kind().equals(CompactionFacts.KEEP));
    }

    List<CompactionFacts.Work> works() {
        return List.of(
                repeated(SNAPSHOT, store::snapshot),
                repeated(FORK, place -> store.fork(place, ForkOptions.standard())),
                repeated(BACKUP, _ -> store.backup(copies.resolve(BACKUP), BackupOptions.standard())),
                repeated(TARGET, _ -> target.importEvents(store, imported())));
    }

    private CompactionFacts.Work repeated(String what, Consumer<Path> make) {
        int[] made = {0};
        return () -> {
            String name = what + "-" + session + "-" + made[0]++;
            say.accept("b " + name + "\n");
            try {
                make.accept(copies.resolve(name));
                say.accept("B " + name + "\n");
            } catch (VisibilityFenceActiveException e) {
                LockSupport.parkNanos(1_000_000); // the next one, then
                return;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        };
    }
}
