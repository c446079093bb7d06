package io.batpak.fs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/// `flock(2)` on the lock file of a directory.
///
/// A `FileChannel` lock is another kind of lock, which would not exclude batpak 0.9.0. Two descriptors of one
/// process exclude each other too; the registry only makes that independent of the file system. In a
/// directory that nobody here can write to, a reader takes what lock it can get.
final class LocalLock implements DirectoryLock {
    /// Directories locked by this process, each by its path and by its identity; guarded by itself.
    private static final Set<Object> HELD = new HashSet<>();

    private static final int NOTHING_TO_LOCK = -1;

    private final LockMode mode;
    private final Set<Object> keys;
    private final Posix posix;
    private final int descriptor;
    private final AtomicBoolean released = new AtomicBoolean();

    private LocalLock(LockMode mode, Set<Object> keys, Posix posix, int descriptor) {
        this.mode = mode;
        this.keys = keys;
        this.posix = posix;
        this.descriptor = descriptor;
    }

    static LocalLock take(Path directory, Path file, LockMode mode) {
        Posix posix = Posix.require();
        Set<Object> keys = keysOf(directory);
        synchronized (HELD) {
            if (keys.stream().anyMatch(HELD::contains)) {
                throw new StoreLockedException(directory.toString(), mode);
            }
            LocalLock lock = new LocalLock(mode, keys, posix, descriptor(posix, directory, file, mode));
            HELD.addAll(keys);
            return lock;
        }
    }

    private static Set<Object> keysOf(Path directory) {
        try {
            Path canonical = directory.toRealPath();
            return Set.of(canonical.toString(), LocalFile.identity(LocalFile.attributes(canonical)));
        } catch (IOException failure) {
            throw IoFailures.translated(IoSite.of("lock", directory.toString()), failure);
        }
    }

    private static int descriptor(Posix posix, Path directory, Path file, LockMode mode) {
        IoSite site = IoSite.of("lock", file.toString());
        Posix.Result opened = posix.openOrCreate(file);
        if (posix.isSymbolicLink(opened)) {
            throw IoFailures.throughSymlink("lock", file.toString());
        }
        boolean unwritable = opened.failed() && mode == LockMode.READ_ONLY && !Files.isWritable(directory);
        if (unwritable) {
            opened = posix.openReadOnly(file); // its lock counts for the others as well
            if (opened.failed()) {
                return NOTHING_TO_LOCK;
            }
        }
        if (opened.failed()) {
            throw posix.failure(site, opened);
        }
        Posix.Result locked = posix.lockExclusive(opened.value());
        if (locked.failed()) {
            posix.close(opened.value());
            if (unwritable && !posix.wouldBlock(locked)) {
                return NOTHING_TO_LOCK;
            }
            throw posix.wouldBlock(locked)
                    ? new StoreLockedException(directory.toString(), mode)
                    : posix.failure(site, locked);
        }
        return opened.value();
    }

    @Override
    public boolean isHeld() {
        return descriptor != NOTHING_TO_LOCK;
    }

    @Override
    public LockMode mode() {
        return mode;
    }

    @Override
    public void close() {
        if (released.compareAndSet(false, true)) {
            synchronized (HELD) {
                if (isHeld()) {
                    posix.close(descriptor); // gives up the flock: no other descriptor shares it
                }
                HELD.removeAll(keys);
            }
        }
    }
}
