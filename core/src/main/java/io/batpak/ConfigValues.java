package io.batpak;

import static io.batpak.ConfigChecks.inRange;

import io.batpak.error.ConfigurationException;
import io.batpak.fs.StoreFs;
import io.batpak.fs.SyncMode;
import io.batpak.model.AutoMerge;
import io.batpak.model.Durability;
import io.batpak.model.EventIds;
import io.batpak.model.FsyncSchedule;
import io.batpak.model.IdempotencyOverflow;
import io.batpak.model.IdempotencyRetention;
import io.batpak.model.IndexTopology;
import io.batpak.model.RestartPolicy;
import io.batpak.projection.ProjectionCache;
import io.batpak.sign.SigningKey;
import io.batpak.sign.SigningPolicy;
import io.batpak.time.Clock;
import io.batpak.time.Spawner;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The values behind a [StoreConfig]: collected by its builder, then checked once and never changed again.
final class ConfigValues {
    private static final long MIB = 1 << 20;
    private static final long U32_MAX = 0xFFFF_FFFFL;
    private static final int QUEUE_MAX = 1 << 24;
    private static final Duration SYNC_WITHIN_MAX = Duration.ofDays(1);

    final StoreFs fs;
    Clock clock = Clock.system();
    long segmentBytesMax = 256 * MIB;
    long appendBytesMax = 16 * MIB;
    long batchEventsMax = 256;
    long batchBytesMax = MIB;
    long syncEveryEvents = 1000;
    SyncMode syncMode = SyncMode.ALL;
    Durability durability = Durability.CADENCE;
    Duration syncWithin = Duration.ofSeconds(1);
    FsyncSchedule fsyncSchedule = FsyncSchedule.SHARED;
    long queueCapacity = 4096;
    long pressureRetryPercent = 75;
    long groupCommitEvents = 1;
    long shutdownDrainMax = 1024;
    long writerStackBytes;
    boolean cooperative;
    RestartPolicy restartPolicy = RestartPolicy.once();
    boolean refusalStackTraces;
    long subscriberQueueMax = 8192;
    List<SigningKey> signingKeys = List.of();
    SigningPolicy signingPolicy = SigningPolicy.OPTIONAL;
    IdempotencyRetention idempotencyRetention = IdempotencyRetention.DEFAULT;
    IdempotencyOverflow idempotencyOverflow = IdempotencyOverflow.WARN;
    Spawner spawner = Spawner.platformThreads();
    EventIds.@Nullable RandomBits randomness;
    long openFilesMax = 64;
    ChainVerification chainVerification = ChainVerification.CRC;
    OpenObserver openObserver = OpenObserver.none();
    IndexTopology indexTopology = IndexTopology.AOS;
    AutoMerge autoMerge = new AutoMerge.SmallSegments();
    ArtifactOptions artifacts = ArtifactOptions.DEFAULT;
    PayloadTypes payloads = PayloadTypes.DEFAULT;
    ProjectionCache projectionCache = ProjectionCache.none();

    ConfigValues(StoreFs fs) {
        this.fs = fs;
    }

    private ConfigValues(ConfigValues from) {
        fs = from.fs;
        clock = from.clock;
        segmentBytesMax = from.segmentBytesMax;
        appendBytesMax = from.appendBytesMax;
        batchEventsMax = from.batchEventsMax;
        batchBytesMax = from.batchBytesMax;
        syncEveryEvents = from.syncEveryEvents;
        syncMode = from.syncMode;
        durability = from.durability;
        syncWithin = from.syncWithin;
        fsyncSchedule = from.fsyncSchedule;
        queueCapacity = from.queueCapacity;
        pressureRetryPercent = from.pressureRetryPercent;
        groupCommitEvents = from.groupCommitEvents;
        shutdownDrainMax = from.shutdownDrainMax;
        writerStackBytes = from.writerStackBytes;
        cooperative = from.cooperative;
        restartPolicy = from.restartPolicy;
        refusalStackTraces = from.refusalStackTraces;
        subscriberQueueMax = from.subscriberQueueMax;
        signingKeys = from.signingKeys;
        signingPolicy = from.signingPolicy;
        idempotencyRetention = from.idempotencyRetention;
        idempotencyOverflow = from.idempotencyOverflow;
        spawner = from.spawner;
        randomness = from.randomness;
        openFilesMax = from.openFilesMax;
        chainVerification = from.chainVerification;
        openObserver = from.openObserver;
        indexTopology = from.indexTopology;
        autoMerge = from.autoMerge;
        artifacts = from.artifacts;
        payloads = from.payloads;
        projectionCache = from.projectionCache;
    }

    /// A copy whose values are all in range; the only place they are checked.
    ///
    /// @throws ConfigurationException naming option, value and range of the first that is not
    ConfigValues checked() {
        inRange("segmentBytesMax", segmentBytesMax, 1, Long.MAX_VALUE);
        inRange("queueCapacity", queueCapacity, 1, QUEUE_MAX);
        inRange("pressureRetryPercent", pressureRetryPercent, 1, 100);
        inRange("openFilesMax", openFilesMax, 1, Integer.MAX_VALUE);
        inRange("subscriberQueueMax", subscriberQueueMax, 1, QUEUE_MAX);
        inRange("appendBytesMax", appendBytesMax, 1, 64 * MIB);
        inRange("batchEventsMax", batchEventsMax, 1, 4096);
        inRange("batchBytesMax", batchBytesMax, 1, 16 * MIB);
        inRange("syncEveryEvents", syncEveryEvents, 0, U32_MAX);
        inRange("syncWithin", syncWithin, SYNC_WITHIN_MAX);
        inRange("groupCommitEvents", groupCommitEvents, 0, U32_MAX);
        inRange("shutdownDrainMax", shutdownDrainMax, 0, Integer.MAX_VALUE);
        inRange("writerStackBytes", writerStackBytes, 0, 1L << 30);
        if (signingPolicy == SigningPolicy.REQUIRED && signingKeys.isEmpty()) {
            throw new ConfigurationException("signingKeys", "empty", "at least one where signingPolicy is REQUIRED");
        }
        return new ConfigValues(this);
    }
}
