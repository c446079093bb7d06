package io.batpak;

import io.batpak.error.StoreClosedException;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// Whether a handle is open. Threads: any.
final class Openness {
    private final String directory;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private volatile boolean closed;

    /// @param directory named in errors
    Openness(String directory) {
        this.directory = directory;
    }

    boolean isClosed() {
        return closed;
    }

    void require() {
        if (closed) {
            throw new StoreClosedException(directory);
        }
    }

    /// Does `work` while the handle is open; whoever closes it waits for that.
    void during(Runnable work) {
        lock.readLock().lock();
        try {
            require();
            work.run();
        } finally {
            lock.readLock().unlock();
        }
    }

    /// Marks the handle closed; false when somebody else did.
    boolean end() {
        lock.writeLock().lock();
        try {
            boolean first = !closed;
            closed = true;
            return first;
        } finally {
            lock.writeLock().unlock();
        }
    }
}
