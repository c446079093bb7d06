package io.batpak;

import io.batpak.error.StoreClosedException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Lets one undertaking at a time reshape or copy the journal as a whole: a compaction, a snapshot, a fork, a
/// backup, the end of the store. Appends and reads do not care.
///
/// Any thread; an undertaking waits for the one under way.
final class Upkeep {
    private final OpenJournal journal;
    private final ReentrantLock gate = new ReentrantLock();
    private volatile boolean ending;

    Upkeep(OpenJournal journal) {
        this.journal = journal;
    }

    /// Does `work` while nobody else is at it.
    ///
    /// @throws StoreClosedException when the store was closed before its time came
    /// @throws IllegalStateException when called from within such work, by a callback of the caller's
    <T> T alone(Supplier<T> work) {
        requireOutside();
        gate.lock();
        try {
            if (ending) {
                throw new StoreClosedException(journal.fs().directory());
            }
            journal.requireOpen();
            return work.get();
        } finally {
            gate.unlock();
        }
    }

    /// @throws IllegalStateException when called from within such work
    void requireOutside() {
        if (gate.isHeldByCurrentThread()) {
            throw new IllegalStateException("a compaction or a copy of this store is running on this very thread");
        }
    }

    /// Whether the store is about to end, so that long work should stop where it may.
    boolean isEnding() {
        return ending;
    }

    /// Ends the store with `work`, behind whatever is under way; that is asked to stop early.
    void end(Runnable work) {
        ending = true;
        gate.lock();
        try {
            work.run();
        } finally {
            gate.unlock();
        }
    }
}
