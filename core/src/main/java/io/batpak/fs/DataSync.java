package io.batpak.fs;

import java.io.IOException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// `fdatasync(2)` on a descriptor of its own, because Java offers it only on interruptible channels.
///
/// The kernel reports a lost write to every descriptor that was open when it happened and to the next one
/// opened, so this one hears of each failure.
final class DataSync implements AutoCloseable {
    private final Posix posix;
    private final int descriptor;

    private DataSync(Posix posix, int descriptor) {
        this.posix = posix;
        this.descriptor = descriptor;
    }

    /// Null if native calls are not allowed, the platform has no `fdatasync`, or the name leads elsewhere.
    static @Nullable DataSync open(Path path, Object identity) {
        Posix posix = Posix.ifAllowed();
        if (posix == null || !posix.hasDataSync()) {
            return null;
        }
        Posix.Result opened = posix.openReadOnly(path);
        if (opened.failed()) {
            return null;
        }
        DataSync sync = new DataSync(posix, opened.value());
        try {
            if (LocalFile.identity(LocalFile.attributes(path, LinkOption.NOFOLLOW_LINKS))
                    .equals(identity)) {
                return sync;
            }
        } catch (IOException nameLost) {
            sync.close();
            return null; // the full sync needs no name
        }
        sync.close();
        return null;
    }

    /// Always true: the data is durable, or this throws.
    boolean run(String name) {
        Posix.Result result = posix.syncData(descriptor);
        if (result.failed()) {
            throw posix.failure(IoSite.of("sync", name), result);
        }
        return true;
    }

    @Override
    public void close() {
        posix.close(descriptor);
    }
}
