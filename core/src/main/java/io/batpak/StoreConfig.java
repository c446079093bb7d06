package io.batpak;

import io.batpak.fs.StoreFs;
import io.batpak.fs.SyncMode;
import io.batpak.model.AutoMerge;
import io.batpak.model.Durability;
import io.batpak.model.EventIds;
import io.batpak.model.FsyncSchedule;
import io.batpak.model.IdempotencyOverflow;
import io.batpak.model.IdempotencyRetention;
import io.batpak.model.IndexArtifacts;
import io.batpak.model.IndexTopology;
import io.batpak.model.RestartPolicy;
import io.batpak.payload.EventPayloadValidation;
import io.batpak.payload.PayloadRegistry;
import io.batpak.projection.ProjectionCache;
import io.batpak.recovery.Surroundings;
import io.batpak.sign.KeyRing;
import io.batpak.sign.SigningKey;
import io.batpak.sign.SigningPolicy;
import io.batpak.time.Clock;
import io.batpak.time.Spawner;
import io.batpak.write.WriteSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// How a journal is opened. Immutable; every value is checked when it is built, and building touches no file.
public final class StoreConfig {
    /// Starting threads for less takes longer than reading it.
    private static final long READ_AHEAD_FROM_BYTES = 16 << 20;

    private final ConfigValues values;
    private final KeyRing signingKeys;

    private StoreConfig(ConfigValues checked) {
        values = checked;
        signingKeys = KeyRing.of(checked.signingKeys);
    }

    /// A journal in this directory; it is created when it is missing.
    public static Builder in(Path directory) {
        return new Builder(StoreFs.local(directory));
    }

    /// A journal on another implementation of the file seam, for tests and simulations.
    public static Builder on(StoreFs fs) {
        return new Builder(fs);
    }

    StoreFs fs() {
        return values.fs;
    }

    Clock clock() {
        return values.clock;
    }

    WriteSettings writeSettings() {
        return new WriteSettings(
                new WriteSettings.Limits(
                        values.segmentBytesMax, (int) values.appendBytesMax, (int) values.batchEventsMax, (int)
                                values.batchBytesMax),
                new WriteSettings.Syncs(
                        values.durability,
                        values.syncEveryEvents,
                        values.syncWithin,
                        values.syncMode,
                        values.fsyncSchedule),
                new WriteSettings.Queue(
                        (int) values.queueCapacity,
                        (int) values.shutdownDrainMax,
                        values.groupCommitEvents,
                        values.cooperative,
                        values.writerStackBytes),
                new WriteSettings.Keys(values.idempotencyRetention, values.idempotencyOverflow),
                values.restartPolicy,
                values.refusalStackTraces);
    }

    /// So many queued writes make `trySubmit` say that it is better to come back later.
    int pressureRetryThreshold() {
        return Math.max(1, Math.ceilDiv((int) values.queueCapacity * (int) values.pressureRetryPercent, 100));
    }

    KeyRing signingKeys() {
        return signingKeys;
    }

    int subscriberQueueMax() {
        return (int) values.subscriberQueueMax;
    }

    Spawner spawner() {
        return values.spawner;
    }

    Surroundings surroundings(Clock running, boolean checkRunsWholly) {
        boolean alone = values.cooperative || values.fsyncSchedule == FsyncSchedule.REFERENCE;
        return new Surroundings(
                values.fs,
                running,
                values.spawner,
                alone ? Surroundings.NEVER : READ_AHEAD_FROM_BYTES,
                checkRunsWholly,
                values.artifacts.mmapIndex(),
                values.artifacts.checkpoint());
    }

    boolean cooperative() {
        return values.cooperative;
    }

    /// A new source of event ids, for one open store.
    EventIds eventIds() {
        return values.randomness == null ? new EventIds() : new EventIds(values.randomness);
    }

    int openFilesMax() {
        return (int) values.openFilesMax;
    }

    ChainVerification chainVerification() {
        return values.chainVerification;
    }

    OpenObserver openObserver() {
        return values.openObserver;
    }

    /// Never with [FsyncSchedule#REFERENCE], which compares runs step by step.
    AutoMerge autoMerge() {
        return values.fsyncSchedule == FsyncSchedule.REFERENCE ? new AutoMerge.Never() : values.autoMerge;
    }

    IndexTopology indexTopology() {
        return values.indexTopology;
    }

    boolean hasOwnClock() {
        return !clock().equals(Clock.system());
    }

    ArtifactOptions artifacts() {
        return values.artifacts;
    }

    PayloadTypes payloads() {
        return values.payloads;
    }

    ProjectionCache projectionCache() {
        return values.projectionCache;
    }

    /// Collects the options; not for concurrent use.
    public static final class Builder {
        private final ConfigValues values;

        private Builder(StoreFs fs) {
            values = new ConfigValues(fs);
        }

        /// Where the store takes the time from. Default: the system clock. Waits use real time whatever is
        /// set here.
        public Builder clock(Clock value) {
            values.clock = value;
            return this;
        }

        /// A segment that has reached this size takes no further commit; the last one may overshoot. Bytes,
        /// 1 or more, default 256 MiB.
        public Builder segmentBytesMax(long value) {
            values.segmentBytesMax = value;
            return this;
        }

        /// Largest payload plus encoded extensions of one event. Bytes, 1 to 64 MiB, default 16 MiB.
        public Builder appendBytesMax(long value) {
            values.appendBytesMax = value;
            return this;
        }

        /// Most items of one batch. 1 to 4096, default 256.
        public Builder batchEventsMax(long value) {
            values.batchEventsMax = value;
            return this;
        }

        /// Largest sum of payloads and encoded extensions of one batch. Bytes, 1 to 16 MiB, default 1 MiB.
        public Builder batchBytesMax(long value) {
            values.batchBytesMax = value;
            return this;
        }

        /// A sync follows at the latest this many commits after the last one. 0 to 2^32 - 1, where 0 and 1
        /// sync behind every commit; default 1000.
        public Builder syncEveryEvents(long value) {
            values.syncEveryEvents = value;
            return this;
        }

        /// What a sync makes durable. Default: data and all metadata.
        public Builder syncMode(SyncMode value) {
            values.syncMode = value;
            return this;
        }

        /// What the receipt of a single append waits for. Default: the operating system, not a sync.
        public Builder durability(Durability value) {
            values.durability = value;
            return this;
        }

        /// A commit stays unsynced at most about this long. 0 for no bound, up to a day; default 1 s.
        public Builder syncWithin(Duration value) {
            values.syncWithin = value;
            return this;
        }

        /// When and where syncs run. Default: outside the commit turn, shared.
        public Builder fsyncSchedule(FsyncSchedule value) {
            values.fsyncSchedule = value;
            return this;
        }

        /// How many writes may wait in the queue; more make their callers help or wait. 1 to 2^24, default
        /// 4096.
        public Builder queueCapacity(long value) {
            values.queueCapacity = value;
            return this;
        }

        /// The share of the queue at which `trySubmit` says to come back later. Percent, 1 to 100, default 75.
        public Builder pressureRetryPercent(long value) {
            values.pressureRetryPercent = value;
            return this;
        }

        /// Above 1, single appends must carry an idempotency key, as in 0.9.0 with group commit. Syncs are
        /// shared whatever is set here. 0 to 2^32 - 1, default 1.
        public Builder groupCommitEvents(long value) {
            values.groupCommitEvents = value;
            return this;
        }

        /// How many queued writes the end of the store still commits; the others fail with
        /// `StoreClosedException`. `close` commits those queued before it in any case. 0 or more, default 1024.
        public Builder shutdownDrainMax(long value) {
            values.shutdownDrainMax = value;
            return this;
        }

        /// Stack size of the background threads. Bytes, 0 (the default of the machine) to 1 GiB.
        public Builder writerStackBytes(long value) {
            values.writerStackBytes = value;
            return this;
        }

        /// Whether nothing runs in the background: queued writes are committed by whoever comes next, by
        /// waiting for a ticket, or by `Store.drain`; due syncs run on the caller. Default: false.
        public Builder cooperative(boolean value) {
            values.cooperative = value;
            return this;
        }

        /// How often writing carries on after an unexpected exception inside a commit. Default: once.
        public Builder restartPolicy(RestartPolicy value) {
            values.restartPolicy = value;
            return this;
        }

        /// Whether `SequenceMismatchException`, `StreamExistsException` and `VisibilityFenceActiveException` carry
        /// the stack trace of the refused caller; it costs more than the append. Default: false.
        public Builder refusalStackTraces(boolean value) {
            values.refusalStackTraces = value;
            return this;
        }

        /// How many notifications one subscriber may leave unread. 1 to 2^24, default 8192.
        public Builder subscriberQueueMax(long value) {
            values.subscriberQueueMax = value;
            return this;
        }

        /// Keys that receipts are verified with; the last one signs. Default: none, receipts are unsigned.
        public Builder signingKeys(List<SigningKey> value) {
            values.signingKeys = List.copyOf(value);
            return this;
        }

        /// Whether a store may be opened without a signing key. Default: it may.
        public Builder signingPolicy(SigningPolicy value) {
            values.signingPolicy = value;
            return this;
        }

        /// For how long idempotency keys are remembered when a compaction drops their events. Default: the
        /// newest 16 777 216 sequences, at most 67 108 864 keys.
        public Builder idempotencyRetention(IdempotencyRetention value) {
            values.idempotencyRetention = value;
            return this;
        }

        /// What happens when more keys have to be remembered than may be. Default: a warning.
        public Builder idempotencyOverflow(IdempotencyOverflow value) {
            values.idempotencyOverflow = value;
            return this;
        }

        /// Where background threads come from. Default: platform daemon threads.
        public Builder spawner(Spawner value) {
            values.spawner = value;
            return this;
        }

        /// Where the random bits of fresh event ids come from, so that a simulation can repeat them; of one open
        /// store at a time. Default: the generator of the operating system.
        public Builder randomness(EventIds.RandomBits value) {
            values.randomness = value;
            return this;
        }

        /// How many segment files stay open for reading. 1 or more, default 64.
        public Builder openFilesMax(long value) {
            values.openFilesMax = value;
            return this;
        }

        /// How much opening proves. Default: checksums.
        public Builder chainVerification(ChainVerification value) {
            values.chainVerification = value;
            return this;
        }

        /// Who is told what opening found. Default: nobody.
        public Builder openObserver(OpenObserver value) {
            values.openObserver = value;
            return this;
        }

        /// Whether `close` leaves an index behind that releases such as 0.9.0 open fast. Default: up to 250 000
        /// events.
        public Builder indexArtifacts(IndexArtifacts value) {
            values.artifacts = values.artifacts.policy(value);
            return this;
        }

        /// Whether `index.fbati` is read, refused when too new, and written. Default: true.
        public Builder mmapIndex(boolean value) {
            values.artifacts = values.artifacts.mmapIndex(value);
            return this;
        }

        /// Whether `index.ckpt` is read and refused when too new; it is written where `index.fbati` is not.
        /// Default: true.
        public Builder checkpoint(boolean value) {
            values.artifacts = values.artifacts.checkpoint(value);
            return this;
        }

        /// When segments are merged without anybody asking. Default: {@link AutoMerge.SmallSegments}, which leaves
        /// segments of ordinary size alone. Never with {@link #cooperative} or {@link FsyncSchedule#REFERENCE}.
        public Builder autoMerge(AutoMerge value) {
            values.autoMerge = value;
            return this;
        }

        /// Which accelerators 0.9.0 would build; reported, answers are equal. Default: none (`aos`).
        public Builder indexTopology(IndexTopology value) {
            values.indexTopology = value;
            return this;
        }

        /// The payload types of typed appends and reads. Default: those that the service loader finds.
        public Builder payloads(PayloadRegistry value) {
            values.payloads = values.payloads.registry(value);
            return this;
        }

        /// What opening does about payload types that contradict each other. Default: it refuses.
        public Builder eventPayloadValidation(EventPayloadValidation value) {
            values.payloads = values.payloads.validation(value);
            return this;
        }

        /// Where states of projections are kept beyond the memory of the open journal. Default: nowhere.
        public Builder projectionCache(ProjectionCache value) {
            values.projectionCache = value;
            return this;
        }

        /// The finished configuration.
        ///
        /// @throws ConfigurationException naming the option, its value and the accepted range
        public StoreConfig build() {
            return new StoreConfig(values.checked());
        }
    }
}
