package io.batpak.write;

import io.batpak.fs.SyncMode;
import io.batpak.model.Durability;
import io.batpak.model.FsyncSchedule;
import io.batpak.model.IdempotencyOverflow;
import io.batpak.model.IdempotencyRetention;
import io.batpak.model.RestartPolicy;
import java.time.Duration;

/// The values of the configuration that the commit engine needs; checked where the configuration is built.
///
/// @param limits sizes of segments, events and batches
/// @param syncs when syncs run
/// @param queue the queue of handed-over writes
/// @param keys how long idempotency keys are remembered
/// @param restartPolicy what an unexpected exception inside a commit may cost
/// @param refusalStackTraces whether every refusal carries a stack trace
public record WriteSettings(
        Limits limits, Syncs syncs, Queue queue, Keys keys, RestartPolicy restartPolicy, boolean refusalStackTraces) {
    /// Sizes.
    ///
    /// @param segmentBytesMax a segment that has reached this many bytes takes no further commit
    /// @param appendBytesMax payload and encoded extensions of one event, bytes
    /// @param batchEventsMax items of one batch
    /// @param batchBytesMax payloads and encoded extensions of one batch, bytes
    public record Limits(long segmentBytesMax, int appendBytesMax, int batchEventsMax, int batchBytesMax) {}

    /// When syncs run.
    ///
    /// @param durability what the receipt of a single append waits for
    /// @param everyEvents commits after which a sync is due; 0 means after every commit
    /// @param within how long a commit may stay unsynced; zero for no bound
    /// @param mode how much of the file's metadata a sync covers
    /// @param schedule where they run
    public record Syncs(
            Durability durability, long everyEvents, Duration within, SyncMode mode, FsyncSchedule schedule) {}

    /// The queue of handed-over writes and who empties it.
    ///
    /// @param capacity how many may wait
    /// @param shutdownDrainMax how many of them the end of the store still commits
    /// @param groupCommitEvents above 1, single appends must carry a key
    /// @param cooperative whether nothing runs in the background
    /// @param stackBytes stack of the background threads, 0 for the default
    public record Queue(
            int capacity, int shutdownDrainMax, long groupCommitEvents, boolean cooperative, long stackBytes) {}

    /// How long idempotency keys are remembered.
    public record Keys(IdempotencyRetention retention, IdempotencyOverflow overflow) {}

    /// Whether syncs run as in 0.9.0.
    boolean reference() {
        return syncs.schedule() == FsyncSchedule.REFERENCE;
    }

    /// Whether receipts wait for a sync.
    boolean strict() {
        return syncs.durability() == Durability.STRICT;
    }
}
