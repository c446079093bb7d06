package io.batpak;

import io.batpak.evidence.FrontierFigures;
import io.batpak.evidence.PathStatus;
import io.batpak.evidence.PlatformEvidence;
import io.batpak.evidence.PlatformEvidence.ActiveRead;
import io.batpak.evidence.PlatformEvidence.LockProtection;
import io.batpak.evidence.PlatformEvidence.Mapping;
import io.batpak.evidence.PlatformEvidence.MonotonicClock;
import io.batpak.evidence.PlatformEvidence.ParentDirSync;
import io.batpak.evidence.RestartLimit;
import io.batpak.evidence.StoreResourceReport;
import io.batpak.format.LifecyclePayloads;
import io.batpak.fs.FsTraits;
import io.batpak.fs.StoreFs;
import io.batpak.model.Bytes;
import io.batpak.model.Diagnostics;
import io.batpak.model.RestartPolicy;
import io.batpak.time.Clock;
import java.util.Optional;

/// What a journal holds and uses, as evidence. Unlike 0.9.0 it writes no file to find out what the disk can do.
final class Resources {
    private Resources() {}

    static StoreResourceReport of(OpenJournal journal, Diagnostics now) {
        return new StoreResourceReport(
                StoreResourceReport.SCHEMA_VERSION,
                StoreResourceReport.pathHash(now.directory()),
                now.eventCount(),
                now.nextSequence(),
                now.visibleSequence(),
                now.segmentBytesMax(),
                now.openFilesMax(),
                restarts(now.restartPolicy()),
                new StoreResourceReport.Pressure(
                        now.writerPressure().queued(), now.writerPressure().capacity()),
                FrontierFigures.of(now.frontier()),
                now.topology().label(),
                now.tileCount(),
                Optional.of(Bytes.of(LifecyclePayloads.encode(Lifecycle.openCompleted(now.openReport())))),
                platform(journal.fs(), Clock.system()));
    }

    private static RestartLimit restarts(RestartPolicy policy) {
        return switch (policy) {
            case RestartPolicy.Once once -> RestartLimit.Telling.ONCE;
            case RestartPolicy.Bounded bounded ->
                new RestartLimit.Bounded(bounded.restartsMax(), bounded.within().toMillis());
        };
    }

    private static PlatformEvidence platform(StoreFs fs, Clock clock) {
        FsTraits traits = fs.traits();
        Mapping mapping = traits.mapsFiles() ? Mapping.FILE_BACKED : Mapping.UNKNOWN;
        return PlatformEvidence.of(
                new PlatformEvidence.Host(
                        clock.wallNanos() - clock.monotonicNanos(), MonotonicClock.PROCESS_LOCAL_INSTANT_ANCHOR),
                new PlatformEvidence.StorePath(
                        fs.exists() ? PathStatus.Telling.OBSERVED_DIRECTORY : PathStatus.Telling.UNKNOWN_MISSING,
                        traits.syncsDirectories() ? ParentDirSync.UNIX_FSYNC : ParentDirSync.UNKNOWN,
                        traits.locksWithoutFollowing() ? LockProtection.ATOMIC_NO_FOLLOW : LockProtection.UNKNOWN,
                        mapping,
                        mapping,
                        traits.readsAtPositions() ? ActiveRead.UNIX_READ_AT : ActiveRead.UNKNOWN));
    }
}
