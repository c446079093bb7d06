package io.batpak.write;

import io.batpak.format.VisibilityRanges;
import io.batpak.fs.StoreFs;
import io.batpak.fs.SyncMode;
import io.batpak.index.Index;
import io.batpak.model.AppendOptions;
import io.batpak.model.Durability;
import io.batpak.model.EventIds;
import io.batpak.model.Extensions;
import io.batpak.model.FsyncSchedule;
import io.batpak.model.IdempotencyKey;
import io.batpak.model.IdempotencyOverflow;
import io.batpak.model.IdempotencyRetention;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.RestartPolicy;
import io.batpak.sidecar.IndexRuns;
import io.batpak.sign.KeyRing;
import io.batpak.time.Clock;
import io.batpak.time.Spawner;
import io.batpak.time.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The write side of an empty journal, without a store around it.
final class OpenCommitter implements AutoCloseable {
    static final Payload PAYLOAD = Payload.messagePack(new byte[] {(byte) 0xC0});

    final Index index = new Index(_ -> Extensions.none());
    final Watermarks marks =
            new Watermarks("d", Clock.system(), Ticker.system(), false, new Waker(Ticker.system(), null, "unused"));
    final Committer committer;

    /// @param cooperative whether nothing runs in the background
    OpenCommitter(Path directory, boolean cooperative, FsyncSchedule schedule, IdempotencyRetention retention) {
        StoreFs fs = StoreFs.local(directory);
        WriteSettings settings = new WriteSettings(
                new WriteSettings.Limits(1 << 20, 1 << 16, 100, 1 << 20),
                new WriteSettings.Syncs(Durability.CADENCE, 1000, Duration.ZERO, SyncMode.ALL, schedule),
                new WriteSettings.Queue(16, 16, 1, cooperative, 0),
                new WriteSettings.Keys(retention, IdempotencyOverflow.WARN),
                RestartPolicy.once(),
                false);
        committer = Committer.start(
                new Committer.Surroundings(
                        fs, Clock.system(), Spawner.platformThreads(), "test", KeyRing.none(), new EventIds()),
                settings,
                new Committer.Recovered(
                        index.writer(), marks, 1, 0, List.of(), VisibilityRanges.NONE, new IndexRuns(fs, index)));
    }

    Receipt append() {
        return committer.append(KeyRows.AT, KeyRows.KIND, PAYLOAD, AppendOptions.none());
    }

    Receipt append(long key) {
        return committer.append(
                KeyRows.AT, KeyRows.KIND, PAYLOAD, AppendOptions.none().idempotencyKey(new IdempotencyKey(0, key)));
    }

    long durable() {
        return marks.frontier().durable().sequence();
    }

    @Override
    public void close() {
        committer.shutDown();
    }
}
