package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Backups;
import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.error.StoreException;
import io.batpak.format.Preamble;
import io.batpak.model.BackupOptions;
import io.batpak.model.Compaction;
import io.batpak.model.ForkOptions;
import io.batpak.model.Receipt;
import io.batpak.model.Region;
import io.batpak.segment.SegmentAppender;
import io.batpak.testkit.MemFs;
import io.batpak.verify.damage.Depth;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Of the names that were not synced any may have reached the disk before any other when the power fails. After
/// each change of a retention what was to stay is there once, and what went is remembered by its key; what is told
/// to be done has its names.
///
/// Tier: crash.
@Tag("soak-crash")
class NameOrderTest {
    private static final int SEEDS = Depth.isFull() ? 100 : 8;
    private static final int EVENTS = 16;
    private static final Compaction EVERY_THIRD_STAYS =
            Compaction.retention(candidate -> candidate.entry().sequence() % 3 == 0);

    private final List<Receipt> receipts = new ArrayList<>();

    private static StoreConfig config(MemFs fs) {
        return Samples.quiet(fs).segmentBytesMax(1500).build();
    }

    private Store filled(MemFs fs) {
        receipts.clear();
        Store store = Store.open(config(fs));
        for (int n = 1; n <= EVENTS; n++) {
            receipts.add(store.append(Samples.AT, Samples.KIND, Samples.payload(n), Samples.key(n)));
        }
        return store;
    }

    private long changesOfARetention() {
        MemFs whole = new MemFs();
        Store compacted = filled(whole);
        long before = whole.mutations();
        compacted.compact(EVERY_THIRD_STAYS);
        long changes = whole.mutations() - before;
        assertThat(changes).isGreaterThan(30);
        return changes;
    }

    @Test
    void whicheverNamesReachTheDiskFirstNothingIsLost() {
        long changes = changesOfARetention();
        for (long last = 0; last <= changes; last++) {
            MemFs fs = new MemFs();
            Store store = filled(fs);
            fs.powerOffAfter(fs.mutations() + last);
            String replay = "power off after " + last + " of " + changes;
            try {
                store.compact(EVERY_THIRD_STAYS);
            } catch (StoreException e) {
                replay += ": " + e;
            }
            for (long seed = 0; seed < SEEDS; seed++) {
                assertNothingIsLost(fs.crash(seed), replay + ", seed " + seed);
            }
        }
    }

    /// The process was killed, so that its names can be seen and are not durable; the next open goes on from there, and
    /// then the power fails.
    @Test
    void whatAKilledCompactionHasNamedIsDurableBeforeTheNextOpenActsOnIt() {
        long changes = changesOfARetention();
        int interrupted = 0;
        for (long last = 0; last <= changes; last++) {
            MemFs fs = new MemFs();
            Store store = filled(fs);
            PowerCuts.cutOff(fs, last, () -> store.compact(EVERY_THIRD_STAYS));
            if (fs.killed().list().contains("compaction.pending.json")) {
                interrupted++;
                cutRepairsOff(fs, "killed after " + last + " of " + changes);
            }
        }
        assertThat(interrupted).isGreaterThan(20);
    }

    private void cutRepairsOff(MemFs left, String replay) {
        MemFs repaired = left.killed();
        Store.open(config(repaired)).drop();
        for (long last = 0; last <= repaired.mutations(); last++) {
            MemFs fs = left.killed();
            boolean done =
                    PowerCuts.cutOff(fs, last, () -> Store.open(config(fs)).drop());
            assertThat(done).isEqualTo(last == repaired.mutations());
            for (long seed = 0; seed < SEEDS; seed++) {
                assertNothingIsLost(fs.crash(seed), replay + ", then off after " + last + ", seed " + seed);
            }
        }
    }

    /// The process was killed behind its last rename, which is not durable; the next copy takes the old one away.
    @Test
    void theOldCopyGoesOnlyWhereTheNewOneHasItsNameForGood() {
        int interrupted = 0;
        for (long last = 0; ; last++) {
            MemFs fs = new MemFs();
            Store store = Store.open(config(fs));
            Samples.append(store, 1);
            store.snapshot(Transfer.COPY);
            Samples.append(store, 2);
            boolean done = PowerCuts.cutOff(fs, last, () -> store.snapshot(Transfer.COPY));
            MemFs left = fs.killed();
            if (Transfer.isThere(left, Transfer.OLD_COPY) && Transfer.isThere(left, Transfer.COPY)) {
                interrupted++;
                cutTheNextCopyOff(left, "killed after " + last);
            }
            if (done) {
                break;
            }
        }
        assertThat(interrupted).isPositive();
    }

    private static void cutTheNextCopyOff(MemFs left, String replay) {
        boolean done = false;
        for (long last = 0; !done; last++) {
            MemFs fs = left.killed();
            done = PowerCuts.cutOff(fs, last, () -> {
                try (Store store = Store.open(config(fs))) {
                    store.snapshot(Transfer.COPY);
                }
            });
            for (long seed = 0; seed < SEEDS; seed++) {
                MemFs cut = fs.crash(seed);
                Path place = Transfer.isThere(cut, Transfer.COPY) ? Transfer.COPY : Transfer.OLD_COPY;
                try (StoreReader copy = StoreReader.open(config(cut.elsewhere(place)))) {
                    assertThat(copy.query(Region.scope(Samples.AT.scope())))
                            .as("%s, then off after %s, seed %s", replay, last, seed)
                            .isNotEmpty();
                    assertThat(copy.verifyChain().intact()).isTrue();
                }
            }
        }
    }

    /// A backup that is the second of its directory, and takes the first away.
    private record SecondBackup(MemFs fs, MemFs backup, Store store) {
        private static final BackupOptions ONLY_THE_NEWEST =
                BackupOptions.standard().keepManifests(1);

        static SecondBackup prepared() {
            MemFs fs = new MemFs();
            Store store = Store.open(Samples.quiet(fs).build());
            Samples.append(store, 1);
            store.backup(BackupSample.BACKUP, ONLY_THE_NEWEST);
            Samples.append(store, 2);
            return new SecondBackup(fs, fs.elsewhere(BackupSample.BACKUP), store);
        }

        void run() {
            store.backup(BackupSample.BACKUP, ONLY_THE_NEWEST);
        }
    }

    /// The names of objects and of their manifest as well.
    @Test
    void aManifestIsNeverThereWithoutItsObjects() {
        SecondBackup whole = SecondBackup.prepared();
        long before = whole.fs.mutations();
        whole.run();
        long changes = whole.fs.mutations() - before;
        assertThat(changes).isGreaterThan(15);
        for (long last = 0; last <= changes; last++) {
            SecondBackup cut = SecondBackup.prepared();
            cut.fs.powerOffAfter(cut.fs.mutations() + last);
            String replay = "power off after " + last + " of " + changes;
            try {
                cut.run();
            } catch (StoreException e) {
                replay += ": " + e;
            }
            for (long seed = 0; seed < 2L * SEEDS; seed++) {
                assertManifestsAreWhole(cut.backup.crash(seed), replay + ", seed " + seed);
            }
        }
    }

    private static void assertManifestsAreWhole(MemFs left, String replay) {
        List<String> manifests = left.list().stream()
                .filter(name -> name.startsWith("manifest-") && name.endsWith(".fbbm"))
                .toList();
        assertThat(manifests).as(replay).isNotEmpty();
        for (String name : manifests) {
            long number = Long.parseLong(name.substring(name.indexOf('-') + 1, name.indexOf('.')));
            assertThat(Backups.check(left, OptionalLong.of(number)).isClean())
                    .as(replay + ", " + name)
                    .isTrue();
        }
    }

    @Test
    void aBackupDirectoryThatWasMadeAMomentAgoKeepsItsName() {
        MemFs fs = new MemFs();
        MemFs backup = fs.elsewhere(BackupSample.BACKUP);
        Store store = Store.open(Samples.quiet(fs).build());
        backup.create();
        store.backup(BackupSample.BACKUP, BackupOptions.standard());
        assertThat(backup.crash().exists()).isTrue();
    }

    @Test
    void aSegmentIsThereWithItsPreambleAndThenWithItsFooter() {
        MemFs fs = new MemFs();
        fs.create();
        try (SegmentAppender segment = SegmentAppender.create(fs, 1, 1)) {
            assertThat(fs.crash().bytes("000001.fbat")).isEqualTo(Preamble.encode(1, 1));
            segment.seal((at, out) -> out.accept(new byte[] {1, 2, 3}, 0, 3));
            assertThat(fs.crash().bytes("000001.fbat")).isEqualTo(fs.bytes("000001.fbat"));
        }
    }

    @Test
    void aFooterNeverVouchesForFramesThatAreNotThere() {
        MemFs whole = new MemFs();
        filled(whole);
        for (long last = 0; last <= whole.mutations(); last++) {
            MemFs fs = new MemFs();
            fs.powerOffAfter(last);
            boolean done = true;
            try {
                filled(fs);
            } catch (StoreException e) {
                done = false;
            }
            assertThat(done).as("after change " + last).isEqualTo(last == whole.mutations());
            for (long seed = 0; seed < SEEDS; seed++) {
                MemFs left = fs.crash(seed);
                left.create();
                try (Store store = Store.open(config(left))) {
                    assertThat(store.verifyChain().intact())
                            .as("after change " + last + ", seed " + seed)
                            .isTrue();
                }
            }
        }
    }

    /// Its caches are copied last, and its report counts them.
    @Test
    void aForkIsThereWithAllItsNames() {
        MemFs fs = new MemFs();
        try (Store store = CopySource.open(fs)) {
            store.fork(CopySource.PLACE, ForkOptions.standard().excludeCaches(false));
        }
        MemFs fork = fs.elsewhere(CopySource.PLACE);
        assertThat(fork.list()).contains("index.fbati");
        assertThat(fork.crash().list()).isEqualTo(fork.list());
    }

    private void assertNothingIsLost(MemFs left, String replay) {
        try (Store store = Store.open(config(left))) {
            List<Long> found = Samples.sequences(store);
            assertThat(found).as(replay).doesNotHaveDuplicates();
            assertThat(store.verifyChain().intact()).as(replay).isTrue();
            long synced = receipts.stream().filter(this::isBeforeTheLastSegment).count();
            for (Receipt receipt : receipts.subList(0, (int) synced)) {
                boolean stays = receipt.sequence() % 3 == 0;
                assertThat(Set.copyOf(found).contains(receipt.sequence()) || !stays)
                        .as("lost " + receipt + ": " + replay)
                        .isTrue();
            }
            for (int n = 1; n <= synced; n++) {
                Receipt again = store.append(Samples.AT, Samples.KIND, Samples.payload(n), Samples.key(n));
                assertThat(again.sequence())
                        .as("the key of %s: %s", receipts.get(n - 1), replay)
                        .isEqualTo(receipts.get(n - 1).sequence());
            }
        }
    }

    /// A rotation has made it durable.
    private boolean isBeforeTheLastSegment(Receipt receipt) {
        return receipt.position().segment() < receipts.getLast().position().segment();
    }
}
