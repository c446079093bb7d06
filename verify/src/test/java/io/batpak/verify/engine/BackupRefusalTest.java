package io.batpak.verify.engine;

import static io.batpak.verify.engine.BackupSample.BACKUP;
import static io.batpak.verify.engine.BackupSample.RESTORED;
import static io.batpak.verify.engine.BackupSample.config;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.batpak.Backups;
import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.VisibilityFence;
import io.batpak.error.StoreClosedException;
import io.batpak.error.VisibilityFenceActiveException;
import io.batpak.fs.DirectoryLock;
import io.batpak.fs.IoKind;
import io.batpak.fs.LockMode;
import io.batpak.fs.StoreFs;
import io.batpak.fs.StoreIoException;
import io.batpak.fs.StoreLockedException;
import io.batpak.model.BackupOptions;
import io.batpak.model.InvalidArgumentException;
import io.batpak.testkit.MemFs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Places where no backup is made and nothing is restored, and that nothing is touched there.
///
/// Covers: G10.
/// Tier: unit.
class BackupRefusalTest {
    private static final BackupOptions STANDARD = BackupOptions.standard();

    private static IoKind refusal(ThrowingCallable call) {
        return catchThrowableOfType(StoreIoException.class, call).ioKind();
    }

    @Test
    void theJournalItselfAndWhatIsInsideOrAroundItIsNoPlaceForABackup(@TempDir Path directory) throws IOException {
        Path source = Files.createDirectories(directory.resolve("around/journal"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), source);
        Path into = Files.createSymbolicLink(directory.resolve("into"), directory.resolve("around"));
        try (Store store = Store.open(StoreConfig.in(source).build())) {
            List<String> before = StoreFs.local(source).entries();
            for (Path place : List.of(
                    source,
                    source.resolve("inside/deep"),
                    directory.resolve("around"),
                    link,
                    link.resolve("inside"),
                    into.resolve("journal"),
                    into.resolve("journal/inside"),
                    into)) {
                assertThat(refusal(() -> store.backup(place, STANDARD)))
                        .as("%s", place)
                        .isEqualTo(IoKind.INVALID_INPUT);
            }
            assertThat(StoreFs.local(source).entries()).isEqualTo(before);
            store.backup(into.resolve("beside"), STANDARD);
        }
        assertThat(directory.resolve("around/beside/manifest-000001.fbbm")).exists();
    }

    @Test
    void aLinkAFileAndForeignContentAreRefused(@TempDir Path directory) throws IOException {
        Path elsewhere = Files.createDirectories(directory.resolve("elsewhere"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), elsewhere);
        Path file = Files.writeString(directory.resolve("file"), "x");
        Path foreign = Files.createDirectories(directory.resolve("foreign"));
        Files.writeString(foreign.resolve("notes.txt"), "mine");
        Path journal = directory.resolve("other");
        Store.open(StoreConfig.in(journal).build()).close();
        try (Store store =
                Store.open(StoreConfig.in(directory.resolve("journal")).build())) {
            assertThat(refusal(() -> store.backup(link, STANDARD))).isEqualTo(IoKind.INVALID_INPUT);
            assertThat(refusal(() -> store.backup(file, STANDARD))).isEqualTo(IoKind.INVALID_INPUT);
            assertThat(refusal(() -> store.backup(foreign, STANDARD))).isEqualTo(IoKind.ALREADY_EXISTS);
            assertThat(refusal(() -> store.backup(journal, STANDARD))).isEqualTo(IoKind.ALREADY_EXISTS);
            assertThat(StoreFs.local(foreign).entries()).containsExactly("notes.txt");

            Path backup = directory.resolve("backup");
            store.backup(backup, STANDARD);
            for (Path place : List.of(link, file, foreign, journal, backup, backup.resolve("x"), directory)) {
                assertThatThrownBy(() -> Backups.restore(backup, place))
                        .as("%s", place)
                        .isInstanceOf(StoreIoException.class);
            }
            assertThat(StoreFs.local(elsewhere).entries()).isEmpty();
            assertThat(StoreFs.local(foreign).entries()).containsExactly("notes.txt");
            Backups.restore(backup, elsewhere); // empty, so it will do
        }
    }

    @Test
    void withoutEnoughSpaceNothingIsTouched() {
        MemFs journal = new MemFs();
        try (Store store = Store.open(config(journal))) {
            new BackupSample().fill(store, 1, 40);
            journal.usableBytes(100);
            assertThat(refusal(() -> store.backup(BACKUP, STANDARD))).isEqualTo(IoKind.STORAGE_FULL);
            assertThat(journal.elsewhere(BACKUP).exists()).isFalse();
            journal.usableBytes(1 << 20);
            store.backup(BACKUP, STANDARD);
            journal.usableBytes(2000);
            store.backup(BACKUP, STANDARD); // little is missing
            journal.usableBytes(100);
            assertThat(refusal(() -> Backups.restore(
                            journal.elsewhere(BACKUP), journal.elsewhere(RESTORED), OptionalLong.empty())))
                    .isEqualTo(IoKind.STORAGE_FULL);
            assertThat(BackupSample.strays(journal)).isEmpty();
            assertThat(journal.elsewhere(RESTORED).exists()).isFalse();
        }
    }

    @Test
    void oneAtATimeWorksInABackupDirectory() {
        MemFs journal = new MemFs();
        MemFs backup = journal.elsewhere(BACKUP);
        try (Store store = Store.open(config(journal))) {
            store.backup(BACKUP, STANDARD);
            try (DirectoryLock held = backup.lock(".batpak-backup.lock", LockMode.MUTABLE)) {
                assertThat(held.isHeld()).isTrue();
                assertThatThrownBy(() -> store.backup(BACKUP, STANDARD)).isInstanceOf(StoreLockedException.class);
                assertThatThrownBy(() -> Backups.check(backup, OptionalLong.empty()))
                        .isInstanceOf(StoreLockedException.class);
            }
            assertThat(store.backup(BACKUP, STANDARD).number()).isEqualTo(2);
        }
    }

    @Test
    void whileAFenceIsActiveThereIsNoBackup() {
        MemFs journal = new MemFs();
        try (Store store = Store.open(config(journal))) {
            VisibilityFence fence = store.beginFence();
            assertThatThrownBy(() -> store.backup(BACKUP, STANDARD)).isInstanceOf(VisibilityFenceActiveException.class);
            assertThat(journal.elsewhere(BACKUP).exists()).isFalse();
            fence.cancel();
            assertThat(store.backup(BACKUP, STANDARD).number()).isEqualTo(1);
        }
    }

    @Test
    void aClosedStoreMakesNoBackup() {
        Store store = Store.open(config(new MemFs()));
        store.close();
        assertThatThrownBy(() -> store.backup(BACKUP, STANDARD)).isInstanceOf(StoreClosedException.class);
    }

    @Test
    void whatAnInterruptedRestoreCannotHaveLeftStays() {
        MemFs journal = new MemFs();
        MemFs staging = journal.elsewhere(Path.of("/.restored.batpak-restore"));
        try (Store store = Store.open(config(journal))) {
            store.backup(BACKUP, STANDARD);
        }
        staging.create();
        staging.createNew("notes.txt").close();
        ThrowingCallable restore =
                () -> Backups.restore(journal.elsewhere(BACKUP), journal.elsewhere(RESTORED), OptionalLong.empty());
        assertThat(refusal(restore)).isEqualTo(IoKind.ALREADY_EXISTS);
        assertThat(staging.entries()).containsExactly("notes.txt");
        staging.delete("notes.txt");
        staging.createNew("000007.fbat").close();
        assertThat(refusalOrNothing(restore)).isTrue();
        assertThat(staging.exists()).isFalse();
        assertThat(journal.elsewhere(RESTORED).list()).doesNotContain("000007.fbat");
    }

    private static boolean refusalOrNothing(ThrowingCallable call) {
        return catchThrowableOfType(StoreIoException.class, call) == null;
    }

    @Test
    void optionsOutsideTheirRangeAreRefused() {
        assertThatThrownBy(() -> STANDARD.keepManifests(-1)).isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> STANDARD.toolingRevision(1L << 32)).isInstanceOf(InvalidArgumentException.class);
        assertThat(STANDARD.toolingRevision(9).verifyExisting(true).keepManifests(3))
                .hasToString("BackupOptions[toolingRevision=9, verifyExisting=true, keepManifests=3]");
    }
}
