package io.batpak.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What only the real file system can get wrong. Covers: B6.
/// Tier: unit.
final class LocalFsTest {
    @TempDir
    private Path directory;

    private StoreFs fs;

    @BeforeEach
    void openTheDirectory() {
        fs = StoreFs.local(directory);
        fs.create();
    }

    @Test
    void makingADirectoryDoesNoInputOrOutput() {
        StoreFs absent = StoreFs.local(directory.resolve("x").resolve("..").resolve("y"));
        assertThat(absent.directory()).isEqualTo(directory.resolve("y").toString());
        assertThat(directory.resolve("y")).doesNotExist();
    }

    @Test
    void aFileInThePlaceOfTheDirectoryIsATypedFailure() throws IOException {
        Files.writeString(directory.resolve("file"), "");
        StoreFs blocked = StoreFs.local(directory.resolve("file"));
        assertThatThrownBy(blocked::create)
                .isInstanceOfSatisfying(
                        StoreIoException.class,
                        failure -> assertThat(failure.ioKind()).isEqualTo(IoKind.ALREADY_EXISTS));
    }

    @Test
    void directoriesAreNotListedAndNotOpened() throws IOException {
        Files.createDirectory(directory.resolve("cursors"));
        Files.writeString(directory.resolve("a"), "");
        assertThat(fs.list()).containsExactly("a");
        assertThat(fs.facts("cursors").orElseThrow().regular()).isFalse();
        assertThatThrownBy(() -> fs.openReadOnly("cursors"))
                .isInstanceOfSatisfying(
                        StoreIoException.class,
                        failure -> assertThat(failure.ioKind()).isEqualTo(IoKind.INVALID_INPUT));
        assertThatThrownBy(() -> fs.openExisting("cursors")).isInstanceOf(StoreIoException.class);
    }

    @Test
    void strangeNamesAreListed() throws Exception {
        for (String name : new String[] {"-", "--x", " ", "a\nb", "*?", "000001.fbat.tmp", "\uFFFD", "\uD83D\uDE00"}) {
            try {
                Files.writeString(directory.resolve(name), "");
            } catch (InvalidPathException unencodable) {
                System.err.println("SKIPPED LOUDLY: the locale cannot encode a name: " + unencodable.getMessage());
            }
        }
        Process shell = new ProcessBuilder("sh", "-c", "printf '' > \"$(printf 'bad\\377name')\"")
                .directory(directory.toFile())
                .start();
        assertThat(shell.waitFor()).isZero();
        assertThat(fs.list())
                .contains(" ", "*?", "-", "--x", "000001.fbat.tmp", "a\nb")
                .hasSizeBetween(7, 9);
        assertThat(fs.list()).anyMatch(name -> name.startsWith("bad"));
    }

    @Test
    void aSymbolicLinkToAFileIsNotOpenedForWriting() throws IOException {
        Path outside = Files.writeString(directory.resolve("outside"), "kept");
        Files.createSymbolicLink(directory.resolve("000001.fbat"), outside);
        assertThatThrownBy(() -> fs.openExisting("000001.fbat"))
                .isInstanceOfSatisfying(StoreIoException.class, failure -> {
                    assertThat(failure.ioKind()).isEqualTo(IoKind.INVALID_INPUT);
                    assertThat(failure).hasMessageContaining("refusing to write 000001.fbat through symlink");
                });
        assertThat(outside).hasContent("kept");
    }

    @Test
    void openingAnAbsentFileCreatesNothing() {
        assertThatThrownBy(() -> fs.openExisting("a")).isInstanceOf(StoreIoException.class);
        assertThat(fs.list()).isEmpty();
    }

    @Test
    void aVanishedPageIsAFaultNotACrash() throws IOException {
        byte[] bytes = new byte[1 << 20];
        try (StoreFile file = fs.createNew("a")) {
            file.write(bytes, 0, bytes.length, 0);
            try (Mapping mapping = file.map()) {
                mapping.copy(0, bytes, 0, bytes.length);
                try (RandomAccessFile outsider =
                        new RandomAccessFile(directory.resolve("a").toFile(), "rw")) {
                    outsider.setLength(0);
                }
                assertThatThrownBy(() -> mapping.copy(1 << 19, bytes, 0, 4096))
                        .isInstanceOfSatisfying(MappingLostException.class, lost -> {
                            assertThat(lost.file()).isEqualTo("a");
                            assertThat(lost.facts()).containsEntry("io_kind", "Other");
                        });
            }
        }
    }

    @Test
    void syncingFromAVirtualThreadWorksInBothModes() throws Exception {
        try (StoreFile file = fs.createNew("a")) {
            Thread syncing = Thread.ofVirtual().start(() -> {
                file.write(new byte[] {1}, 0, 1, 0);
                file.sync(SyncMode.DATA);
                file.sync(SyncMode.ALL);
                fs.syncDirectory();
            });
            syncing.join();
            assertThat(file.length()).isEqualTo(1);
        }
    }

    @Test
    void dataSyncStillWorksAfterARenameAndAfterADeletion() {
        try (StoreFile file = fs.createNew("a")) {
            fs.rename("a", "b");
            file.sync(SyncMode.DATA);
            fs.delete("b");
            file.write(new byte[] {1}, 0, 1, 0);
            file.sync(SyncMode.DATA);
        }
        try (StoreFile file = fs.createNew("c")) {
            fs.delete("c");
            file.sync(SyncMode.DATA); // by a full sync: no name leads to it
            assertThat(file.length()).isZero();
        }
    }

    @Test
    void theWordsOfTheSystemBecomeKinds() {
        assertThat(kind("No space left on device")).isEqualTo(IoKind.STORAGE_FULL);
        assertThat(kind("Disk quota exceeded")).isEqualTo(IoKind.STORAGE_FULL);
        assertThat(kind("/x (No such file or directory)")).isEqualTo(IoKind.NOT_FOUND);
        assertThat(kind("/x (Permission denied)")).isEqualTo(IoKind.PERMISSION_DENIED);
        assertThat(kind("/x (Is a directory)")).isEqualTo(IoKind.INVALID_INPUT);
        assertThat(kind("Directory not empty")).isEqualTo(IoKind.ALREADY_EXISTS);
        assertThat(kind("Input/output error")).isEqualTo(IoKind.OTHER);
        IoSite site = IoSite.at("read", "a", 9);
        StoreIoException end = IoFailures.translated(site, new EOFException());
        assertThat(end.ioKind()).isEqualTo(IoKind.UNEXPECTED_EOF);
        assertThat(end).hasMessageContaining("read a at offset 9").hasMessageContaining("no detail");
    }

    private static IoKind kind(String words) {
        return IoFailures.translated(IoSite.of("write", "a"), new IOException(words))
                .ioKind();
    }

    @Test
    void onlyWhatAFileSystemCannotDoIsNoFailure() {
        assertThat(IoFailures.cannotLink(new IOException("b -> a: Invalid cross-device link")))
                .isTrue();
        assertThat(IoFailures.cannotLink(new IOException("Too many links"))).isTrue();
        assertThat(IoFailures.cannotLink(new IOException("Operation not permitted")))
                .isTrue();
        assertThat(IoFailures.cannotLink(new IOException("Operation not supported")))
                .isTrue();
        assertThat(IoFailures.cannotLink(new IOException("No space left on device")))
                .isFalse();
        assertThat(IoFailures.cannotLink(new AccessDeniedException("b"))).isFalse();
        for (int errno : new int[] {1, 18, 22, 25, 38, 95}) {
            assertThat(PosixConstants.cannotClone(errno)).isTrue();
        }
        for (int errno : new int[] {2, 5, 13, 28, 122}) {
            assertThat(PosixConstants.cannotClone(errno)).isFalse();
        }
        assertThat(Posix.constantsOf("Linux", "amd64").cloneFile()).isEqualTo(0x40049409L);
        assertThat(Posix.constantsOf("Linux", "ppc64le").cloneFile()).isEqualTo(0x80049409L);
        assertThat(Posix.constantsOf("Mac OS X", "aarch64").cloneFile()).isZero();
    }

    @Test
    void appendsAndOverwritesKeepTheirOffsets() throws IOException {
        try (StoreFile file = fs.createNew("a")) {
            for (int at = 0; at < 1000; at++) {
                file.write(new byte[] {(byte) at}, 0, 1, at);
                if (at % 7 == 0) {
                    file.write(new byte[] {42}, 0, 1, at / 2);
                    file.truncate(at + 1L);
                }
            }
            file.write("end".getBytes(StandardCharsets.UTF_8), 0, 3, 1000);
        }
        byte[] bytes = Files.readAllBytes(directory.resolve("a"));
        assertThat(bytes).hasSize(1003).endsWith('e', 'n', 'd');
        assertThat(bytes[998 / 2 - 2]).isEqualTo((byte) 42); // 994 is the last multiple of 7
        assertThat(bytes[999]).isEqualTo((byte) 999);
    }
}
