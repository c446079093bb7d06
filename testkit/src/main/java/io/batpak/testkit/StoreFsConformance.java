package io.batpak.testkit;

import static io.batpak.testkit.FsProbe.assertThatFails;
import static io.batpak.testkit.FsProbe.bytes;
import static io.batpak.testkit.FsProbe.content;
import static io.batpak.testkit.FsProbe.copied;
import static io.batpak.testkit.FsProbe.put;
import static io.batpak.testkit.FsProbe.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.batpak.error.Handling;
import io.batpak.error.StoreErrorKind;
import io.batpak.fs.DirectoryLock;
import io.batpak.fs.FileFacts;
import io.batpak.fs.IoKind;
import io.batpak.fs.LockMode;
import io.batpak.fs.Mapping;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreFs;
import io.batpak.fs.StoreIoException;
import io.batpak.fs.StoreLockedException;
import io.batpak.fs.SyncMode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// What every [StoreFs] must do. Extend it, say how to make an empty directory, and run it.
///
/// Each test fails on a double that does nothing.
public abstract class StoreFsConformance extends FamilyConformance {
    private static final String LOCK = ".batpak.lock";

    /// For subclasses.
    protected StoreFsConformance() {}

    /// A second way into the same directory, as another opener would have.
    protected abstract StoreFs anotherOpener(StoreFs fs) throws Exception;

    /// Gives the file `from` the second name `to`.
    protected abstract void hardLink(StoreFs fs, String from, String to) throws Exception;

    @Test
    void aNewFileIsEmptyAndListed() throws Exception {
        StoreFs fs = created();
        try (StoreFile file = fs.createNew("a")) {
            assertThat(file.name()).isEqualTo("a");
            assertThat(file.length()).isZero();
            assertThat(fs.list()).containsExactly("a");
        }
    }

    @Test
    void creatingTheDirectoryTwiceKeepsItsFiles() throws Exception {
        StoreFs fs = created();
        put(fs, "a", "kept");
        fs.create();
        assertThat(fs.directory()).isNotEmpty();
        assertThat(text(fs, "a")).isEqualTo("kept");
    }

    @Test
    void aMissingDirectoryIsATypedFailure() throws Exception {
        StoreFs fs = emptyDirectory();
        assertThatFails(IoKind.NOT_FOUND, fs::list);
        assertThatFails(IoKind.NOT_FOUND, () -> fs.createNew("a"));
        assertThatFails(IoKind.NOT_FOUND, fs::syncDirectory);
    }

    @Test
    void anExistingNameIsNotCreatedAgain() throws Exception {
        StoreFs fs = created();
        put(fs, "a", "old");
        assertThatFails(IoKind.ALREADY_EXISTS, () -> fs.createNew("a"));
        assertThat(text(fs, "a")).isEqualTo("old");
    }

    @Test
    void aMissingFileIsATypedFailure() throws Exception {
        StoreFs fs = created();
        assertThatFails(IoKind.NOT_FOUND, () -> fs.openExisting("a"));
        assertThatFails(IoKind.NOT_FOUND, () -> fs.openReadOnly("a"));
        assertThatFails(IoKind.NOT_FOUND, () -> fs.delete("a"));
        assertThatFails(IoKind.NOT_FOUND, () -> fs.rename("a", "b"));
        assertThat(fs.facts("a")).isEmpty();
        assertThat(fs.list()).isEmpty();
    }

    @Test
    void aNameThatIsNotOnePathComponentIsRefused() throws Exception {
        StoreFs fs = created();
        for (String name : new String[] {"", ".", "..", "a/b", "../a", "/a", "a\0b"}) {
            assertThatFails(IoKind.INVALID_INPUT, () -> fs.createNew(name));
            assertThatFails(IoKind.INVALID_INPUT, () -> fs.openExisting(name));
            assertThatFails(IoKind.INVALID_INPUT, () -> fs.openReadOnly(name));
            assertThatFails(IoKind.INVALID_INPUT, () -> fs.delete(name));
            assertThatFails(IoKind.INVALID_INPUT, () -> fs.facts(name));
        }
        assertThat(fs.list()).isEmpty();
    }

    @Test
    void bytesAreWrittenAndReadAtTheirOffsets() throws Exception {
        StoreFs fs = created();
        try (StoreFile file = fs.createNew("a")) {
            byte[] source = bytes("..hello world..");
            file.write(source, 2, 5, 0);
            file.write(source, 7, 6, 5);
            file.write(bytes("J"), 0, 1, 0);
            byte[] target = bytes("____________");
            file.readFully(target, 1, 11, 0);
            assertThat(new String(target, StandardCharsets.UTF_8)).isEqualTo("_Jello world");
            file.readFully(target, 0, 5, 6);
            assertThat(new String(target, StandardCharsets.UTF_8)).isEqualTo("worldo world");
            assertThat(file.length()).isEqualTo(11);
        }
    }

    @Test
    void aGapReadsAsZerosAlsoAfterACut() throws Exception {
        StoreFs fs = created();
        try (StoreFile file = fs.createNew("a")) {
            file.write(bytes("abcdef"), 0, 6, 0);
            file.truncate(2);
            file.write(bytes("z"), 0, 1, 4);
            assertThat(content(file)).containsExactly('a', 'b', 0, 0, 'z');
        }
    }

    @Test
    void aReadBehindTheEndIsShort() throws Exception {
        StoreFs fs = created();
        put(fs, "a", "abc");
        try (StoreFile file = fs.openReadOnly("a")) {
            byte[] target = new byte[8];
            assertThat(file.read(target, 0, 8, 1)).isEqualTo(2);
            assertThat(target).startsWith('b', 'c', 0);
            assertThat(file.read(target, 0, 8, 3)).isZero();
            assertThat(file.read(target, 0, 8, 1L << 40)).isZero();
            assertThat(file.read(target, 0, 0, 0)).isZero();
            assertThatFails(IoKind.UNEXPECTED_EOF, () -> file.readFully(target, 0, 4, 0));
            assertThatFails(IoKind.INVALID_INPUT, () -> file.read(target, 0, 1, -1));
            assertThatThrownBy(() -> file.read(target, 7, 2, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void aFailureTellsOperationFileAndOffset() throws Exception {
        StoreFs fs = created();
        put(fs, "a", "abc");
        try (StoreFile file = fs.openReadOnly("a")) {
            assertThatThrownBy(() -> file.readFully(new byte[4], 0, 4, 2))
                    .asInstanceOf(type(StoreIoException.class))
                    .satisfies(failure -> {
                        assertThat(failure.operation()).isEqualTo("read");
                        assertThat(failure.file()).isEqualTo("a");
                        assertThat(failure.offset()).hasValue(2);
                        assertThat(failure.kind()).isEqualTo(StoreErrorKind.IO);
                        assertThat(failure.handling()).isEqualTo(Handling.BUSY);
                        assertThat(failure.facts()).containsEntry("io_kind", "UnexpectedEof");
                    });
        }
    }

    @Test
    void aReaderSeesWhatAnotherHandleWrites() throws Exception {
        StoreFs fs = created();
        try (StoreFile writer = fs.createNew("a");
                StoreFile reader = fs.openReadOnly("a")) {
            writer.write(bytes("abc"), 0, 3, 0);
            assertThat(content(reader)).containsExactly('a', 'b', 'c');
            writer.truncate(1);
            assertThat(reader.length()).isEqualTo(1);
        }
    }

    @Test
    void aReadOnlyFileIsNotChanged() throws Exception {
        StoreFs fs = created();
        put(fs, "a", "abc");
        try (StoreFile file = fs.openReadOnly("a")) {
            assertThatFails(IoKind.PERMISSION_DENIED, () -> file.write(bytes("x"), 0, 1, 0));
            assertThatFails(IoKind.PERMISSION_DENIED, () -> file.truncate(0));
            assertThatFails(IoKind.PERMISSION_DENIED, () -> file.sync(SyncMode.ALL));
        }
        assertThat(text(fs, "a")).isEqualTo("abc");
    }

    @Test
    void aFileIsOnlyCutShorter() throws Exception {
        StoreFs fs = created();
        try (StoreFile file = fs.createNew("a")) {
            file.write(bytes("abcdef"), 0, 6, 0);
            file.truncate(4);
            assertThat(content(file)).isEqualTo(bytes("abcd"));
            assertThatFails(IoKind.INVALID_INPUT, () -> file.truncate(5));
            file.write(bytes("!"), 0, 1, 4);
            assertThat(content(file)).isEqualTo(bytes("abcd!"));
        }
    }

    @Test
    void syncedBytesAndNamesCanBeReadBack() throws Exception {
        StoreFs fs = created();
        try (StoreFile file = fs.createNew("a")) {
            file.write(bytes("abc"), 0, 3, 0);
            file.sync(SyncMode.ALL);
            file.write(bytes("def"), 0, 3, 3);
            file.sync(SyncMode.DATA);
        }
        fs.syncDirectory();
        assertThat(text(anotherOpener(fs), "a")).isEqualTo("abcdef");
    }

    @Test
    void aRenameReplacesTheTargetAndTheOpenFileFollows() throws Exception {
        StoreFs fs = created();
        put(fs, "b", "old");
        try (StoreFile file = fs.createNew("a");
                StoreFile replaced = fs.openReadOnly("b")) {
            file.write(bytes("new"), 0, 3, 0);
            fs.rename("a", "b");
            fs.syncDirectory();
            assertThat(fs.list()).containsExactly("b");
            assertThat(file.name()).isEqualTo("b");
            assertThat(text(fs, "b")).isEqualTo("new");
            assertThat(content(replaced)).isEqualTo(bytes("old"));
            file.write(bytes("er"), 0, 2, 3);
        }
        assertThat(text(fs, "b")).isEqualTo("newer");
    }

    @Test
    void aDeletedFileStaysReadableWhileOpen() throws Exception {
        StoreFs fs = created();
        put(fs, "a", "abc");
        try (StoreFile file = fs.openReadOnly("a");
                Mapping mapping = file.map()) {
            fs.delete("a");
            assertThat(fs.list()).isEmpty();
            assertThat(content(file)).isEqualTo(bytes("abc"));
            put(fs, "a", "other");
            assertThat(content(file)).isEqualTo(bytes("abc"));
            assertThat(copied(mapping)).isEqualTo(bytes("abc"));
        }
    }

    @Test
    void namesAreListedInTheOrderOfTheirBytes() throws Exception {
        StoreFs fs = created();
        for (String name : new String[] {"b", "a", "Z", "000010.fbat", "000009.fbat", ".hidden", "a b", "+1.fbat"}) {
            put(fs, name, "");
        }
        assertThat(fs.list()).containsExactly("+1.fbat", ".hidden", "000009.fbat", "000010.fbat", "Z", "a", "a b", "b");
    }

    @Test
    void factsCountBytesAndHardLinks() throws Exception {
        StoreFs fs = created();
        put(fs, "a", "abc");
        assertThat(fs.facts("a")).contains(new FileFacts(3, 1, false, true));
        hardLink(fs, "a", "b");
        assertThat(fs.facts("a")).contains(new FileFacts(3, 2, false, true));
        assertThat(fs.facts("b")).contains(new FileFacts(3, 2, false, true));
        fs.delete("a");
        assertThat(fs.facts("b")).contains(new FileFacts(3, 1, false, true));
    }

    @Test
    void nothingIsWrittenThroughASymbolicLink() throws Exception {
        StoreFs fs = created();
        put(fs, "a", "abc");
        put(fs, "c", "new");
        symbolicLink(fs, "b", "a");
        symbolicLink(fs, "dangling", "nowhere");
        assertThatFails(IoKind.INVALID_INPUT, () -> fs.createNew("b"));
        assertThatFails(IoKind.INVALID_INPUT, () -> fs.createNew("dangling"));
        assertThatFails(IoKind.INVALID_INPUT, () -> fs.openExisting("b"));
        assertThatFails(IoKind.INVALID_INPUT, () -> fs.rename("c", "b"));
        assertThatFails(IoKind.INVALID_INPUT, () -> fs.lock("b", LockMode.MUTABLE));
        assertThatFails(IoKind.NOT_FOUND, () -> fs.openReadOnly("dangling"));
        assertThat(text(fs, "a")).isEqualTo("abc");
        assertThat(text(fs, "b")).isEqualTo("abc"); // reading follows
        assertThat(fs.facts("b").orElseThrow().symbolicLink()).isTrue();
        assertThat(fs.facts("b").orElseThrow().regular()).isFalse();
        assertThat(fs.list()).containsExactly("a", "b", "c", "dangling");
    }

    @Test
    void aClosedFileRefusesEveryCall() throws Exception {
        StoreFs fs = created();
        StoreFile file = fs.createNew("a");
        file.write(bytes("abc"), 0, 3, 0);
        file.close();
        file.close();
        assertThatFails(IoKind.OTHER, () -> file.read(new byte[1], 0, 1, 0));
        assertThatFails(IoKind.OTHER, () -> file.write(new byte[1], 0, 1, 0));
        assertThatFails(IoKind.OTHER, () -> file.truncate(0));
        assertThatFails(IoKind.OTHER, () -> file.sync(SyncMode.ALL));
        assertThatFails(IoKind.OTHER, file::length);
        assertThatFails(IoKind.OTHER, file::map);
        assertThatFails(IoKind.OTHER, file::mapUntilUnreachable);
        assertThat(text(fs, "a")).isEqualTo("abc");
    }

    @Test
    void aLockExcludesEveryOtherOpenerInBothModes() throws Exception {
        StoreFs fs = created();
        StoreFs other = anotherOpener(fs);
        for (LockMode first : LockMode.values()) {
            DirectoryLock lock = fs.lock(LOCK, first);
            assertThat(lock.mode()).isEqualTo(first);
            for (LockMode second : LockMode.values()) {
                assertThatThrownBy(() -> other.lock(LOCK, second))
                        .asInstanceOf(type(StoreLockedException.class))
                        .satisfies(refusal -> {
                            assertThat(refusal.mode()).isEqualTo(second);
                            assertThat(refusal.path()).isEqualTo(fs.directory());
                            assertThat(refusal.facts()).containsEntry("mode", second.wireName());
                            assertThat(refusal.handling()).isEqualTo(Handling.REJECTED);
                        });
            }
            lock.close();
            other.lock(LOCK, first).close();
        }
    }

    @Test
    void theLockFileIsEmptyAndStays() throws Exception {
        StoreFs fs = created();
        DirectoryLock lock = fs.lock(LOCK, LockMode.MUTABLE);
        lock.close();
        DirectoryLock next = fs.lock(LOCK, LockMode.MUTABLE);
        lock.close(); // a second close must not give away what the next one holds
        assertThatThrownBy(() -> fs.lock(LOCK, LockMode.MUTABLE)).isInstanceOf(StoreLockedException.class);
        next.close();
        assertThat(fs.facts(LOCK)).contains(new FileFacts(0, 1, false, true));
    }
}
