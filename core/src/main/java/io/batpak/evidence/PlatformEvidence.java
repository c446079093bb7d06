package io.batpak.evidence;

import io.batpak.shape.Field;
import io.batpak.shape.Shape;
import io.batpak.shape.Shapes;
import io.batpak.shape.Struct;
import io.batpak.shape.Variant;
import io.batpak.shape.Variants;
import java.util.List;

/// What the machine can do for a journal. Immutable.
///
/// @param host what the process has
/// @param storePath what the directory can do
/// @param admission what of that is good enough to be used
public record PlatformEvidence(Host host, StorePath storePath, Admission admission) {
    /// What measures durations.
    public enum MonotonicClock {
        /// A clock of this process that never goes back.
        PROCESS_LOCAL_INSTANT_ANCHOR,

        /// Nobody knows.
        UNKNOWN,

        /// Finding out failed.
        PROBE_FAILED
    }

    /// How a name becomes durable.
    public enum ParentDirSync {
        /// The directory is synced.
        UNIX_FSYNC,

        /// By renaming alone.
        RENAME_ONLY,

        /// Nobody knows.
        UNKNOWN,

        /// Finding out failed.
        PROBE_FAILED
    }

    /// How the lock file is kept from being a link.
    public enum LockProtection {
        /// It is opened without following one.
        ATOMIC_NO_FOLLOW,

        /// One looks before opening it.
        BEST_EFFORT_CHECK_THEN_OPEN,

        /// Nobody knows.
        UNKNOWN,

        /// It cannot.
        OBSERVED_UNSUPPORTED,

        /// Finding out failed.
        PROBE_FAILED
    }

    /// Whether files can be mapped.
    public enum Mapping {
        /// They can.
        FILE_BACKED,

        /// Nobody knows.
        UNKNOWN,

        /// It cannot.
        OBSERVED_UNSUPPORTED,

        /// Finding out failed.
        PROBE_FAILED
    }

    /// How the growing segment is read.
    public enum ActiveRead {
        /// At positions.
        UNIX_READ_AT,

        /// One after the other.
        LOCKED_SEEK_READ,

        /// Nobody knows.
        UNKNOWN,

        /// Finding out failed.
        PROBE_FAILED
    }

    /// The lock as it counts.
    public enum AdmittedLock {
        /// It is opened without following a link.
        ATOMIC_NO_FOLLOW,

        /// One looks before opening it.
        BEST_EFFORT_CHECK_THEN_OPEN,

        /// Not good enough.
        REJECTED
    }

    /// Durable names as they count.
    public enum AdmittedSync {
        /// The directory is synced.
        UNIX_FSYNC,

        /// By renaming alone.
        RENAME_ONLY,

        /// Not good enough.
        REJECTED
    }

    /// Mappings as they count.
    public enum AdmittedMapping {
        /// Files are mapped.
        FILE_BACKED,

        /// Not good enough.
        REJECTED
    }

    /// What the process has.
    ///
    /// @param processClockEpochMarkerNanos where the clock of the process began, nanoseconds since 1970, unsigned
    /// @param monotonicClock what measures durations
    public record Host(long processClockEpochMarkerNanos, MonotonicClock monotonicClock) {
        static final Shape<Host> SHAPE = Struct.of(
                Field.of("process_clock_epoch_marker_ns", Shapes.U64, Host::processClockEpochMarkerNanos),
                Field.of("monotonic_clock", Variants.of(MonotonicClock.class), Host::monotonicClock),
                Host::new);
    }

    /// What a directory can do.
    ///
    /// @param pathStatus what is there
    /// @param parentDirSync how a name becomes durable
    /// @param lockLeafSymlinkProtection how the lock file is kept from being a link
    /// @param mmapIndex whether index files can be mapped
    /// @param sealedSegmentMmap whether finished segments can be mapped
    /// @param activeSegmentRead how the growing segment is read
    public record StorePath(
            PathStatus pathStatus,
            ParentDirSync parentDirSync,
            LockProtection lockLeafSymlinkProtection,
            Mapping mmapIndex,
            Mapping sealedSegmentMmap,
            ActiveRead activeSegmentRead) {
        private static final Shape<PathStatus> STATUS = Variants.of(
                "path status",
                List.of(
                        Variant.constant(PathStatus.Telling.OBSERVED_DIRECTORY, PathStatus.Telling.OBSERVED_DIRECTORY),
                        Variant.constant(PathStatus.Telling.UNKNOWN_MISSING, PathStatus.Telling.UNKNOWN_MISSING),
                        Variant.constant(
                                PathStatus.Telling.OBSERVED_UNSUPPORTED_NOT_DIRECTORY,
                                PathStatus.Telling.OBSERVED_UNSUPPORTED_NOT_DIRECTORY),
                        Variant.of(PathStatus.ProbeFailed.class, PathStatus.ProbeFailed.SHAPE)));
        private static final Shape<Mapping> MAPPING = Variants.of(Mapping.class);
        private static final Field<StorePath, PathStatus> PATH = Field.of("path_status", STATUS, StorePath::pathStatus);
        private static final Field<StorePath, ParentDirSync> SYNC =
                Field.of("parent_dir_sync", Variants.of(ParentDirSync.class), StorePath::parentDirSync);
        private static final Field<StorePath, LockProtection> LOCK = Field.of(
                "lock_leaf_symlink_protection",
                Variants.of(LockProtection.class),
                StorePath::lockLeafSymlinkProtection);
        private static final Field<StorePath, Mapping> INDEX = Field.of("mmap_index", MAPPING, StorePath::mmapIndex);
        private static final Field<StorePath, Mapping> SEALED =
                Field.of("sealed_segment_mmap", MAPPING, StorePath::sealedSegmentMmap);
        private static final Field<StorePath, ActiveRead> ACTIVE =
                Field.of("active_segment_read", Variants.of(ActiveRead.class), StorePath::activeSegmentRead);
        static final Shape<StorePath> SHAPE = Struct.of(
                "store path",
                List.of(PATH, SYNC, LOCK, INDEX, SEALED, ACTIVE),
                in -> new StorePath(
                        in.get(PATH), in.get(SYNC), in.get(LOCK), in.get(INDEX), in.get(SEALED), in.get(ACTIVE)));
    }

    /// What is good enough to be used.
    ///
    /// @param storeLock the lock
    /// @param parentDirSync durable names
    /// @param mmapIndex mapped index files
    /// @param sealedSegmentMmap mapped segments
    public record Admission(
            AdmittedLock storeLock,
            AdmittedSync parentDirSync,
            AdmittedMapping mmapIndex,
            AdmittedMapping sealedSegmentMmap) {
        static final Shape<Admission> SHAPE = Struct.of(
                Field.of("store_lock", Variants.of(AdmittedLock.class), Admission::storeLock),
                Field.of("parent_dir_sync", Variants.of(AdmittedSync.class), Admission::parentDirSync),
                Field.of("mmap_index", Variants.of(AdmittedMapping.class), Admission::mmapIndex),
                Field.of("sealed_segment_mmap", Variants.of(AdmittedMapping.class), Admission::sealedSegmentMmap),
                Admission::new);

        /// What of a directory is good enough: what is known to work as it should.
        public static Admission of(StorePath path) {
            return new Admission(
                    switch (path.lockLeafSymlinkProtection) {
                        case ATOMIC_NO_FOLLOW -> AdmittedLock.ATOMIC_NO_FOLLOW;
                        case BEST_EFFORT_CHECK_THEN_OPEN -> AdmittedLock.BEST_EFFORT_CHECK_THEN_OPEN;
                        case UNKNOWN, OBSERVED_UNSUPPORTED, PROBE_FAILED -> AdmittedLock.REJECTED;
                    },
                    switch (path.parentDirSync) {
                        case UNIX_FSYNC -> AdmittedSync.UNIX_FSYNC;
                        case RENAME_ONLY -> AdmittedSync.RENAME_ONLY;
                        case UNKNOWN, PROBE_FAILED -> AdmittedSync.REJECTED;
                    },
                    of(path.mmapIndex),
                    of(path.sealedSegmentMmap));
        }

        private static AdmittedMapping of(Mapping mapping) {
            return mapping == Mapping.FILE_BACKED ? AdmittedMapping.FILE_BACKED : AdmittedMapping.REJECTED;
        }
    }

    static final Shape<PlatformEvidence> SHAPE = Struct.of(
            Field.of("host", Host.SHAPE, PlatformEvidence::host),
            Field.of("store_path", StorePath.SHAPE, PlatformEvidence::storePath),
            Field.of("admission", Admission.SHAPE, PlatformEvidence::admission),
            PlatformEvidence::new);

    /// What a machine can do, and what of it is good enough.
    public static PlatformEvidence of(Host host, StorePath path) {
        return new PlatformEvidence(host, path, Admission.of(path));
    }
}
