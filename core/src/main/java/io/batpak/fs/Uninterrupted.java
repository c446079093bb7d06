package io.batpak.fs;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Runs a blocking call on a thread that nobody can interrupt, about 50 µs on top of the call.
///
/// An interrupt closes the `FileChannel` that its thread is in, and a native call would hold the carrier of a
/// virtual thread. The caller waits to the end; an interrupt that it gets meanwhile stays pending.
final class Uninterrupted {
    private Uninterrupted() {}

    static <T> T call(String threadName, IoSite site, Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        try {
            Thread.ofPlatform().name(threadName).daemon(true).start(task);
        } catch (OutOfMemoryError noThread) {
            throw new StoreIoException(site, IoKind.OTHER, "no thread to run it", noThread);
        }
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException interrupt) {
                    interrupted = true; // kept for the caller; the end is awaited whatever happens
                }
            }
        } catch (ExecutionException failed) {
            throw switch (Objects.requireNonNull(failed.getCause())) {
                case IOException failure -> IoFailures.translated(site, failure);
                case StoreIoException failure -> failure;
                case Throwable unexpected -> new IllegalStateException(site.toString(), unexpected);
            };
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
