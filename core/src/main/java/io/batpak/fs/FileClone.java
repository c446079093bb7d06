package io.batpak.fs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A new file that shares the blocks of another until one of them is written to: `FICLONE`.
final class FileClone {
    private FileClone() {}

    /// Returns false, and leaves nothing, where the platform or the file system cannot.
    static boolean of(IoSite site, Path source, Path target) {
        Posix posix = Posix.ifAllowed();
        if (posix == null || !posix.hasClone()) {
            return false;
        }
        return Uninterrupted.call("batpak-clone", site, () -> cloned(posix, site, source, target));
    }

    private static boolean cloned(Posix posix, IoSite site, Path source, Path target) throws IOException {
        try (FileChannel created = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            try {
                if (sharesBlocks(posix, site, source, target)) {
                    created.force(true);
                    return true;
                }
            } catch (IOException | RuntimeException | Error failure) {
                LocalFile.deleteAfter(failure, target);
                throw failure;
            }
            Files.delete(target);
            return false;
        }
    }

    private static boolean sharesBlocks(Posix posix, IoSite site, Path source, Path target) {
        Posix.Result from = posix.openReadOnly(source);
        if (from.failed()) {
            throw posix.failure(site, from);
        }
        try {
            Posix.Result to = posix.openOrCreate(target);
            if (to.failed()) {
                throw posix.failure(site, to);
            }
            try {
                Posix.Result result = posix.cloneFile(to.value(), from.value());
                if (result.failed() && !PosixConstants.cannotClone(result.errno())) {
                    throw posix.failure(site, result);
                }
                return !result.failed();
            } finally {
                posix.close(to.value());
            }
        } finally {
            posix.close(from.value());
        }
    }
}
