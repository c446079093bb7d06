package io.batpak.fs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Makes the names of a directory durable.
///
/// A directory can only be forced through a `FileChannel`, and an interrupt during the force would hide its
/// failure: the kernel reports a lost write once, to the channel that the interrupt closes. So the force runs
/// on a thread that nobody can interrupt, about 50 µs on top of a sync of a millisecond.
final class DirectorySync {
    private DirectorySync() {}

    static void of(Path directory) {
        IoSite site = IoSite.of("sync directory", directory.toString());
        FutureTask<Boolean> force = new FutureTask<>(() -> force(directory));
        try {
            Thread.ofPlatform().name("batpak-directory-sync").daemon(true).start(force);
        } catch (OutOfMemoryError noThread) {
            throw new StoreIoException(site, IoKind.OTHER, "no thread to run it", noThread);
        }
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    force.get();
                    return;
                } catch (InterruptedException interrupt) {
                    interrupted = true; // kept for the caller; the sync is awaited whatever happens
                }
            }
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof IOException failure
                    ? IoFailures.translated(site, failure)
                    : new IllegalStateException(site.toString(), failed.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static boolean force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
            return true;
        }
    }
}
