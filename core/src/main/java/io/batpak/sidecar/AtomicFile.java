package io.batpak.sidecar;

import io.batpak.fs.FileFacts;
import io.batpak.fs.IoKind;
import io.batpak.fs.IoSite;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreFs;
import io.batpak.fs.StoreIoException;
import io.batpak.fs.SyncMode;
import io.batpak.segment.StoreFileKind;
import java.util.Optional;

/// Puts files in place, or takes them away, durably and as a whole.
///
/// A file is prepared under a staging name that nobody reads, synced, renamed, and its name synced. At every
/// moment, after a crash too, the name leads to the whole old file or to the whole new one. A staged file that
/// a crash left is replaced; the next writable open collects it otherwise.
///
/// Threads: one at a time for one name, under the directory lock. Errors: [StoreIoException].
public final class AtomicFile {
    private AtomicFile() {}

    /// Writes the content of a file.
    @FunctionalInterface
    public interface Content {
        /// Writes everything to the empty file; the caller syncs and closes it.
        void writeTo(StoreFile file);
    }

    /// Replaces or creates `name`. When it returns, the new file survives a crash of the machine.
    ///
    /// When it fails before the last step, the old file is still there and nothing else is. When the last step
    /// fails (`sync directory`), the new file is there, and a crash may still bring the old one back.
    ///
    /// @throws StoreIoException what the disk said; `INVALID_INPUT` if `name` is a symbolic link
    public static void write(StoreFs fs, String name, Content content) {
        String staged = stage(fs, name, content);
        try {
            fs.rename(staged, name);
        } catch (RuntimeException | Error e) {
            discard(fs, staged, e);
            throw e;
        }
        fs.syncDirectory();
    }

    /// Does the first half of [#write] and returns the staging name; the bytes are durable then, the name need not
    /// be.
    ///
    /// @throws StoreIoException as for [#write]; nothing is left then
    static String stage(StoreFs fs, String name, Content content) {
        refuseSymlink(fs, "write", name);
        String staged = name + StoreFileKind.STAGED_SUFFIX;
        if (fs.facts(staged).isPresent()) {
            fs.delete(staged);
        }
        try (StoreFile file = fs.createNew(staged)) {
            content.writeTo(file);
            file.sync(SyncMode.ALL);
        } catch (RuntimeException | Error e) {
            discard(fs, staged, e);
            throw e;
        }
        return staged;
    }

    /// The same with the content at hand.
    public static void write(StoreFs fs, String name, byte[] content) {
        write(fs, name, file -> file.write(content, 0, content.length, 0));
    }

    /// Removes `name` durably; whether it was there. Without it nothing is done, not even a sync.
    ///
    /// When the last step fails (`sync directory`), a crash may bring the file back.
    ///
    /// @throws StoreIoException what the disk said; `INVALID_INPUT` if `name` is a symbolic link
    public static boolean remove(StoreFs fs, String name) {
        refuseSymlink(fs, "remove", name);
        if (fs.facts(name).isEmpty()) {
            return false;
        }
        fs.delete(name);
        fs.syncDirectory();
        return true;
    }

    private static void refuseSymlink(StoreFs fs, String operation, String name) {
        Optional<FileFacts> facts = fs.facts(name);
        if (facts.isPresent() && facts.get().symbolicLink()) {
            throw new StoreIoException(
                    IoSite.of(operation, name), IoKind.INVALID_INPUT, "refusing to go through a symbolic link");
        }
    }

    private static void discard(StoreFs fs, String staged, Throwable failure) {
        try {
            if (fs.facts(staged).isPresent()) {
                fs.delete(staged);
            }
        } catch (StoreIoException e) {
            failure.addSuppressed(e);
        }
    }
}
