package io.batpak.verify.sim;

import io.batpak.model.FsyncSchedule;

/// One run of a store over a bad disk.
///
/// @param seed what the plan is drawn from, and the lies of the disk
/// @param steps how many operations are planned
/// @param mode what is wrong with the disk
/// @param segmentBytesMax the segment limit
/// @param schedule when the store syncs
/// @param cut what the power cut does to what is not durable
record RecoveryRow(long seed, int steps, DiskMode mode, long segmentBytesMax, FsyncSchedule schedule, PowerCut cut) {
    /// The limit of the reference's runs: nothing is ever rotated.
    static final long ONE_SEGMENT = 256L << 20;

    /// What becomes of changes that are not durable when the power goes.
    enum PowerCut {
        /// They are lost, all of them.
        LOSES_ALL,
        /// Of each file, the changes up to some point are there, the last perhaps in part; drawn from the seed.
        LOSES_SOME
    }

    /// A row as the reference runs it.
    static RecoveryRow reference(long seed, int steps, DiskMode mode) {
        return new RecoveryRow(seed, steps, mode, ONE_SEGMENT, FsyncSchedule.REFERENCE, PowerCut.LOSES_ALL);
    }

    RecoveryRow with(DiskMode other) {
        return new RecoveryRow(seed, steps, other, segmentBytesMax, schedule, cut);
    }

    RecoveryRow withSegments(long bytesMax) {
        return new RecoveryRow(seed, steps, mode, bytesMax, schedule, cut);
    }

    RecoveryRow with(FsyncSchedule other) {
        return new RecoveryRow(seed, steps, mode, segmentBytesMax, other, cut);
    }

    RecoveryRow with(PowerCut other) {
        return new RecoveryRow(seed, steps, mode, segmentBytesMax, schedule, other);
    }
}
