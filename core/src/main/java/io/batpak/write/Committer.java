package io.batpak.write;

import io.batpak.error.StoreClosedException;
import io.batpak.error.VisibilityFenceActiveException;
import io.batpak.error.VisibilityFenceNotActiveException;
import io.batpak.format.IdempotencyRow;
import io.batpak.format.VisibilityRanges;
import io.batpak.fs.StoreFs;
import io.batpak.index.IndexWriter;
import io.batpak.model.AppendOptions;
import io.batpak.model.BatchItem;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Ticket;
import io.batpak.model.WriterPressure;
import io.batpak.time.Clock;
import io.batpak.time.Spawner;
import java.util.List;

/// The write side of an open store: prepares what callers hand in, without any lock, has it committed, and makes
/// the receipts.
///
/// Any thread calls in. A receipt is handed out when the frame has reached the operating system: it survives the
/// end of this process, and the machine's once a sync has covered it.
public final class Committer {
    static final System.Logger LOG = System.getLogger("io.batpak");

    private final WriteSettings settings;
    private final Preparer preparer;
    private final CommitEngine engine;
    private final Committed.Seal seal;

    private Committer(WriteSettings settings, Preparer preparer, CommitEngine engine, Committed.Seal seal) {
        this.settings = settings;
        this.preparer = preparer;
        this.engine = engine;
        this.seal = seal;
    }

    /// What recovery hands to the commit engine.
    ///
    /// @param segmentId id of the segment to create
    /// @param nextSequence first sequence to hand out, above everything that was ever shown
    /// @param keys idempotency keys that were remembered
    /// @param hidden what cancelled fences hide
    public record Recovered(
            IndexWriter index,
            Watermarks marks,
            long segmentId,
            long nextSequence,
            List<IdempotencyRow> keys,
            VisibilityRanges hidden) {}

    /// What the engine takes from outside besides the directory.
    ///
    /// @param spawner gives the background threads
    /// @param threadName tells this store's threads from those of others
    public record Surroundings(Clock clock, Spawner spawner, String threadName) {}

    /// Starts a new segment and is ready to commit.
    public static Committer start(
            StoreFs fs, Surroundings around, WriteSettings settings, Recovered recovered, ReceiptSeal seal) {
        CommitEngine engine = new CommitEngine(fs, around.clock(), settings, recovered);
        if (!settings.reference() && !settings.queue().cooperative()) {
            engine.start(new Background(
                    around.spawner(), around.threadName(), settings, engine::syncUncaptured, engine::drainQueue));
        }
        return new Committer(settings, new Preparer(around.clock(), settings), engine, seal::apply);
    }
}
