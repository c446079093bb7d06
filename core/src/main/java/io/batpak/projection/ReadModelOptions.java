package io.batpak.projection;

import io.batpak.delivery.CheckpointId;
import io.batpak.model.InvalidArgumentException;
import java.util.Optional;
import java.util.function.Consumer;

/// How a read model is made and kept. Immutable; each method returns changed options.
///
/// @param checkpoint the name under which its states are kept in the directory of the journal; empty to keep them
///     in memory only
/// @param threads how many threads fold a long stretch of events, each its own keys; 1 for the calling thread alone,
///     as always in a cooperative journal
/// @param stretchMin how many sequences make a long stretch, 1 or more
/// @param progress is told how far it has come, now and then, on whichever thread folds, one call at a time
public record ReadModelOptions(
        Optional<CheckpointId> checkpoint, int threads, long stretchMin, Consumer<? super FoldProgress> progress) {
    private static final int THREADS_MAX = 256;
    private static final long STRETCH_MIN = 1 << 16;
    private static final ReadModelOptions STANDARD = new ReadModelOptions(Optional.empty(), 1, STRETCH_MIN, _ -> {});

    /// @throws InvalidArgumentException if the number of threads is not in 1..256, or a stretch is shorter than 1
    public ReadModelOptions {
        if (threads < 1 || threads > THREADS_MAX) {
            throw new InvalidArgumentException("threads", threads, "1 to " + THREADS_MAX);
        }
        if (stretchMin < 1) {
            throw new InvalidArgumentException("stretchMin", stretchMin, "1 or more");
        }
    }

    /// In memory only, folded by the calling thread, without reports.
    public static ReadModelOptions standard() {
        return STANDARD;
    }

    /// Keeps states under this name.
    public ReadModelOptions keeping(CheckpointId id) {
        return new ReadModelOptions(Optional.of(id), threads, stretchMin, progress);
    }

    /// Folds stretches of 65 536 sequences and more with so many threads.
    ///
    /// @throws InvalidArgumentException if it is not in 1..256
    public ReadModelOptions threads(int count) {
        return threads(count, STRETCH_MIN);
    }

    /// Folds stretches of at least so many sequences with so many threads.
    ///
    /// @throws InvalidArgumentException if the threads are not in 1..256, or a stretch is shorter than 1
    public ReadModelOptions threads(int count, long sequencesMin) {
        return new ReadModelOptions(checkpoint, count, sequencesMin, progress);
    }

    /// Tells how far it has come. What the listener throws ends the fold and reaches its caller.
    public ReadModelOptions reporting(Consumer<? super FoldProgress> listener) {
        return new ReadModelOptions(checkpoint, threads, stretchMin, listener);
    }
}
