package io.batpak.projection;

import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Adds up how far the threads of one fold have come, and tells it. Any thread.
final class FoldMeter {
    private final Consumer<? super FoldProgress> listener;
    private final long from;
    private final long to;
    private final ReentrantLock telling = new ReentrantLock();
    /// Guarded by the lock.
    private final long[] at;
    /// Guarded by the lock.
    private long told;

    /// @param from sequence behind which all of them begin
    /// @param to sequence of the last event
    FoldMeter(Consumer<? super FoldProgress> listener, long from, long to, int threads) {
        this.listener = listener;
        this.from = from;
        this.to = to;
        told = from;
        at = new long[threads];
        Arrays.fill(at, from);
    }

    /// One of them has come to a sequence.
    void reached(int thread, long sequence) {
        telling.lock();
        try {
            at[thread] = sequence;
            long all = Arrays.stream(at).min().orElse(to);
            if (all > told) {
                told = all;
                listener.accept(new FoldProgress(from, all, to));
            }
        } finally {
            telling.unlock();
        }
    }
}
