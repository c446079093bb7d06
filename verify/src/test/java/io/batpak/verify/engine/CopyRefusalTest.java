package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.fs.IoKind;
import io.batpak.fs.LockMode;
import io.batpak.fs.StoreFs;
import io.batpak.fs.StoreIoException;
import io.batpak.fs.StoreLockedException;
import io.batpak.testkit.MemFault;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemOperation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Where a copy may not go, on a real disk: each refusal comes before anything is touched, and the source goes on.
///
/// Tier: unit. Covers: E25, J3, J5.
class CopyRefusalTest {
    @TempDir
    private Path work;

    private Path source = Path.of("");

    /// The two kinds of copy.
    enum Copy {
        SNAPSHOT,
        FORK;

        void make(Store store, Path destination) {
            switch (this) {
                case SNAPSHOT -> store.snapshot(destination);
                case FORK -> store.fork(destination);
            }
        }
    }

    @BeforeEach
    void resolve() throws IOException {
        work = work.toRealPath();
        source = work.resolve("source");
    }

    private void assertRefused(Copy copy, Path destination, IoKind kind) {
        try (Store store = CopySource.open(StoreFs.local(source))) {
            List<String> before = names();
            assertThatThrownBy(() -> copy.make(store, destination))
                    .isInstanceOfSatisfying(
                            StoreIoException.class, e -> assertThat(e.ioKind()).isEqualTo(kind));
            assertThat(names()).isEqualTo(before);
            Samples.append(store, 99);
            assertThat(store.verifyChain().intact()).isTrue();
        }
    }

    /// Everything below the working directory.
    private List<String> names() {
        try (var found = Files.walk(work)) {
            return found.map(path -> work.relativize(path).toString()).sorted().toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theSourceItself(Copy copy) {
        assertRefused(copy, source, IoKind.INVALID_INPUT);
    }

    @ParameterizedTest
    @EnumSource
    void theSourceByAnotherPath(Copy copy) throws IOException {
        Files.createSymbolicLink(work.resolve("here"), work);
        assertRefused(copy, work.resolve("here").resolve("source"), IoKind.INVALID_INPUT);
    }

    @ParameterizedTest
    @EnumSource
    void aPlaceInsideTheSource(Copy copy) {
        assertRefused(copy, source.resolve("backup/of/today"), IoKind.INVALID_INPUT);
    }

    @ParameterizedTest
    @EnumSource
    void aPlaceInsideTheSourceThroughALink(Copy copy) throws IOException {
        Files.createDirectory(source);
        Files.createSymbolicLink(work.resolve("link"), source);
        assertRefused(copy, work.resolve("link").resolve("backup"), IoKind.INVALID_INPUT);
    }

    @ParameterizedTest
    @EnumSource
    void aPlaceThatHoldsTheSource(Copy copy) {
        assertRefused(copy, work, IoKind.INVALID_INPUT);
    }

    @ParameterizedTest
    @EnumSource
    void aPlaceWhoseStagingDirectoryIsTheSource(Copy copy) {
        source = work.resolve(".copy.batpak-staged");
        assertRefused(copy, work.resolve("copy"), IoKind.INVALID_INPUT);
        source = work.resolve(".other.batpak-old");
        assertRefused(copy, work.resolve("other"), IoKind.INVALID_INPUT);
    }

    @ParameterizedTest
    @EnumSource
    void aRoot(Copy copy) {
        assertRefused(copy, Path.of("/"), IoKind.INVALID_INPUT);
    }

    @ParameterizedTest
    @EnumSource
    void aSymbolicLink(Copy copy) throws IOException {
        Files.createDirectory(work.resolve("elsewhere"));
        Files.createSymbolicLink(work.resolve("link"), work.resolve("elsewhere"));
        assertRefused(copy, work.resolve("link"), IoKind.INVALID_INPUT);
    }

    @ParameterizedTest
    @EnumSource
    void aFile(Copy copy) throws IOException {
        Files.createFile(work.resolve("file"));
        assertRefused(copy, work.resolve("file"), IoKind.ALREADY_EXISTS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"notes.txt", "keyset.fbatk", "x.fbx", "cursors", ".hidden"})
    void aDirectoryWithAForeignFile(String name) throws IOException {
        Path place = Files.createDirectory(work.resolve("place"));
        Files.createFile(place.resolve("000001.fbat"));
        Files.createFile(place.resolve(name));
        for (Copy copy : Copy.values()) {
            assertRefused(copy, place, IoKind.INVALID_INPUT);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"subdirectory", "000002.fbat", "cursors/deep"})
    void aDirectoryWithAForeignDirectory(String name) throws IOException {
        Path place = Files.createDirectory(work.resolve("place"));
        Files.createDirectories(place.resolve(name));
        for (Copy copy : Copy.values()) {
            assertRefused(copy, place, IoKind.INVALID_INPUT);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLinkUnderTheNameOfASegment(Copy copy) throws IOException {
        Path place = Files.createDirectory(work.resolve("place"));
        Files.createFile(work.resolve("precious"));
        Files.createSymbolicLink(place.resolve("000001.fbat"), work.resolve("precious"));
        assertRefused(copy, place, IoKind.INVALID_INPUT);
    }

    @ParameterizedTest
    @ValueSource(strings = {".place.batpak-staged", ".place.batpak-old"})
    void foreignThingsUnderTheNamesThatACopyUses(String name) throws IOException {
        Files.createDirectory(work.resolve(name));
        Files.createFile(work.resolve(name).resolve("diary"));
        for (Copy copy : Copy.values()) {
            assertRefused(copy, work.resolve("place"), IoKind.INVALID_INPUT);
        }
        Files.delete(work.resolve(name).resolve("diary"));
        Files.delete(work.resolve(name));
        Files.createDirectory(work.resolve("elsewhere"));
        Files.createSymbolicLink(work.resolve(name), work.resolve("elsewhere"));
        for (Copy copy : Copy.values()) {
            assertRefused(copy, work.resolve("place"), IoKind.INVALID_INPUT);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everythingThatAStoreLeavesIsReplaced(Copy copy) throws IOException {
        Path place = Files.createDirectory(work.resolve("place"));
        List<String> left = List.of(
                ".batpak.lock",
                ".tmpAbC123",
                "000001-000007.fbx",
                "000007.fbat",
                "000009.fbat.batpak-staged",
                "000009.fbat.compact-new",
                "000010.compact-src",
                "broken.fbat",
                "compaction.pending.json",
                "index.ckpt",
                "index.fbati",
                "index.idemp",
                "retention_cuts.fbrc",
                "visibility_ranges.fbv");
        for (String name : left) {
            Files.createFile(place.resolve(name));
        }
        Files.createDirectory(place.resolve("cursors"));
        Files.createFile(place.resolve("cursors/reader.ckpt"));
        try (Store store = CopySource.open(StoreFs.local(source))) {
            copy.make(store, place);
            assertThat(CopySource.seen(StoreFs.local(place))).isEqualTo(Observed.of(store));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStoreThatIsOpen(Copy copy) {
        Path place = work.resolve("place");
        try (Store other = Store.open(StoreConfig.in(place).build());
                Store store = CopySource.open(StoreFs.local(source))) {
            Samples.append(other, 1);
            assertThatThrownBy(() -> copy.make(store, place)).isInstanceOf(StoreLockedException.class);
            assertThat(Samples.seen(other)).isOne();
            assertThat(names()).doesNotContain(".place.batpak-staged");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPlaceWhereAnotherCopyIsOnTheWay(Copy copy) {
        StoreFs staged = StoreFs.local(work.resolve(".place.batpak-staged"));
        staged.create();
        try (var _ = staged.lock(".batpak.lock", LockMode.MUTABLE);
                Store store = CopySource.open(StoreFs.local(source))) {
            assertThatThrownBy(() -> copy.make(store, work.resolve("place"))).isInstanceOf(StoreLockedException.class);
            assertThat(staged.exists()).isTrue();
        }
    }

    @Test
    void aDiskWithoutRoomForWhatMustBeCopied() {
        MemFs fs = new MemFs();
        try (Store store = CopySource.open(fs)) {
            fs.usableBytes(300);
            for (Copy copy : Copy.values()) {
                assertThatThrownBy(() -> copy.make(store, CopySource.PLACE))
                        .isInstanceOfSatisfying(
                                StoreIoException.class,
                                e -> assertThat(e.ioKind()).isEqualTo(IoKind.STORAGE_FULL));
                assertThat(CopySource.beside(fs)).isEmpty();
            }
            fs.usableBytes(4000);
            store.fork(CopySource.PLACE);
            assertThatThrownBy(() -> store.snapshot(Path.of("/copies/two"))).isInstanceOf(StoreIoException.class);
            fs.withoutOperation(MemOperation.CLONE);
            fs.withoutOperation(MemOperation.LINK);
            assertThatThrownBy(() -> store.fork(Path.of("/copies/two")))
                    .as("sharing turned out to be impossible")
                    .isInstanceOf(StoreIoException.class);
            assertThat(CopySource.beside(fs)).containsExactly("one");
        }
    }

    @Test
    void aDiskThatIsFullHalfWay() {
        MemFs fs = new MemFs();
        try (Store store = CopySource.open(fs)) {
            for (Copy copy : Copy.values()) {
                fs.plan(MemFault.of(MemOperation.WRITE, 1, IoKind.STORAGE_FULL));
                assertThatThrownBy(() -> copy.make(store, CopySource.PLACE))
                        .isInstanceOfSatisfying(
                                StoreIoException.class,
                                e -> assertThat(e.ioKind()).isEqualTo(IoKind.STORAGE_FULL));
                assertThat(fs.elsewhere(CopySource.PARENT).exists())
                        .as("not even the parent that was made for it is left")
                        .isFalse();
            }
            store.snapshot(CopySource.PLACE);
            assertThat(CopySource.seen(fs.elsewhere(CopySource.PLACE))).isEqualTo(Observed.of(store));
        }
    }
}
