package io.batpak.verify.sim;

import io.batpak.model.FsyncSchedule;

/// One run of a store over a bad disk.
///
/// @param seed what the plan is drawn from, and the lies of the disk
/// @param steps how many operations are planned
/// @param mode what is wrong with the disk
/// @param segmentBytesMax the segment limit
/// @param schedule when the store syncs
record RecoveryRow(long seed, int steps, DiskMode mode, long segmentBytesMax, FsyncSchedule schedule) {
    /// The limit of the reference's runs: nothing is ever rotated.
    static final long ONE_SEGMENT = 256L << 20;

    /// A row as the reference runs it.
    static RecoveryRow reference(long seed, int steps, DiskMode mode) {
        return new RecoveryRow(seed, steps, mode, ONE_SEGMENT, FsyncSchedule.REFERENCE);
    }

    RecoveryRow withSegments(long bytesMax) {
        return new RecoveryRow(seed, steps, mode, bytesMax, schedule);
    }

    RecoveryRow with(FsyncSchedule other) {
        return new RecoveryRow(seed, steps, mode, segmentBytesMax, other);
    }
}
