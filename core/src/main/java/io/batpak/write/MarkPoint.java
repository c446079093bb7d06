package io.batpak.write;

import io.batpak.model.HlcPoint;
import org.jspecify.annotations.Nullable;

/// One point that is moved in place, so that a commit allocates nothing for it, and who waits for it to move.
/// Guarded by the monitor of [Watermarks].
final class MarkPoint {
    private long wallMillis;
    private long sequence;
    /// Null while nobody has waited yet.
    private @Nullable Waiters waiters;

    long wallMillis() {
        return wallMillis;
    }

    long sequence() {
        return sequence;
    }

    HlcPoint copy() {
        return new HlcPoint(wallMillis, sequence);
    }

    /// Puts it somewhere, also back.
    void set(HlcPoint point) {
        wallMillis = point.wallMillis();
        sequence = point.sequence();
        wake();
    }

    /// Moves it, never back.
    void advance(long toWallMillis, long toSequence) {
        if (toSequence >= sequence) {
            wallMillis = toWallMillis;
            sequence = toSequence;
            wake();
        }
    }

    private void wake() {
        Waiters waiting = waiters;
        if (waiting != null && waiting.reachedBy(sequence)) {
            waiting.wakeUpTo(sequence);
        }
    }

    Waiters waiters() {
        Waiters waiting = waiters;
        if (waiting == null) {
            waiting = new Waiters();
            waiters = waiting;
        }
        return waiting;
    }

    void wakeAll() {
        Waiters waiting = waiters;
        if (waiting != null) {
            waiting.wakeAll();
        }
    }
}
