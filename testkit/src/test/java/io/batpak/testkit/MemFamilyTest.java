package io.batpak.testkit;

import static io.batpak.testkit.FsProbe.assertThatFails;
import static io.batpak.testkit.FsProbe.bytes;
import static io.batpak.testkit.FsProbe.put;
import static io.batpak.testkit.FsProbe.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.batpak.fs.IoKind;
import io.batpak.fs.LockMode;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreIoException;
import io.batpak.fs.StoreLockedException;
import io.batpak.fs.SyncMode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What directories in memory that share a disk have in common, and what a crash leaves of the directories
/// themselves.
/// Tier: unit.
final class MemFamilyTest {
    private static final Path STAGED = Path.of("/staged");

    private final MemFs home = new MemFs();
    private final MemFs root = home.elsewhere(Path.of("/"));
    private final MemFs staged = home.elsewhere(STAGED);

    MemFamilyTest() {
        home.create();
    }

    @Test
    void aNewDirectoryIsDurableOnceItsParentWasSynced() {
        staged.create();
        durable(staged, "a", "abc");
        assertThat(staged.crash().exists()).isFalse();
        assertThat(home.crash().exists()).isTrue();
        root.syncDirectory();
        assertThat(text(staged.crash(), "a")).isEqualTo("abc");
        MemFs deep = home.elsewhere(Path.of("/x/y"));
        deep.create();
        root.syncDirectory();
        assertThat(home.crash().elsewhere(Path.of("/x")).entries()).isEmpty();
        home.elsewhere(Path.of("/x")).syncDirectory();
        assertThat(deep.crash().exists()).isTrue();
    }

    @Test
    void aRemovedDirectoryComesBackUntilItsParentWasSynced() {
        staged.create();
        root.syncDirectory();
        staged.deleteDirectory();
        assertThat(staged.killed().exists()).isFalse();
        assertThat(staged.crash().exists()).isTrue();
        root.syncDirectory();
        assertThat(staged.crash().exists()).isFalse();
    }

    @Test
    void aMovedDirectoryIsDurableWithAllThatWasSyncedInIt() {
        staged.create();
        durable(staged, "a", "abc");
        put(staged, "unsynced", "");
        MemFs done = home.elsewhere(Path.of(home.directory()).resolve("done"));
        staged.moveDirectory(done);
        MemFs crashed = done.crash();
        assertThat(crashed.list()).containsExactly("a");
        assertThat(text(crashed, "a")).isEqualTo("abc");
        assertThat(staged.crash().exists()).isFalse();
        for (long seed = 0; seed < 50; seed++) {
            assertThat(text(done.crash(seed), "a")).isEqualTo("abc");
            assertThat(staged.crash(seed).exists()).isFalse();
        }
    }

    @Test
    void aMoveWithoutItsSyncIsInOnePlaceOrTheOtherOrWasNeverThere() {
        MemFs done = home.elsewhere(Path.of(home.directory()).resolve("done"));
        staged.create();
        durable(staged, "a", "abc");
        home.plan(MemFault.of(MemOperation.SYNC_DIRECTORY, 1, IoKind.OTHER));
        assertThatFails(IoKind.OTHER, () -> staged.moveDirectory(done));
        assertThat(places(done)).containsExactlyInAnyOrder("", "staged", "done");
        assertThat(done.crash().exists()).isFalse();
        assertThat(staged.crash().exists()).isFalse();
        assertThat(places(done.killed())).containsExactlyInAnyOrder("", "staged", "done");
        home.syncDirectory(); // of one of the two parents is enough
        assertThat(places(done)).containsExactly("done");
        assertThat(places(done.killed())).containsExactly("done");
    }

    private static Set<String> places(MemFs done) {
        Set<String> places = new TreeSet<>();
        for (long seed = 0; seed < 200; seed++) {
            MemFs crashed = done.crash(seed);
            places.add((crashed.elsewhere(STAGED).exists() ? "staged" : "") + (crashed.exists() ? "done" : ""));
        }
        return places;
    }

    @Test
    void aMoveInOneParentIsOneChange() {
        staged.create();
        durable(staged, "a", "abc");
        root.syncDirectory();
        home.plan(MemFault.of(MemOperation.SYNC_DIRECTORY, 1, IoKind.OTHER));
        MemFs done = home.elsewhere(Path.of("/done"));
        assertThatFails(IoKind.OTHER, () -> staged.moveDirectory(done));
        assertThat(places(done)).containsExactlyInAnyOrder("staged", "done");
    }

    @Test
    void aFullDiskInTheMiddleOfACopyLeavesNoCopy() {
        staged.create();
        put(home, "a", "abcdef");
        home.plan(MemFault.shortWrite(1, 3, IoKind.STORAGE_FULL));
        assertThatFails(IoKind.STORAGE_FULL, () -> home.copyTo("a", 6, staged, "b"));
        assertThat(staged.entries()).isEmpty();
        home.plan(MemFault.of(MemOperation.SYNC, 1, IoKind.OTHER));
        assertThatFails(IoKind.OTHER, () -> home.copyTo("a", 6, staged, "b"));
        assertThat(staged.entries()).isEmpty();
        home.copyTo("a", 6, staged, "b");
        assertThat(text(staged, "b")).isEqualTo("abcdef");
    }

    @Test
    void whatCannotBeDeletedAfterAFailedCopyIsToldWithTheFailure() {
        put(home, "a", "abcdef");
        home.plan(MemFault.of(MemOperation.WRITE, 1, IoKind.STORAGE_FULL));
        home.plan(MemFault.of(MemOperation.DELETE, 1, IoKind.OTHER));
        StoreIoException failure = catchThrowableOfType(StoreIoException.class, () -> home.copyTo("a", 6, home, "b"));
        assertThat(failure.ioKind()).isEqualTo(IoKind.STORAGE_FULL);
        assertThat(failure.getSuppressed()).singleElement().isInstanceOf(StoreIoException.class);
        assertThat(home.list()).containsExactly("a", "b");
    }

    @Test
    void bytesOfCopiesAndClonesAreDurableAndTheirNamesAfterASync() {
        staged.create();
        root.syncDirectory();
        put(home, "a", "abc"); // not synced
        home.copyTo("a", 3, staged, "copy");
        assertThat(home.cloneTo("a", staged, "clone")).isTrue();
        assertThat(home.linkTo("a", staged, "link")).isTrue();
        assertThat(staged.crash().list()).isEmpty();
        staged.syncDirectory();
        MemFs crashed = staged.crash();
        assertThat(text(crashed, "copy")).isEqualTo("abc");
        assertThat(text(crashed, "clone")).isEqualTo("abc");
        assertThat(text(crashed, "link")).isEmpty();
        try (StoreFile file = home.openExisting("a")) {
            file.sync(SyncMode.ALL);
        }
        home.syncDirectory();
        crashed = staged.crash();
        assertThat(text(crashed, "link")).isEqualTo("abc");
        assertThat(crashed.facts("link").orElseThrow().links()).isEqualTo(2); // still one file
    }

    @Test
    void theFamilyHasOneTraceOneCountAndOnePlan() {
        staged.create();
        try (StoreFile file = staged.createNew("a")) {
            file.write(bytes("abc"), 0, 3, 0);
        }
        staged.linkTo("a", home, "b");
        staged.cloneTo("a", home, "c");
        staged.delete("a");
        staged.moveDirectory(home.elsewhere(Path.of("/memory/d")));
        home.elsewhere(Path.of("/memory/d")).deleteDirectory();
        assertThat(home.steps())
                .extracting(MemStep::toString)
                .containsExactly(
                        "1 create directory",
                        "2 create directory /staged",
                        "3 create /staged/a",
                        "4 write /staged/a 0+3",
                        "5 link /staged/a to b",
                        "6 clone /staged/a to c",
                        "7 delete /staged/a",
                        "8 move directory /staged to /memory/d",
                        "9 sync directory /memory",
                        "10 sync directory /",
                        "11 delete directory /memory/d");
        assertThat(staged.mutations()).isEqualTo(11);
        staged.powerOffAfter(11);
        assertThatFails(IoKind.OTHER, () -> home.createNew("x"));
    }

    @Test
    void everyStepOfAFamilyCanBeFailedWithoutEffect() {
        staged.create();
        put(home, "a", "abc");
        for (MemOperation operation : new MemOperation[] {
            MemOperation.LINK, MemOperation.CLONE, MemOperation.MOVE_DIRECTORY, MemOperation.DELETE_DIRECTORY
        }) {
            home.plan(MemFault.of(operation, 1, IoKind.PERMISSION_DENIED));
        }
        assertThatFails(IoKind.PERMISSION_DENIED, () -> home.linkTo("a", staged, "b"));
        assertThatFails(IoKind.PERMISSION_DENIED, () -> home.cloneTo("a", staged, "b"));
        assertThatFails(IoKind.PERMISSION_DENIED, () -> staged.moveDirectory(home.elsewhere(Path.of("/x"))));
        assertThatFails(IoKind.PERMISSION_DENIED, staged::deleteDirectory);
        home.plan(MemFault.of(MemOperation.FACTS, 1, IoKind.OTHER));
        assertThatFails(IoKind.OTHER, staged::exists);
        assertThat(staged.entries()).isEmpty();
        assertThat(root.entries()).containsExactly("memory", "staged");
    }

    @Test
    void aFileSystemMayHaveNoLinksAndNoClones() {
        put(home, "a", "abc");
        home.withoutOperation(MemOperation.LINK);
        home.withoutOperation(MemOperation.CLONE);
        home.usableBytes(7);
        MemFs next = home.killed();
        assertThat(home.linkTo("a", home, "b")).isFalse();
        assertThat(next.cloneTo("a", next, "b")).isFalse();
        assertThat(next.usableBytes()).isEqualTo(7);
        assertThat(home.list()).containsExactly("a");
        assertThat(next.linkTo("a", home, "b")).isFalse(); // another disk
    }

    @Test
    void aLockStaysWithItsDirectory() {
        staged.create();
        staged.lock("lock", LockMode.MUTABLE);
        MemFs done = home.elsewhere(Path.of("/done"));
        staged.moveDirectory(done);
        assertThat(catchThrowable(() -> done.lock("lock", LockMode.MUTABLE))).isInstanceOf(StoreLockedException.class);
        home.lock("lock", LockMode.MUTABLE).close();
        done.killed().lock("lock", LockMode.MUTABLE).close();
    }

    @Test
    void symbolicLinksThatGoRoundInCirclesLeadNowhere() {
        home.symlink("x", "y");
        home.symlink("y", "x");
        assertThatFails(IoKind.INVALID_INPUT, () -> home.openReadOnly("x"));
        home.symlink("up", "../memory/a");
        home.symlink("absolute", "/memory/a");
        put(home, "a", "abc");
        assertThat(text(home, "up")).isEqualTo("abc");
        assertThat(text(home, "absolute")).isEqualTo("abc");
    }

    @Test
    void subdirectoriesComeOut(@TempDir Path directory) throws IOException {
        MemFs sub = home.elsewhere(Path.of("/memory/sub"));
        sub.create();
        put(sub, "a", "abc");
        home.exportTo(directory.resolve("out"));
        assertThat(directory.resolve("out").resolve("sub").resolve("a")).hasContent("abc");
    }

    private static void durable(MemFs fs, String name, String text) {
        try (StoreFile file = fs.createNew(name)) {
            file.write(bytes(text), 0, text.length(), 0);
            file.sync(SyncMode.ALL);
        }
        fs.syncDirectory();
    }
}
