package io.batpak.verify.engine;

import static io.batpak.verify.engine.BackupSample.BACKUP;
import static io.batpak.verify.engine.BackupSample.RESTORED;
import static io.batpak.verify.engine.BackupSample.config;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Backups;
import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.error.BackupMissingException;
import io.batpak.format.BackupManifests;
import io.batpak.format.Decoded;
import io.batpak.format.RestoreProofs;
import io.batpak.model.BackupOptions;
import io.batpak.model.BackupReport;
import io.batpak.model.RestoreProof;
import io.batpak.model.RestoreReport;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemOperation;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Backups: what they copy, what they leave out, what comes back.
///
/// Covers: G10.
/// Tier: law.
class BackupTest {
    private final MemFs journal = new MemFs();
    private final MemFs backup = journal.elsewhere(BACKUP);
    private final MemFs restored = journal.elsewhere(RESTORED);
    private final BackupSample sample = new BackupSample();

    private static BackupReport back(Store store) {
        return store.backup(BACKUP, BackupOptions.standard());
    }

    private RestoreReport restore(long number) {
        return Backups.restore(backup, restored, OptionalLong.of(number));
    }

    @Test
    void aRestoredJournalHasTheEventsOfTheBackup() {
        try (Store store = Store.open(config(journal))) {
            sample.fill(store, 1, 40);
            sample.note(store);
            BackupReport report = back(store);
            assertThat(report.number()).isEqualTo(1);
            assertThat(report.objectsCopied())
                    .isEqualTo(report.manifest().segments().size() + 2);
            assertThat(report.objectsPresent()).isZero();
            sample.copy().fill(store, 100, 10); // which is not in the backup
        }
        RestoreReport report = Backups.restore(backup, restored, OptionalLong.empty());
        assertThat(report.proof().isClean()).isTrue();
        assertThat(report.proof().observedSegments())
                .isEqualTo(report.manifest().segments());
        assertThat(report.files()).isEqualTo(report.manifest().segments().size() + 2);
        assertThat(Backups.compare(backup, OptionalLong.empty(), restored)).isEqualTo(report.proof());
        sample.check(restored, "restored");
        assertThat(BackupSample.strays(journal)).isEmpty();
    }

    @Test
    void theSecondBackupCopiesOnlyWhatIsNew() {
        try (Store store = Store.open(config(journal))) {
            sample.fill(store, 1, 40);
            BackupReport first = back(store);
            BackupReport idle = back(store);
            assertThat(idle.bytesCopied()).isZero();
            assertThat(idle.bytesPresent()).isEqualTo(first.bytesCopied());
            assertThat(idle.manifest().segments()).isEqualTo(first.manifest().segments());

            sample.fill(store, 100, 20);
            sample.note(store);
            long readBefore = journal.count(MemOperation.READ);
            BackupReport second = back(store);
            assertThat(second.objectsPresent())
                    .isEqualTo(first.manifest().segments().size() - 1);
            long sealed = first.bytesCopied() - lastOf(first) - sideFiles(first);
            assertThat(second.bytesPresent()).isEqualTo(sealed);
            assertThat(second.bytesCopied()).isEqualTo(total(second) - sealed);
            assertThat(journal.count(MemOperation.READ) - readBefore)
                    .as("of what is there only the ends are read")
                    .isLessThan(6L * second.manifest().segments().size() + 40);
        }
        assertThat(restore(3).manifest().segments()).hasSizeGreaterThan(4);
        sample.check(restored, "third");
    }

    private long lastOf(BackupReport report) {
        return length(report.manifest().segments().getLast().bytesDigest().hex());
    }

    private long length(String digest) {
        return backup.facts(digest + ".fbat-object").orElseThrow().length();
    }

    private long total(BackupReport report) {
        return report.bytesCopied() + report.bytesPresent();
    }

    private long sideFiles(BackupReport report) {
        long segments = report.manifest().segments().stream()
                .mapToLong(segment -> length(segment.bytesDigest().hex()))
                .sum();
        return total(report) - segments;
    }

    @Test
    void everyManifestCanBeRestored() {
        BackupSample[] notes = new BackupSample[3];
        try (Store store = Store.open(config(journal))) {
            for (int i = 0; i < notes.length; i++) {
                sample.fill(store, 1 + 100 * i, 17);
                notes[i] = sample.note(store).copy();
                assertThat(back(store).number()).isEqualTo(i + 1);
            }
        }
        for (int i = 0; i < notes.length; i++) {
            MemFs place = journal.elsewhere(Path.of("/restored-" + i));
            Backups.restore(backup, place, OptionalLong.of(i + 1));
            notes[i].check(place, "manifest " + (i + 1));
        }
        assertThatThrownBy(() -> restore(4)).isInstanceOf(BackupMissingException.class);
        assertThatThrownBy(() -> Backups.check(restored, OptionalLong.empty()))
                .isInstanceOf(BackupMissingException.class);
    }

    @Test
    void missingParentsAreCreatedAndSurviveAPowerCut() {
        Path deepBackup = Path.of("/a/b/backup");
        Path deepPlace = Path.of("/c/d/restored");
        try (Store store = Store.open(config(journal))) {
            sample.fill(store, 1, 12);
            sample.note(store);
            store.backup(deepBackup, BackupOptions.standard());
        }
        MemFs cut = journal.crash();
        Backups.restore(cut.elsewhere(deepBackup), cut.elsewhere(deepPlace), OptionalLong.empty());
        sample.check(cut.crash().elsewhere(deepPlace), "deep");
    }

    @Test
    void aProofIsOfTheReferencesBytes() {
        try (Store store = Store.open(config(journal))) {
            sample.fill(store, 1, 12);
            BackupReport report = back(store);
            RestoreProof proof = Backups.check(backup, OptionalLong.empty());
            assertThat(proof.manifestBodyHash()).isEqualTo(report.manifestHash());
            assertThat(proof.manifestBodyHash()).isEqualTo(BackupManifests.bodyHash(report.manifest()));
            assertThat(RestoreProofs.decode(RestoreProofs.encode(proof))).isEqualTo(new Decoded.Ok<>(proof));
        }
    }

    @Test
    void onlyTheNewestManifestsAreKeptAndWhatTheyNeed() {
        try (Store store = Store.open(config(journal))) {
            for (int i = 0; i < 4; i++) {
                sample.fill(store, 1 + 100 * i, 9);
                back(store);
            }
            sample.fill(store, 900, 9);
            sample.note(store);
            int before = backup.list().size();
            BackupReport report = store.backup(BACKUP, BackupOptions.standard().keepManifests(2));
            assertThat(report.manifestsRemoved()).isEqualTo(3);
            assertThat(report.objectsRemoved()).isPositive();
            assertThat(report.bytesRemoved()).isPositive();
            assertThat(backup.list().size())
                    .isEqualTo(before + report.objectsCopied() + 1 - 3 - report.objectsRemoved());
        }
        assertThat(backup.crash().list())
                .as("what was pruned does not come back")
                .isSubsetOf(backup.list());
        assertThat(backup.list())
                .filteredOn(name -> name.startsWith("manifest-"))
                .hasSize(2);
        assertThat(Backups.check(backup, OptionalLong.of(4)).isClean()).isTrue();
        restore(5);
        sample.check(restored, "after pruning");
    }

    @Test
    void nothingIsRemovedWhileAManifestCannotBeRead() {
        try (Store store = Store.open(config(journal))) {
            for (int i = 0; i < 3; i++) {
                sample.fill(store, 1 + 100 * i, 9);
                back(store);
            }
            backup.damage("manifest-000002.fbbm", bytes -> new byte[] {1, 2, 3});
            List<String> before = backup.list();
            BackupReport report = store.backup(BACKUP, BackupOptions.standard().keepManifests(1));
            assertThat(report.unreadableManifests()).containsExactly("manifest-000002.fbbm");
            assertThat(report.manifestsRemoved() + report.objectsRemoved()).isZero();
            assertThat(backup.list()).containsAll(before);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDamagedObjectIsReplacedWhenEverythingIsReadAgain(boolean verify) {
        try (Store store = Store.open(config(journal))) {
            sample.fill(store, 1, 30);
            sample.note(store);
            BackupReport first = back(store);
            String object = first.manifest().segments().get(1).bytesDigest().hex() + ".fbat-object";
            backup.damage(object, bytes -> {
                bytes[100] ^= 1;
                return bytes;
            });
            BackupReport second = store.backup(BACKUP, BackupOptions.standard().verifyExisting(verify));
            assertThat(second.objectsReplaced()).isEqualTo(verify ? 1 : 0);
        }
        assertThat(Backups.check(backup, OptionalLong.empty()).isClean()).isEqualTo(verify);
        assertThat(Backups.check(backup, OptionalLong.of(1)).isClean()).isEqualTo(verify);
    }

    /// The cache says of one segment what is not true, and is otherwise whole.
    @Test
    void whatAnEarlierBackupRememberedIsNotTrustedWhenEverythingIsReadAgain() {
        try (Store store = Store.open(config(journal))) {
            sample.fill(store, 1, 30);
            sample.note(store);
            back(store);
            backup.damage("digests.fbdc", _ -> new byte[] {5});
            BackupReport without = back(store);
            assertThat(without.bytesCopied())
                    .as("objects are recognised without the cache")
                    .isZero();
        }
        restore(2);
        sample.check(restored, "without the cache");
    }

    @Test
    void onRealDirectoriesBesideARunningWriter(@TempDir Path directory) throws InterruptedException {
        Path source = directory.resolve("journal");
        Path target = directory.resolve("backups");
        StoreConfig config = StoreConfig.in(source).segmentBytesMax(4000).build();
        try (Store store = Store.open(config)) {
            Thread writer = new Thread(() -> {
                for (int n = 0; n < 3000 && !Thread.currentThread().isInterrupted(); n++) {
                    Samples.append(store, n);
                }
            });
            writer.start();
            for (int i = 0; i < 5; i++) {
                long seen = store.frontier().visible().sequence();
                store.backup(target, BackupOptions.standard());
                Path place = directory.resolve("restored-" + i);
                Backups.restore(target, place);
                try (StoreReader reader = StoreReader.open(StoreConfig.in(place).build())) {
                    assertThat(reader.stats().nextSequence()).isGreaterThan(seen);
                    assertThat(reader.verifyChain().intact()).isTrue();
                    List<String> copied = Observed.of(reader);
                    assertThat(Observed.of(store).subList(0, copied.size())).isEqualTo(copied);
                }
            }
            writer.interrupt();
            writer.join();
        }
        assertThat(Backups.check(target).isClean()).isTrue();
        assertThat(Backups.check(target, 2).isClean()).isTrue();
        assertThat(Backups.compare(target, source).isClean())
                .as("the source went on")
                .isFalse();
        Backups.restore(target, directory.resolve("again"), 3);
        assertThat(directory.resolve("again/000001.fbat")).exists();
    }
}
