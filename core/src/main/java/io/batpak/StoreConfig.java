package io.batpak;

import static io.batpak.ConfigChecks.inRange;

import io.batpak.error.ConfigurationException;
import io.batpak.fs.StoreFs;
import io.batpak.fs.SyncMode;
import io.batpak.model.Durability;
import io.batpak.model.EventIds;
import io.batpak.model.FsyncSchedule;
import io.batpak.model.IdempotencyOverflow;
import io.batpak.model.IdempotencyRetention;
import io.batpak.model.IndexArtifacts;
import io.batpak.model.IndexTopology;
import io.batpak.model.RestartPolicy;
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
import org.jspecify.annotations.Nullable;

/// How a journal is opened. Immutable; every value is checked when it is built, and building touches no file.
public final class StoreConfig {
    private static final long MIB = 1 << 20;
    private static final long U32_MAX = 0xFFFF_FFFFL;
    private static final int QUEUE_MAX = 1 << 24;

    private final StoreFs fs;
    private final Clock clock;
    private final long segmentBytesMax;
    private final int appendBytesMax;
    private final int batchEventsMax;
    private final int batchBytesMax;
    private final long syncEveryEvents;
    private final SyncMode syncMode;
    private final Durability durability;
    private final Duration syncWithin;
    private final FsyncSchedule fsyncSchedule;
    private final int queueCapacity;
    private final int pressureRetryPercent;
    private final long groupCommitEvents;
    private final int shutdownDrainMax;
    private final long writerStackBytes;
    private final boolean cooperative;
    private final RestartPolicy restartPolicy;
    private final boolean refusalStackTraces;
    private final int subscriberQueueMax;
    private final KeyRing signingKeys;
    private final IdempotencyRetention idempotencyRetention;
    private final IdempotencyOverflow idempotencyOverflow;
    private final Spawner spawner;
    private final EventIds.@Nullable RandomBits randomness;
    private final int openFilesMax;
    private final OpenOptions opening;

    private StoreConfig(Builder b) { // the only place a value is checked
        fs = b.fs;
        clock = b.clock;
        segmentBytesMax = inRange("segmentBytesMax", b.segmentBytesMax, 1, Long.MAX_VALUE);
        queueCapacity = (int) inRange("queueCapacity", b.queueCapacity, 1, QUEUE_MAX);
        pressureRetryPercent = (int) inRange("pressureRetryPercent", b.pressureRetryPercent, 1, 100);
        openFilesMax = (int) inRange("openFilesMax", b.openFilesMax, 1, Integer.MAX_VALUE);
        subscriberQueueMax = (int) inRange("subscriberQueueMax", b.subscriberQueueMax, 1, QUEUE_MAX);
        appendBytesMax = (int) inRange("appendBytesMax", b.appendBytesMax, 1, 64 * MIB);
        batchEventsMax = (int) inRange("batchEventsMax", b.batchEventsMax, 1, 4096);
        batchBytesMax = (int) inRange("batchBytesMax", b.batchBytesMax, 1, 16 * MIB);
        syncEveryEvents = inRange("syncEveryEvents", b.syncEveryEvents, 0, U32_MAX);
        syncWithin = inRange("syncWithin", b.syncWithin, Duration.ofDays(1));
        groupCommitEvents = inRange("groupCommitEvents", b.groupCommitEvents, 0, U32_MAX);
        shutdownDrainMax = (int) inRange("shutdownDrainMax", b.shutdownDrainMax, 0, Integer.MAX_VALUE);
        writerStackBytes = inRange("writerStackBytes", b.writerStackBytes, 0, 1L << 30);
        signingKeys = ConfigChecks.keyRing(b.signingPolicy, b.signingKeys);
        syncMode = b.syncMode;
        durability = b.durability;
        fsyncSchedule = b.fsyncSchedule;
        cooperative = b.cooperative;
        restartPolicy = b.restartPolicy;
        refusalStackTraces = b.refusalStackTraces;
        idempotencyRetention = b.idempotencyRetention;
        idempotencyOverflow = b.idempotencyOverflow;
        spawner = b.spawner;
        randomness = b.randomness;
        opening = b.opening;
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
        return fs;
    }

    Clock clock() {
        return clock;
    }

    WriteSettings writeSettings() {
        return new WriteSettings(
                new WriteSettings.Limits(segmentBytesMax, appendBytesMax, batchEventsMax, batchBytesMax),
                new WriteSettings.Syncs(durability, syncEveryEvents, syncWithin, syncMode, fsyncSchedule),
                new WriteSettings.Queue(
                        queueCapacity, shutdownDrainMax, groupCommitEvents, cooperative, writerStackBytes),
                new WriteSettings.Keys(idempotencyRetention, idempotencyOverflow),
                restartPolicy,
                refusalStackTraces);
    }

    /// So many queued writes make `trySubmit` say that it is better to come back later.
    int pressureRetryThreshold() {
        return Math.max(1, Math.ceilDiv(queueCapacity * pressureRetryPercent, 100));
    }

    KeyRing signingKeys() {
        return signingKeys;
    }

    int subscriberQueueMax() {
        return subscriberQueueMax;
    }

    Spawner spawner() {
        return spawner;
    }

    Surroundings surroundings(Clock running) {
        boolean readAhead = !cooperative && fsyncSchedule != FsyncSchedule.REFERENCE;
        return opening.artifacts().surroundings(fs, running, spawner, readAhead);
    }

    /// A new source of event ids, for one open store.
    EventIds eventIds() {
        return randomness == null ? new EventIds() : new EventIds(randomness);
    }

    int openFilesMax() {
        return openFilesMax;
    }

    OpenOptions opening() {
        return opening;
    }

    /// Collects the options; not for concurrent use.
    public static final class Builder {
        private final StoreFs fs;
        private Clock clock = Clock.system();
        private long segmentBytesMax = 256 * MIB;
        private long appendBytesMax = 16 * MIB;
        private long batchEventsMax = 256;
        private long batchBytesMax = MIB;
        private long syncEveryEvents = 1000;
        private SyncMode syncMode = SyncMode.ALL;
        private Durability durability = Durability.CADENCE;
        private Duration syncWithin = Duration.ofSeconds(1);
        private FsyncSchedule fsyncSchedule = FsyncSchedule.SHARED;
        private long queueCapacity = 4096;
        private long pressureRetryPercent = 75;
        private long groupCommitEvents = 1;
        private long shutdownDrainMax = 1024;
        private long writerStackBytes;
        private boolean cooperative;
        private RestartPolicy restartPolicy = RestartPolicy.once();
        private boolean refusalStackTraces;
        private long subscriberQueueMax = 8192;
        private List<SigningKey> signingKeys = List.of();
        private SigningPolicy signingPolicy = SigningPolicy.OPTIONAL;
        private IdempotencyRetention idempotencyRetention = IdempotencyRetention.DEFAULT;
        private IdempotencyOverflow idempotencyOverflow = IdempotencyOverflow.WARN;
        private Spawner spawner = Spawner.platformThreads();
        private EventIds.@Nullable RandomBits randomness;
        private long openFilesMax = 64;
        private OpenOptions opening = OpenOptions.DEFAULT;

        private Builder(StoreFs fs) {
            this.fs = fs;
        }

        /// Where the store takes the time from. Default: the system clock. Waits use real time whatever is
        /// set here.
        public Builder clock(Clock value) {
            clock = value;
            return this;
        }

        /// A segment that has reached this size takes no further commit; the last one may overshoot. Bytes,
        /// 1 or more, default 256 MiB.
        public Builder segmentBytesMax(long value) {
            segmentBytesMax = value;
            return this;
        }

        /// Largest payload plus encoded extensions of one event. Bytes, 1 to 64 MiB, default 16 MiB.
        public Builder appendBytesMax(long value) {
            appendBytesMax = value;
            return this;
        }

        /// Most items of one batch. 1 to 4096, default 256.
        public Builder batchEventsMax(long value) {
            batchEventsMax = value;
            return this;
        }

        /// Largest sum of payloads and encoded extensions of one batch. Bytes, 1 to 16 MiB, default 1 MiB.
        public Builder batchBytesMax(long value) {
            batchBytesMax = value;
            return this;
        }

        /// A sync follows at the latest this many commits after the last one. 0 to 2^32 - 1, where 0 and 1
        /// sync behind every commit; default 1000.
        public Builder syncEveryEvents(long value) {
            syncEveryEvents = value;
            return this;
        }

        /// What a sync makes durable. Default: data and all metadata.
        public Builder syncMode(SyncMode value) {
            syncMode = value;
            return this;
        }

        /// What the receipt of a single append waits for. Default: the operating system, not a sync.
        public Builder durability(Durability value) {
            durability = value;
            return this;
        }

        /// A commit stays unsynced at most about this long. 0 for no bound, up to a day; default 1 s.
        public Builder syncWithin(Duration value) {
            syncWithin = value;
            return this;
        }

        /// When and where syncs run. Default: outside the commit turn, shared.
        public Builder fsyncSchedule(FsyncSchedule value) {
            fsyncSchedule = value;
            return this;
        }

        /// How many writes may wait in the queue; more make their callers help or wait. 1 to 2^24, default
        /// 4096.
        public Builder queueCapacity(long value) {
            queueCapacity = value;
            return this;
        }

        /// The share of the queue at which `trySubmit` says to come back later. Percent, 1 to 100, default 75.
        public Builder pressureRetryPercent(long value) {
            pressureRetryPercent = value;
            return this;
        }

        /// Above 1, single appends must carry an idempotency key, as in 0.9.0 with group commit. Syncs are
        /// shared whatever is set here. 0 to 2^32 - 1, default 1.
        public Builder groupCommitEvents(long value) {
            groupCommitEvents = value;
            return this;
        }

        /// How many queued writes the end of the store still commits; the others fail with
        /// `StoreClosedException`. `close` commits those queued before it in any case. 0 or more, default 1024.
        public Builder shutdownDrainMax(long value) {
            shutdownDrainMax = value;
            return this;
        }

        /// Stack size of the background threads. Bytes, 0 (the default of the machine) to 1 GiB.
        public Builder writerStackBytes(long value) {
            writerStackBytes = value;
            return this;
        }

        /// Whether nothing runs in the background: queued writes are committed by whoever comes next, by
        /// waiting for a ticket, or by `Store.drain`; due syncs run on the caller. Default: false.
        public Builder cooperative(boolean value) {
            cooperative = value;
            return this;
        }

        /// How often writing carries on after an unexpected exception inside a commit. Default: once.
        public Builder restartPolicy(RestartPolicy value) {
            restartPolicy = value;
            return this;
        }

        /// Whether `SequenceMismatchException`, `StreamExistsException` and `VisibilityFenceActiveException` carry
        /// the stack trace of the refused caller; it costs more than the append. Default: false.
        public Builder refusalStackTraces(boolean value) {
            refusalStackTraces = value;
            return this;
        }

        /// How many notifications one subscriber may leave unread. 1 to 2^24, default 8192.
        public Builder subscriberQueueMax(long value) {
            subscriberQueueMax = value;
            return this;
        }

        /// Keys that receipts are verified with; the last one signs. Default: none, receipts are unsigned.
        public Builder signingKeys(List<SigningKey> value) {
            signingKeys = List.copyOf(value);
            return this;
        }

        /// Whether a store may be opened without a signing key. Default: it may.
        public Builder signingPolicy(SigningPolicy value) {
            signingPolicy = value;
            return this;
        }

        /// For how long idempotency keys are remembered when a compaction drops their events. Default: the
        /// newest 16 777 216 sequences, at most 67 108 864 keys.
        public Builder idempotencyRetention(IdempotencyRetention value) {
            idempotencyRetention = value;
            return this;
        }

        /// What happens when more keys have to be remembered than may be. Default: a warning.
        public Builder idempotencyOverflow(IdempotencyOverflow value) {
            idempotencyOverflow = value;
            return this;
        }

        /// Where background threads come from. Default: platform daemon threads.
        public Builder spawner(Spawner value) {
            spawner = value;
            return this;
        }

        /// Where the random bits of fresh event ids come from, so that a simulation can repeat them; of one open
        /// store at a time. Default: the generator of the operating system.
        public Builder randomness(EventIds.RandomBits value) {
            randomness = value;
            return this;
        }

        /// How many segment files stay open for reading. 1 or more, default 64.
        public Builder openFilesMax(long value) {
            openFilesMax = value;
            return this;
        }

        /// How much opening proves. Default: checksums.
        public Builder chainVerification(ChainVerification value) {
            opening = opening.verification(value);
            return this;
        }

        /// Whether `close` leaves an index behind that releases such as 0.9.0 open fast. Default: up to 250 000 events.
        public Builder indexArtifacts(IndexArtifacts value) {
            opening = opening.artifacts(opening.artifacts().policy(value));
            return this;
        }

        /// Whether `index.fbati` is read, refused when too new, and written. Default: true.
        public Builder mmapIndex(boolean value) {
            opening = opening.artifacts(opening.artifacts().mmapIndex(value));
            return this;
        }

        /// The same for `index.ckpt`, which is written only where `index.fbati` is not. Default: true.
        public Builder checkpoint(boolean value) {
            opening = opening.artifacts(opening.artifacts().checkpoint(value));
            return this;
        }

        /// Which accelerators 0.9.0 would build; reported, answers are equal. Default: none (`aos`).
        public Builder indexTopology(IndexTopology value) {
            opening = opening.topology(value);
            return this;
        }

        /// Who is told what opening found. Default: nobody.
        public Builder openObserver(OpenObserver value) {
            opening = opening.observer(value);
            return this;
        }

        /// The finished configuration.
        ///
        /// @throws ConfigurationException naming the option, its value and the accepted range
        public StoreConfig build() {
            return new StoreConfig(this);
        }
    }
}
