package io.batpak.verify.sim;

import io.batpak.Store;
import io.batpak.model.BackupOptions;
import io.batpak.model.Compaction;
import io.batpak.model.CompactionOutcome;
import io.batpak.model.CompactionScope;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/// The simulated operator of a journal: compacts it and copies it while others write.
final class Keeper {
    private static final Path COPIES = Path.of("/copies");

    private final Store store;
    private final Logbook log;
    private final Scenario scenario;
    private final SplittableRandom random;

    Keeper(Store store, Logbook log, Scenario scenario, SplittableRandom random) {
        this.store = store;
        this.log = log;
        this.scenario = scenario;
        this.random = random;
    }

    /// Makes so many undertakings, unless the journal is closed or broken before.
    void make(int undertakings) {
        Calls.make(undertakings, () -> undertake(random.nextInt(10)), log, scenario);
    }

    private void undertake(int dice) {
        CompactionScope scope = random.nextBoolean() ? CompactionScope.WHOLE : CompactionScope.TIERED;
        switch (dice) {
            case 0, 1, 2 ->
                compact(Compaction.merge()
                        .but()
                        .scope(scope)
                        .minSegments(random.nextInt(4))
                        .build());
            case 3, 4 -> drop(scope, false);
            case 5 -> drop(scope, true);
            case 6 -> copy("snapshot", at -> store.snapshot(at));
            case 7 -> copy("fork", at -> store.fork(at));
            default -> backup();
        }
    }

    private void drop(CompactionScope scope, boolean tombstones) {
        Dropping dropping = new Dropping(1 + random.nextInt(3), "account:" + random.nextInt(4), tombstones);
        log.dropping(dropping);
        compact(dropping.compaction(scope, random.nextInt(3)));
    }

    private void compact(Compaction how) {
        if (store.compact(how).outcome() instanceof CompactionOutcome.Failed failed && !scenario.faults()) {
            log.violation("a compaction failed without any fault of the disk: " + failed.reason());
        }
    }

    private interface Copying {
        void to(Path at);
    }

    private void copy(String what, Copying copying) {
        List<Attempt> must = known();
        Path at = COPIES.resolve(what + log.copies().size() + "-" + random.nextInt(1 << 30));
        copying.to(at);
        log.copied(new CopyRecord(at, false, must));
    }

    private void backup() {
        List<Attempt> must = known();
        Path at = COPIES.resolve("backup");
        store.backup(at, BackupOptions.standard());
        log.copied(new CopyRecord(at, true, must));
    }

    private List<Attempt> known() {
        return log.acknowledged().stream()
                .filter(attempt -> attempt.fate() == Attempt.Fate.ACKNOWLEDGED)
                .toList();
    }
}
