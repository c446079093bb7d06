package io.batpak.testkit;

import static io.batpak.testkit.FsProbe.assertThatFails;
import static io.batpak.testkit.FsProbe.bytes;
import static io.batpak.testkit.FsProbe.content;
import static io.batpak.testkit.FsProbe.put;
import static io.batpak.testkit.FsProbe.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.fs.FileFacts;
import io.batpak.fs.IoKind;
import io.batpak.fs.LockMode;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreFs;
import io.batpak.fs.SyncMode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The part of [StoreFsConformance] that is about more than one directory.
abstract class FamilyConformance extends MappingConformance {
    /// More than the portion in which a copy is written.
    private static final int LARGE_BYTES = (8 << 20) + 4097;

    /// Makes `name` a symbolic link to the name `target` in the same directory.
    protected abstract void symbolicLink(StoreFs fs, String name, String target) throws Exception;

    /// The directory `name` beside `fs`.
    private static StoreFs beside(StoreFs fs, String name) {
        return fs.elsewhere(Path.of(fs.directory()).resolveSibling(name));
    }

    /// The directory `name` in `fs`.
    private static StoreFs within(StoreFs fs, String name) {
        return fs.elsewhere(Path.of(fs.directory()).resolve(name));
    }

    private static StoreFs createdBeside(StoreFs fs, String name) {
        StoreFs other = beside(fs, name);
        other.create();
        return other;
    }

    @Test
    void aDirectoryExistsFromItsCreationToItsDeletion() throws Exception {
        StoreFs fs = created();
        StoreFs other = beside(fs, "other");
        assertThat(other.exists()).isFalse();
        other.create();
        assertThat(other.exists()).isTrue();
        put(other, "a", "abc");
        assertThat(within(other, "a").exists()).isFalse(); // a file is none
        assertThat(within(other, "a/b").exists()).isFalse();
        assertThatFails(IoKind.ALREADY_EXISTS, within(other, "a")::create);
        assertThat(fs.list()).isEmpty();
        assertThatFails(IoKind.ALREADY_EXISTS, other::deleteDirectory);
        other.delete("a");
        other.deleteDirectory();
        assertThat(other.exists()).isFalse();
        assertThatFails(IoKind.NOT_FOUND, other::deleteDirectory);
        assertThatFails(IoKind.NOT_FOUND, other::list);
    }

    @Test
    void subdirectoriesAreEntriesButNotListed() throws Exception {
        StoreFs fs = created();
        put(fs, "b", "");
        symbolicLink(fs, "c", "nowhere");
        within(fs, "a").create();
        assertThat(fs.entries()).containsExactly("a", "b", "c");
        assertThat(fs.list()).containsExactly("b", "c");
        assertThat(fs.facts("a").orElseThrow().regular()).isFalse();
        assertThatFails(IoKind.INVALID_INPUT, () -> fs.openReadOnly("a"));
        assertThatFails(IoKind.INVALID_INPUT, () -> fs.openExisting("a"));
        assertThatFails(IoKind.ALREADY_EXISTS, () -> fs.createNew("a"));
        assertThatFails(IoKind.NOT_FOUND, beside(fs, "absent")::entries);
    }

    @Test
    void aDirectoryIsTheSameByEveryPathToIt() throws Exception {
        StoreFs fs = created();
        StoreFs real = within(fs, "real");
        real.create();
        symbolicLink(fs, "alias", "real");
        StoreFs alias = within(fs, "alias");
        assertThat(alias.exists()).isTrue();
        assertThat(alias.isSameDirectory(real)).isTrue();
        assertThat(real.isSameDirectory(alias)).isTrue();
        assertThat(fs.isSameDirectory(real)).isFalse();
        assertThat(fs.isSameDirectory(beside(fs, "absent"))).isFalse();
        assertThat(beside(fs, "absent").isSameDirectory(beside(fs, "absent"))).isFalse();
        alias.create();
        assertThat(alias.directory()).isEqualTo(real.directory());
    }

    @Test
    void thereIsRoomInADirectory() throws Exception {
        StoreFs fs = created();
        assertThat(fs.usableBytes()).isPositive();
        assertThatFails(IoKind.NOT_FOUND, beside(fs, "absent")::usableBytes);
    }

    @Test
    void aCopyHasThePrefixAndIsIndependent() throws Exception {
        StoreFs fs = created();
        StoreFs other = createdBeside(fs, "other");
        put(fs, "a", "abcdef");
        symbolicLink(fs, "link", "a");
        fs.copyTo("a", 4, other, "b");
        fs.copyTo("a", 0, other, "empty");
        fs.copyTo("link", 6, fs, "whole");
        try (StoreFile source = fs.openExisting("a")) {
            source.write(bytes("X"), 0, 1, 0);
        }
        assertThat(text(other, "b")).isEqualTo("abcd");
        assertThat(text(other, "empty")).isEmpty();
        assertThat(text(fs, "whole")).isEqualTo("abcdef");
        assertThat(other.facts("b")).contains(new FileFacts(4, 1, false, true));
        assertThat(other.list()).containsExactly("b", "empty");
    }

    @Test
    void aLargeCopyHasEveryByteEvenUnderAPendingInterrupt() throws Exception {
        StoreFs fs = created();
        byte[] large = new byte[LARGE_BYTES];
        for (int at = 0; at < large.length; at++) {
            large[at] = (byte) (at * 31 + (at >> 12));
        }
        try (StoreFile file = fs.createNew("a");
                StoreFile reader = fs.openReadOnly("a")) {
            file.write(large, 0, large.length, 0);
            Thread.currentThread().interrupt();
            fs.copyTo("a", large.length, fs, "b");
            assertThat(Thread.interrupted()).isTrue();
            assertThat(content(reader)).isEqualTo(large); // open files were not closed by it
            file.sync(SyncMode.DATA);
        } finally {
            Thread.interrupted(); // the threads of the test engine are not ours
        }
        try (StoreFile copy = fs.openReadOnly("b")) {
            assertThat(content(copy)).isEqualTo(large);
        }
    }

    @Test
    void aCopyThatCannotBeMadeLeavesNothing() throws Exception {
        StoreFs fs = created();
        StoreFs other = createdBeside(fs, "other");
        put(fs, "a", "abc");
        put(other, "there", "kept");
        symbolicLink(other, "link", "nowhere");
        within(fs, "sub").create();
        assertThatFails(IoKind.ALREADY_EXISTS, () -> fs.copyTo("a", 3, other, "there"));
        assertThatFails(IoKind.INVALID_INPUT, () -> fs.copyTo("a", 3, other, "link"));
        assertThatFails(IoKind.INVALID_INPUT, () -> fs.copyTo("a", 3, other, "x/y"));
        assertThatFails(IoKind.INVALID_INPUT, () -> fs.copyTo("a", -1, other, "b"));
        assertThatFails(IoKind.INVALID_INPUT, () -> fs.copyTo("sub", 0, other, "b"));
        assertThatFails(IoKind.UNEXPECTED_EOF, () -> fs.copyTo("a", 4, other, "b"));
        assertThatFails(IoKind.NOT_FOUND, () -> fs.copyTo("absent", 0, other, "b"));
        assertThatFails(IoKind.NOT_FOUND, () -> fs.copyTo("a", 3, beside(fs, "absent"), "b"));
        assertThat(text(other, "there")).isEqualTo("kept");
        assertThat(other.entries()).containsExactly("link", "there");
    }

    @Test
    void aFileIsCopiedToAnotherFileSystem() throws Exception {
        StoreFs fs = created();
        MemFs foreign = new MemFs();
        foreign.create();
        put(fs, "a", "abcdef");
        fs.copyTo("a", 5, foreign, "b");
        foreign.copyTo("b", 4, fs, "c");
        foreign.syncDirectory();
        assertThat(text(foreign.crash(), "b")).isEqualTo("abcde");
        assertThat(text(fs, "c")).isEqualTo("abcd");
        assertThat(fs.linkTo("a", foreign, "d")).isFalse();
        assertThat(fs.cloneTo("a", foreign, "d")).isFalse();
        assertThat(fs.isSameDirectory(foreign)).isFalse();
        assertThatFails(IoKind.INVALID_INPUT, () -> fs.moveDirectory(foreign));
        assertThat(foreign.list()).containsExactly("b");
    }

    @Test
    void aLinkSharesItsBytesAndIsCounted() throws Exception {
        StoreFs fs = created();
        StoreFs other = createdBeside(fs, "other");
        put(fs, "a", "abc");
        assertThat(fs.linkTo("a", other, "b")).isTrue();
        assertThat(fs.facts("a")).contains(new FileFacts(3, 2, false, true));
        assertThat(other.facts("b")).contains(new FileFacts(3, 2, false, true));
        try (StoreFile file = fs.openExisting("a")) {
            file.write(bytes("X"), 0, 1, 0);
        }
        assertThat(text(other, "b")).isEqualTo("Xbc");
        fs.delete("a");
        assertThat(other.facts("b")).contains(new FileFacts(3, 1, false, true));
    }

    @Test
    void aLinkIsNotMadeOverAnythingNorOfAnythingButAFile() throws Exception {
        StoreFs fs = created();
        StoreFs other = createdBeside(fs, "other");
        put(fs, "a", "abc");
        put(other, "there", "kept");
        symbolicLink(fs, "link", "a");
        symbolicLink(other, "link", "nowhere");
        within(fs, "sub").create();
        assertThatFails(IoKind.ALREADY_EXISTS, () -> fs.linkTo("a", other, "there"));
        assertThatFails(IoKind.INVALID_INPUT, () -> fs.linkTo("a", other, "link"));
        assertThatFails(IoKind.INVALID_INPUT, () -> fs.linkTo("link", other, "b"));
        assertThatFails(IoKind.INVALID_INPUT, () -> fs.linkTo("sub", other, "b"));
        assertThatFails(IoKind.INVALID_INPUT, () -> fs.cloneTo("link", other, "b"));
        assertThatFails(IoKind.INVALID_INPUT, () -> fs.cloneTo("a", other, ".."));
        assertThatFails(IoKind.NOT_FOUND, () -> fs.linkTo("absent", other, "b"));
        assertThatFails(IoKind.NOT_FOUND, () -> fs.cloneTo("absent", other, "b"));
        assertThatFails(IoKind.NOT_FOUND, () -> fs.linkTo("a", beside(fs, "absent"), "b"));
        assertThat(text(other, "there")).isEqualTo("kept");
        assertThat(other.entries()).containsExactly("link", "there");
    }

    @Test
    void aCloneIsWholeOrNothingIsLeftOfIt() throws Exception {
        StoreFs fs = created();
        StoreFs other = createdBeside(fs, "other");
        put(fs, "a", "abc");
        boolean cloned = fs.cloneTo("a", other, "b");
        try (StoreFile file = fs.openExisting("a")) {
            file.write(bytes("X"), 0, 1, 0);
        }
        assertThat(text(fs, "a")).isEqualTo("Xbc");
        if (cloned) {
            assertThat(text(other, "b")).isEqualTo("abc");
            assertThat(other.facts("b")).contains(new FileFacts(3, 1, false, true));
            assertThatFails(IoKind.ALREADY_EXISTS, () -> fs.cloneTo("a", other, "b"));
        } else {
            assertThat(other.entries()).isEmpty();
        }
    }

    @Test
    void aDirectoryMovesToWhereNothingIs() throws Exception {
        StoreFs fs = created();
        StoreFs staged = createdBeside(fs, "staged");
        StoreFs done = beside(fs, "done");
        put(staged, "a", "abc");
        within(staged, "sub").create();
        try (StoreFile open = staged.openReadOnly("a")) {
            staged.moveDirectory(done);
            assertThat(content(open)).isEqualTo(bytes("abc"));
        }
        assertThat(staged.exists()).isFalse();
        assertThat(done.entries()).containsExactly("a", "sub");
        assertThat(text(done, "a")).isEqualTo("abc");
        done.lock("lock", LockMode.MUTABLE).close();
        assertThatFails(IoKind.NOT_FOUND, () -> staged.moveDirectory(beside(fs, "again")));
    }

    @Test
    void aDirectoryReplacesAnEmptyOneAlsoInAnotherParent() throws Exception {
        StoreFs fs = created();
        StoreFs staged = createdBeside(fs, "staged");
        put(staged, "a", "abc");
        StoreFs empty = within(fs, "empty");
        empty.create();
        staged.moveDirectory(empty);
        assertThat(staged.exists()).isFalse();
        assertThat(text(empty, "a")).isEqualTo("abc");
        assertThat(fs.entries()).containsExactly("empty");
    }

    @Test
    void aDirectoryIsNotMovedOntoWhatIsThere() throws Exception {
        StoreFs fs = created();
        StoreFs staged = createdBeside(fs, "staged");
        put(staged, "a", "abc");
        put(fs, "file", "kept");
        symbolicLink(fs, "dangling", "nowhere");
        within(fs, "sub").create();
        symbolicLink(fs, "link", "sub");
        assertThatFails(IoKind.ALREADY_EXISTS, () -> staged.moveDirectory(fs));
        assertThatFails(IoKind.ALREADY_EXISTS, () -> staged.moveDirectory(within(fs, "file")));
        assertThatFails(IoKind.INVALID_INPUT, () -> staged.moveDirectory(within(fs, "dangling")));
        assertThatFails(IoKind.INVALID_INPUT, () -> staged.moveDirectory(within(fs, "link")));
        assertThatFails(IoKind.INVALID_INPUT, () -> staged.moveDirectory(within(staged, "inside")));
        assertThatFails(IoKind.INVALID_INPUT, () -> staged.moveDirectory(staged));
        assertThatFails(IoKind.INVALID_INPUT, () -> within(fs, "link").moveDirectory(beside(fs, "x")));
        assertThatFails(IoKind.INVALID_INPUT, () -> within(fs, "link").deleteDirectory());
        assertThatFails(IoKind.INVALID_INPUT, () -> within(fs, "file").deleteDirectory());
        assertThatFails(IoKind.NOT_FOUND, () -> staged.moveDirectory(within(beside(fs, "absent"), "x")));
        assertThat(text(staged, "a")).isEqualTo("abc");
        assertThat(fs.entries()).containsExactly("dangling", "file", "link", "sub");
    }
}
