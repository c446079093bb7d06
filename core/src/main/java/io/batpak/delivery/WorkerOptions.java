package io.batpak.delivery;

import io.batpak.model.InvalidArgumentException;
import io.batpak.model.RestartPolicy;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/// How a worker works. Immutable; each method returns changed options.
///
/// @param batch events handed to the handler at once, at most; 1 or more
/// @param restarts how often it goes on after the handler has thrown something
/// @param checkpoint the name under which it keeps its place; empty to begin anew with each worker
/// @param begin where it begins when no place is kept
public record WorkerOptions(int batch, RestartPolicy restarts, Optional<CheckpointId> checkpoint, CursorOptions begin) {
    private static final int BATCH = 64;
    private static final WorkerOptions STANDARD =
            new WorkerOptions(BATCH, RestartPolicy.once(), Optional.empty(), CursorOptions.fromTheBeginning());

    private static final long FIRST_PAUSE_MILLIS = 10;
    private static final int DOUBLINGS_MAX = 20;

    /// The longest pause in front of a restart.
    static final Duration PAUSE_MAX = Duration.ofSeconds(1);

    /// @throws InvalidArgumentException if the batch is smaller than 1
    public WorkerOptions {
        if (batch < 1) {
            throw new InvalidArgumentException("batch", batch, "1 or more");
        }
        Objects.requireNonNull(restarts);
    }

    /// Batches of 64, one restart, no place kept, from the first event on.
    public static WorkerOptions standard() {
        return STANDARD;
    }

    /// At most so many events at once.
    public WorkerOptions batchOf(int events) {
        return new WorkerOptions(events, restarts, checkpoint, begin);
    }

    /// Goes on that often.
    public WorkerOptions restarting(RestartPolicy policy) {
        return new WorkerOptions(batch, policy, checkpoint, begin);
    }

    /// Keeps its place under this name.
    public WorkerOptions keeping(CheckpointId id) {
        return new WorkerOptions(batch, restarts, Optional.of(id), begin);
    }

    /// Begins there when no place is kept.
    public WorkerOptions beginning(CursorOptions where) {
        return new WorkerOptions(batch, restarts, checkpoint, where);
    }

    /// The pause in front of a restart: it doubles from one to the next, up to [#PAUSE_MAX].
    ///
    /// @param restart which one in a span of time, 1 being the first
    static Duration pauseBefore(int restart) {
        long millis = FIRST_PAUSE_MILLIS << Math.min(DOUBLINGS_MAX, restart - 1);
        return Duration.ofMillis(Math.min(millis, PAUSE_MAX.toMillis()));
    }
}
